package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.StoredRecord;
import java.io.IOException;
import java.util.Map;
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
      for (Map.Entry<Long, Long> range : disclosedRanges().entrySet()) {
        long end = range.getValue();
        long first = Math.min(Math.max(range.getKey(), held), end);
        missing += first - range.getKey();
        for (long offset = first; offset < end; offset++) {
          missing += give(at(cursor, offset), reader) ? 0 : 1;
        }
      }
    }
    return missing;
  }

  private boolean give(StoredRecord record, Reader reader) throws IOException {
    if (!(record.content() instanceof StoredRecord.Forwarded forwarded)) {
      return true;
    }
    byte[] payload;
    try {
      payload = delivery.journal().open(record, forwarded.sealed()).payload();
    } catch (IOException _) {
      return false;
    }
    reader.take(forwarded.header().kind(), payload);
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
  private Map<Long, Long> disclosedRanges() throws IOException {
    Map<Long, Long> ranges = new TreeMap<>();
    long end = delivery.outcomes().sequence();
    try (OutcomeLog.Entries entries = delivery.outcomes().read(delivery.outcomes().first())) {
      for (OutcomeEntry entry = entries.next();
          entry != null && entry.sequence() < end;
          entry = entries.next()) {
        if (!entry.intent()) {
          entry.ranges().stream()
              .filter(OutcomeRange::firstDisclosure)
              .forEach(range -> ranges.put(range.first(), range.end()));
        }
      }
    }
    return ranges;
  }
}
