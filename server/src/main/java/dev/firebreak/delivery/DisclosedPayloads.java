package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.OpenedPayload;
import dev.firebreak.journal.StoredRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The treated messages of one binding that its vendor has, or may have, as far as the journal
/// still holds them. What is queued, dropped, expired or refused is none of them. Thread-safe.
public final class DisclosedPayloads {
  private final BindingDelivery delivery;

  public DisclosedPayloads(BindingDelivery delivery) {
    this.delivery = delivery;
  }

  /// Takes one message.
  public interface Reader {
    /// @param kind what the message is
    /// @param payload the message as the vendor got it: JSON in UTF-8
    void take(MessageKind kind, byte[] payload) throws IOException;
  }

  /// Opens every message in the order of the journal.
  ///
  /// @return how many disclosed messages could not be given: their segment was purged, or the key
  ///   of their day destroyed
  public long forEach(Reader reader) throws IOException {
    delivery.outcomes().purging().lock();
    try {
      return forEachHeld(reader);
    } finally {
      delivery.outcomes().purging().unlock();
    }
  }

  private long forEachHeld(Reader reader) throws IOException {
    long held = delivery.journal().first();
    long missing = 0;
    try (JournalCursor cursor = delivery.journal().read(held)) {
      SentRecords sent = delivery.sent();
      for (Map.Entry<Long, Disclosed> range : disclosedRanges().entrySet()) {
        long end = range.getValue().end();
        long first = Math.min(Math.max(range.getKey(), held), end);
        missing += first - range.getKey();
        for (long offset = first; offset < end; offset++) {
          boolean given = give(at(cursor, offset), sent, range.getValue().sequence(), reader);
          missing += given ? 0 : 1;
        }
      }
    }
    return missing;
  }

  /// Where a range of disclosed records ends, and by which entry of the outcome log it is one.
  private record Disclosed(long end, long sequence) {}

  private boolean give(StoredRecord record, SentRecords sent, long sequence, Reader reader)
      throws IOException {
    if (!(record.content() instanceof StoredRecord.Forwarded forwarded)) {
      return true;
    }
    Optional<SentRecords.Sent> got;
    try {
      OpenedPayload opened = delivery.journal().open(record, forwarded.sealed());
      got = sent.of(record, forwarded, opened, sequence);
    } catch (IOException _) {
      return false;
    }
    if (got.isEmpty()) {
      return false;
    }
    reader.take(forwarded.header().kind(), got.get().payload());
    return true;
  }

  private static StoredRecord at(JournalCursor cursor, long offset) throws IOException {
    StoredRecord record = cursor.next();
    while (record != null && record.offset() < offset) {
      record = cursor.next();
    }
    if (record == null) {
      throw new IOException("an outcome names record " + offset + ", which the journal lacks");
    }
    return record;
  }

  /// First offset to end (exclusive) of what was disclosed; each record is in one range.
  private Map<Long, Disclosed> disclosedRanges() throws IOException {
    Map<Long, Disclosed> ranges = new TreeMap<>();
    long end = delivery.outcomes().sequence();
    try (OutcomeLog.Entries entries = delivery.outcomes().read(delivery.outcomes().first())) {
      for (OutcomeEntry entry = entries.next();
          entry != null && entry.sequence() < end;
          entry = entries.next()) {
        if (!entry.intent()) {
          for (OutcomeRange range : entry.ranges()) {
            if (range.firstDisclosure()) {
              ranges.put(range.first(), new Disclosed(range.end(), entry.sequence()));
            }
          }
        }
      }
    }
    return ranges;
  }
}
