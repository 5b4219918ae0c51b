package dev.firebreak.testkit.journal;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.journal.Journal;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// On the real disk; what is kept is read by a journal that is opened anew.
class SegmentJournalContractTest implements JournalContract {
  @TempDir Path folder;
  private final List<SegmentJournal> opened = new ArrayList<>();
  private KeyStore keys;

  @BeforeEach
  void openKeys() {
    keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
  }

  @AfterEach
  void close() throws IOException {
    for (SegmentJournal journal : opened) {
      journal.close();
    }
  }

  @Override
  public Journal journal() throws IOException {
    SegmentJournal journal = DiskJournal.open(files(), keys);
    opened.add(journal);
    return journal;
  }

  @Override
  public List<String> kept() throws IOException {
    close();
    return DiskJournal.kept(files(), keys);
  }

  private DiskFiles files() throws IOException {
    return DiskFiles.in(folder.resolve("journal"));
  }
}
