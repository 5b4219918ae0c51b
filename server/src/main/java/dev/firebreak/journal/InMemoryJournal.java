package dev.firebreak.testkit.gateway;

import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.Journal;
import dev.firebreak.journal.JournalRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A journal that keeps its records in memory. Thread-safe.
final class InMemoryJournal implements Journal {
  private final List<JournalRecord> records = new ArrayList<>();

  @Override
  public synchronized long append(List<JournalRecord> added) {
    long first = records.size();
    records.addAll(added);
    return first;
  }

  synchronized List<TreatedMessage> messages() {
    return records.stream().map(JournalRecord::message).toList();
  }

  /// The payloads of what goes on to the vendor, as text.
  List<String> payloads() {
    return messages().stream()
        .filter(TreatedMessage.Forward.class::isInstance)
        .map(message -> ((TreatedMessage.Forward) message).payload())
        .map(payload -> new String(payload, StandardCharsets.UTF_8))
        .toList();
  }

  synchronized void clear() {
    records.clear();
  }

  @Override
  public void close() {}
}
