package dev.firebreak.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.event.TreatedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A journal in memory, for tests: what it took is gone with the process. Unbounded. Thread-safe.
public final class InMemoryJournal implements Journal {
  @GuardedBy("this")
  private final List<JournalRecord> records = new ArrayList<>();

  @GuardedBy("this")
  private boolean closed;

  @Override
  public Append prepare(List<JournalRecord> added) {
    return () -> take(added);
  }

  private synchronized long take(List<JournalRecord> added) throws IOException {
    if (closed) {
      throw new IOException("the journal is closed");
    }
    long first = records.size();
    records.addAll(added);
    return first;
  }

  /// What was taken, in the order of its offsets.
  public synchronized List<JournalRecord> records() {
    return List.copyOf(records);
  }

  /// The messages of all records.
  public List<TreatedMessage> messages() {
    return records().stream().map(JournalRecord::message).toList();
  }

  /// The payloads of what goes on to the vendor, as text.
  public List<String> payloads() {
    return messages().stream()
        .filter(TreatedMessage.Forward.class::isInstance)
        .map(message -> ((TreatedMessage.Forward) message).payload())
        .map(payload -> new String(payload, StandardCharsets.UTF_8))
        .toList();
  }

  /// Forgets everything; offsets begin at 0 again.
  public synchronized void clear() {
    records.clear();
  }

  /// From now on nothing is taken any more; what was taken can still be read.
  @Override
  public synchronized void close() {
    closed = true;
  }
}
