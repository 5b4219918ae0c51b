package dev.firebreak.gateway;

import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.InMemoryJournal;
import dev.firebreak.journal.Journal;
import dev.firebreak.journal.JournalRecord;
import java.io.IOException;
import java.util.List;

/// A journal in memory that can be told to fail, and counts its appends.
final class HeldJournal implements Journal {
  private final InMemoryJournal kept = new InMemoryJournal();
  private boolean failing;
  private boolean defective;
  private int appends;

  synchronized void fail(boolean failing) {
    this.failing = failing;
  }

  synchronized void failUnexpectedly() {
    defective = true;
  }

  List<JournalRecord> records() {
    return kept.records();
  }

  List<TreatedMessage> messages() {
    return kept.messages();
  }

  synchronized int appends() {
    return appends;
  }

  @Override
  public Append prepare(List<JournalRecord> added) {
    return () -> take(added);
  }

  private synchronized long take(List<JournalRecord> added) throws IOException {
    if (failing) {
      throw new IOException("No space left on device");
    }
    if (defective) {
      throw new IllegalStateException("a bug");
    }
    appends++;
    return kept.append(added);
  }

  @Override
  public void close() {}
}
