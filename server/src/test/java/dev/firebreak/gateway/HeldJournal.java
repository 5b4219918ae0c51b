package dev.firebreak.gateway;

import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.Journal;
import dev.firebreak.journal.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A journal in memory that can be told to fail, and counts its appends.
final class HeldJournal implements Journal {
  private final List<JournalRecord> records = new ArrayList<>();
  private boolean failing;
  private boolean defective;
  private int appends;

  synchronized void fail(boolean failing) {
    this.failing = failing;
  }

  synchronized void failUnexpectedly() {
    defective = true;
  }

  synchronized List<JournalRecord> records() {
    return List.copyOf(records);
  }

  synchronized List<TreatedMessage> messages() {
    return records.stream().map(JournalRecord::message).toList();
  }

  synchronized int appends() {
    return appends;
  }

  @Override
  public synchronized long append(List<JournalRecord> added) throws IOException {
    if (failing) {
      throw new IOException("No space left on device");
    }
    if (defective) {
      throw new IllegalStateException("a bug");
    }
    appends++;
    long first = records.size();
    records.addAll(added);
    return first;
  }

  @Override
  public void close() {}
}
