package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.OpenedPayload;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.journal.UnreadablePayloadException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The next records of a journal that need something done: what is to be sent, in the order in
/// which it came, and what has its outcome without being sent. Confined to its lane.
final class DeliveryWindow {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWindow.class);

  /// So many records are looked at for one window, so that a long run of dropped ones ends it too.
  private static final int LOOKED_AT_MAX = 20_000;

  private final List<QueuedRecord> toSend = new ArrayList<>();
  private final SortedMap<Long, DeliveryOutcome> withoutSending = new TreeMap<>();

  private DeliveryWindow() {}

  /// Where a window is read from.
  ///
  /// @param sent what the vendor gets of records
  /// @param suppression whose data is not sent, looked at before each request
  record Source(
      SegmentJournal journal,
      OutcomeLog outcomes,
      Duration maximumEventAge,
      SentRecords sent,
      Suppression suppression) {}

  /// Reads on until the limits are reached or the journal ends.
  ///
  /// @throws IOException where the disk fails or a key cannot be read now
  static DeliveryWindow read(
      Source source, JournalCursor cursor, VendorClient.Limits limits, Instant now)
      throws IOException {
    DeliveryWindow window = new DeliveryWindow();
    long oldest = now.minus(source.maximumEventAge()).toEpochMilli();
    long bytes = 0;
    for (int i = 0;
        i < LOOKED_AT_MAX && window.toSend.size() < limits.messages() && bytes < limits.bytes();
        i++) {
      StoredRecord record = cursor.next();
      if (record == null) {
        break;
      }
      bytes += window.add(source, record, oldest);
    }
    return window;
  }

  List<QueuedRecord> toSend() {
    return toSend;
  }

  SortedMap<Long, DeliveryOutcome> withoutSending() {
    return withoutSending;
  }

  boolean isEmpty() {
    return toSend.isEmpty() && withoutSending.isEmpty();
  }

  /// Adjacent records of one kind, within the limits; one that is not idempotent goes alone, so
  /// that a doubt never concerns more than itself.
  static List<List<QueuedRecord>> batches(List<QueuedRecord> records, VendorClient.Limits limits) {
    List<List<QueuedRecord>> batches = new ArrayList<>();
    for (MessageKind kind : MessageKind.values()) {
      List<QueuedRecord> open = new ArrayList<>();
      long bytes = 0;
      for (QueuedRecord record : records) {
        if (record.header().kind() != kind) {
          continue;
        }
        boolean alone = !record.header().idempotent();
        boolean full =
            open.size() == limits.messages() || bytes + record.payload().length > limits.bytes();
        if (!open.isEmpty() && (alone || full || !open.getLast().header().idempotent())) {
          batches.add(open);
          open = new ArrayList<>();
          bytes = 0;
        }
        open.add(record);
        bytes += record.payload().length + 1;
      }
      if (!open.isEmpty()) {
        batches.add(open);
      }
    }
    return batches;
  }

  private long add(Source source, StoredRecord record, long oldest) throws IOException {
    DeliveryOutcome now = source.outcomes().of(record.offset());
    if (now.settled()) {
      return 0;
    }
    return switch (record.content()) {
      case StoredRecord.Dropped _, StoredRecord.Quarantined _ -> {
        withoutSending.put(record.offset(), DeliveryOutcome.NOT_FORWARDED);
        yield 0;
      }
      case StoredRecord.Forwarded forwarded
          when source
              .suppression()
              .covers(forwarded.header().subjectKey(), record.receivedAt()) -> {
        withoutSending.put(record.offset(), suppressed(now));
        yield 0;
      }
      case StoredRecord.Forwarded forwarded -> {
        boolean tooOld =
            forwarded.header().kind() == MessageKind.EVENT
                && forwarded.header().eventTimeMillis() < oldest;
        if (tooOld) {
          withoutSending.put(
              record.offset(),
              now == DeliveryOutcome.QUEUED
                  ? DeliveryOutcome.EXPIRED_VENDOR_AGE
                  : DeliveryOutcome.IN_DOUBT_FINAL);
          yield 0;
        }
        yield open(source, record, forwarded, now);
      }
    };
  }

  /// What becomes of a suppressed person's record: what may be at the vendor stays in doubt.
  static DeliveryOutcome suppressed(DeliveryOutcome now) {
    return now == DeliveryOutcome.QUEUED
        ? DeliveryOutcome.SUPPRESSED
        : DeliveryOutcome.IN_DOUBT_FINAL;
  }

  private long open(
      Source source, StoredRecord record, StoredRecord.Forwarded forwarded, DeliveryOutcome now)
      throws IOException {
    try {
      OpenedPayload opened = source.journal().open(record, forwarded.sealed());
      Optional<SentRecords.Sent> sent = source.sent().of(record, forwarded, opened, Long.MAX_VALUE);
      if (sent.isEmpty()) {
        // the policy of its release leaves nothing of it
        withoutSending.put(
            record.offset(),
            now == DeliveryOutcome.QUEUED
                ? DeliveryOutcome.DESTROYED
                : DeliveryOutcome.IN_DOUBT_FINAL);
        return 0;
      }
      byte[] payload = sent.get().payload();
      toSend.add(new QueuedRecord(record.offset(), sent.get().header(), payload));
      return payload.length + 1L;
    } catch (UnreadablePayloadException e) {
      LOG.atError().addKeyValue("offset", record.offset()).setCause(e).log("PayloadUnreadable");
      withoutSending.put(record.offset(), DeliveryOutcome.DEAD_UNREADABLE);
      return 0;
    }
  }
}
