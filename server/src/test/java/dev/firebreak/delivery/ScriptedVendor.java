package dev.firebreak.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// A vendor that gives the next answer of its script, and takes everything once the script ends.
final class ScriptedVendor implements VendorClient {
  private final Queue<Function<VendorBatch, VendorAnswer>> script = new ConcurrentLinkedQueue<>();
  private final List<VendorBatch> requests = new ArrayList<>();
  private final Limits limits;

  ScriptedVendor(Limits limits) {
    this.limits = limits;
  }

  ScriptedVendor then(VendorAnswer answer) {
    script.add(_ -> answer);
    return this;
  }

  ScriptedVendor then(Function<VendorBatch, VendorAnswer> answer) {
    script.add(answer);
    return this;
  }

  synchronized List<VendorBatch> requests() {
    return List.copyOf(requests);
  }

  synchronized List<Integer> requestSizes() {
    return requests.stream().map(request -> request.payloads().size()).toList();
  }

  synchronized List<String> payloads() {
    return requests.stream()
        .flatMap(request -> request.payloads().stream())
        .map(payload -> new String(payload, StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
    synchronized (this) {
      requests.add(batch);
    }
    Function<VendorBatch, VendorAnswer> next = script.poll();
    return next == null ? new VendorAnswer.Taken() : next.apply(batch);
  }

  @Override
  public void close() {}
}
