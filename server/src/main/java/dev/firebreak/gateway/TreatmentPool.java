package dev.firebreak.gateway;

import dev.firebreak.event.MessageTreatment;
import dev.firebreak.event.TokenBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Treatments under one policy, and token buffers, that wait for the next request, each used by one
/// at a time. One that is not given back, since its request failed, is not used again. Thread-safe.
final class TreatmentPool {
  private static final int IDLE_MAX = 64;

  /// A treatment and its buffer while one request uses them.
  record Lease(MessageTreatment treatment, TokenBuffer buffer) {}

  private final PolicyInForce policy;
  private final ArrayBlockingQueue<Lease> idle = new ArrayBlockingQueue<>(IDLE_MAX);

  TreatmentPool(PolicyInForce policy) {
    this.policy = policy;
  }

  /// Under which they treat.
  PolicyInForce policy() {
    return policy;
  }

  Lease take() {
    Lease lease = idle.poll();
    return lease == null ? new Lease(policy.treatments().get(), new TokenBuffer()) : lease;
  }

  /// Takes it back, forgetting the last message; one more than fit is let go.
  void giveBack(Lease lease) {
    lease.buffer().clear();
    if (!idle.offer(lease)) {
      return;
    }
  }
}
