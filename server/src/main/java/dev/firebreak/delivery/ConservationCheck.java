package dev.firebreak.delivery;

import dev.firebreak.event.DropReason;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.JournalTotals;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the [Conservation] of one binding. Thread-safe.
public final class ConservationCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ConservationCheck.class);

  private final SegmentJournal journal;
  private final OutcomeLog outcomes;
  private final Supplier<GatewayCounts> gateway;

  public ConservationCheck(
      SegmentJournal journal, OutcomeLog outcomes, Supplier<GatewayCounts> gateway) {
    this.journal = journal;
    this.outcomes = outcomes;
    this.gateway = gateway;
  }

  /// The terms of a binding without its gateway. What the journal accepted is what was received
  /// less what was refused; refusals are counted by the running gateway's metrics alone.
  public static Conservation withoutGateway(BindingDelivery delivery) throws IOException {
    long sinceOpen = delivery.journal().totals().accepted() - delivery.journal().acceptedAtOpen();
    return new ConservationCheck(
            delivery.journal(), delivery.outcomes(), () -> new GatewayCounts(sinceOpen, 0))
        .measure();
  }

  /// The terms now. The order of reading matters: an outcome has its record, a record its receipt.
  public Conservation measure() throws IOException {
    outcomes.purging().lock();
    try {
      return measureNow();
    } finally {
      outcomes.purging().unlock();
    }
  }

  private Conservation measureNow() throws IOException {
    OutcomeTable table = outcomes.snapshot();
    JournalTotals totals = journal.totals();
    GatewayCounts counts = gateway.get();
    Map<DropReason, Long> dropped = new EnumMap<>(totals.dropped());
    dropped.merge(DropReason.DESTROYED, table.count(DeliveryOutcome.DESTROYED), Long::sum);
    dropped.merge(DropReason.SUPPRESSED, table.count(DeliveryOutcome.SUPPRESSED), Long::sum);
    long inDoubt =
        table.count(DeliveryOutcome.IN_DOUBT) + table.count(DeliveryOutcome.IN_DOUBT_FINAL);
    return new Conservation(
        journal.binding(),
        journal.acceptedAtOpen() + counts.received(),
        counts.refused(),
        totals.accepted(),
        table.count(DeliveryOutcome.DELIVERED) + inDoubt,
        inDoubt,
        dropped,
        totals.quarantined(),
        table.count(DeliveryOutcome.DEAD_REJECTED)
            + table.count(DeliveryOutcome.DEAD_TOO_LARGE)
            + table.count(DeliveryOutcome.DEAD_UNREADABLE),
        table.count(DeliveryOutcome.EXPIRED_VENDOR_AGE),
        queued(table, totals.accepted()));
  }

  /// Measures, and tells at ERROR where a sum does not hold.
  ///
  /// @return whether it holds
  public boolean check() throws IOException {
    Conservation measured = measure();
    if (!measured.holdsInFlight()) {
      LOG.atError().addKeyValue("terms", measured).log("ConservationBroken");
    }
    return measured.holdsInFlight();
  }

  private long queued(OutcomeTable table, long end) throws IOException {
    long queued = 0;
    long from = Math.max(table.firstUnsettled(), journal.first());
    try (JournalCursor cursor = journal.read(from)) {
      for (StoredRecord record = cursor.position() < end ? cursor.next() : null;
          record != null;
          record = cursor.position() < end ? cursor.next() : null) {
        if (record.content() instanceof StoredRecord.Forwarded
            && table.of(record.offset()) == DeliveryOutcome.QUEUED) {
          queued++;
        }
      }
    }
    return queued;
  }
}
