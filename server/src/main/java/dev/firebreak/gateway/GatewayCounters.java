package dev.firebreak.gateway;

import dev.firebreak.event.TreatedMessage;
import dev.firebreak.vendor.BindingId;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.atomic.LongAdder;

/// What one binding received and refused since the process started; the journal counts what was
/// accepted and all that follows. At rest, received = refused + accepted. Thread-safe.
public final class GatewayCounters {
  private final BindingId binding;
  private final Counter messages;
  private final CounterDataPoint auxiliaryCalls;
  private final LongAdder received = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder accepted = new LongAdder();

  GatewayCounters(BindingId binding, GatewayMetrics metrics) {
    this.binding = binding;
    this.messages = metrics.messages();
    this.auxiliaryCalls = metrics.auxiliaryCalls().labelValues(binding.value());
  }

  BindingId binding() {
    return binding;
  }

  /// Messages that came in; a body that could not be read is one.
  public long received() {
    return received.sum();
  }

  /// Messages answered with an error, of which nothing is kept.
  public long refused() {
    return refused.sum();
  }

  /// Messages that the journal took.
  public long accepted() {
    return accepted.sum();
  }

  void countReceived(long count) {
    received.add(count);
  }

  void countRefused(RefusalReason reason, long count) {
    refused.add(count);
    outcome("refused_" + reason.label()).inc(count);
  }

  void countAccepted(Iterable<TreatedMessage> treated) {
    for (TreatedMessage message : treated) {
      accepted.increment();
      String outcome =
          switch (message) {
            case TreatedMessage.Forward _ -> "forwarded";
            case TreatedMessage.Dropped dropped -> "dropped_" + dropped.reason().label();
            case TreatedMessage.Quarantined quarantined ->
                "quarantined_" + quarantined.reason().label();
          };
      outcome(outcome).inc();
    }
  }

  void countAuxiliary() {
    auxiliaryCalls.inc();
  }

  private CounterDataPoint outcome(String outcome) {
    return messages.labelValues(binding.value(), outcome);
  }
}
