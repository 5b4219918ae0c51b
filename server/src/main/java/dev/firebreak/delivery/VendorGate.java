package dev.firebreak.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What every request to one vendor passes through. When [#close] or [#hold] has returned, no
/// request begins any more; those that had begun may end until [#cancelAfter] aborts them.
/// Thread-safe; the lock is never held while a request goes on.
public final class VendorGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Set<Passage> inFlight = new HashSet<>();

  @GuardedBy("lock")
  private VendorStatus.State state;

  VendorGate(VendorStatus.State state) {
    this.state = state;
  }

  VendorGate(boolean open) {
    this(open ? VendorStatus.State.ACTIVE : VendorStatus.State.CUT);
  }

  /// A gate without a switch, for a lane that nobody cuts off.
  public static VendorGate alwaysOpen() {
    return new VendorGate(true);
  }

  /// One request's way through. Confined to the request but for [#cancel].
  public final class Passage implements AutoCloseable {
    @GuardedBy("lock")
    private Runnable abort = () -> {};

    @GuardedBy("lock")
    private boolean cancelled;

    private Passage() {}

    /// Says how to abort the request; it is aborted at once where that was already asked for.
    public void onCancel(Runnable action) {
      boolean now;
      lock.lock();
      try {
        abort = action;
        now = cancelled;
      } finally {
        lock.unlock();
      }
      if (now) {
        action.run();
      }
    }

    /// True where the request was aborted because the vendor was cut off.
    public boolean cancelled() {
      lock.lock();
      try {
        return cancelled;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        inFlight.remove(this);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void cancel() {
      Runnable action;
      lock.lock();
      try {
        cancelled = true;
        action = abort;
      } finally {
        lock.unlock();
      }
      action.run();
    }
  }

  /// Lets one request begin; empty where the vendor is held or cut off.
  public Optional<Passage> enter() {
    lock.lock();
    try {
      if (state != VendorStatus.State.ACTIVE) {
        return Optional.empty();
      }
      Passage passage = new Passage();
      inFlight.add(passage);
      return Optional.of(passage);
    } finally {
      lock.unlock();
    }
  }

  public boolean isOpen() {
    return state() == VendorStatus.State.ACTIVE;
  }

  /// Whether requests may begin, and if not, what becomes of messages that come in.
  VendorStatus.State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until requests may begin.
  ///
  /// @return whether they may
  boolean awaitOpen(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (state != VendorStatus.State.ACTIVE && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return state == VendorStatus.State.ACTIVE;
    } finally {
      lock.unlock();
    }
  }

  void open() {
    become(VendorStatus.State.ACTIVE);
  }

  /// Lets nothing begin any more; what comes in is queued.
  void hold() {
    become(VendorStatus.State.HELD);
  }

  /// Lets nothing begin any more; what comes in is dropped.
  void close() {
    become(VendorStatus.State.CUT);
  }

  private void become(VendorStatus.State next) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Gives the requests in flight this long to end by themselves, then aborts the rest and waits as
  /// long again for them to be gone.
  ///
  /// @return how many were aborted
  int cancelAfter(Duration grace) throws InterruptedException {
    awaitEmpty(grace);
    Set<Passage> late;
    lock.lock();
    try {
      late = Set.copyOf(inFlight);
    } finally {
      lock.unlock();
    }
    late.forEach(Passage::cancel);
    awaitEmpty(grace);
    return late.size();
  }

  /// True while no request is in flight.
  boolean isEmpty() {
    lock.lock();
    try {
      return inFlight.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void awaitEmpty(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (!inFlight.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
