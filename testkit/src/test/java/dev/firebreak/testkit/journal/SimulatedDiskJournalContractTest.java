package dev.firebreak.testkit.journal;

import dev.firebreak.journal.Journal;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/// On a disk that loses what was not forced: what is kept is read after the power failed, so every
/// append that returned was durable.
class SimulatedDiskJournalContractTest implements JournalContract {
  private static final SecretBytes MASTER = SecretBytes.copyOf(new byte[32]);

  private final SimulatedDisk disk = SimulatedDisk.honest(new Random(1));
  private final SimulatedDisk keyDisk = SimulatedDisk.honest(new Random(2));
  private final List<SegmentJournal> opened = new ArrayList<>();

  @Override
  public Journal journal() throws IOException {
    SegmentJournal journal = DiskJournal.open(disk.mount(), keys());
    opened.add(journal);
    return journal;
  }

  @Override
  public List<String> kept() throws IOException {
    disk.crash();
    keyDisk.crash();
    return DiskJournal.kept(disk.mount(), keys());
  }

  private KeyStore keys() {
    return KeyStore.open(keyDisk.mount(), MASTER);
  }

  @AfterEach
  void close() throws IOException {
    for (SegmentJournal journal : opened) {
      journal.close();
    }
  }
}
