package dev.firebreak.testkit.journal;

import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.InMemoryJournal;
import dev.firebreak.journal.Journal;
import java.util.List;

class InMemoryJournalTest implements JournalContract {
  private final InMemoryJournal journal = new InMemoryJournal();

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> kept() {
    return journal.messages().stream()
        .map(message ->
            switch (message) {
              case TreatedMessage.Forward forward -> forward.header().dedupeId();
              case TreatedMessage.Dropped dropped -> dropped.reason().name();
              case TreatedMessage.Quarantined quarantined -> quarantined.reason().name();
            })
        .toList();
  }
}
