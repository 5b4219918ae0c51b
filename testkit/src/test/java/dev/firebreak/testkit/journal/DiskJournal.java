package dev.firebreak.testkit.journal;

import dev.firebreak.disk.DurableFiles;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.keys.KeyStore;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The journal on some disk, with segments so small that a test fills several.
final class DiskJournal {
  private static final SegmentJournal.Settings SMALL =
      new SegmentJournal.Settings(3 << 10, 1 << 20, 1 << 10);

  private DiskJournal() {}

  static SegmentJournal open(DurableFiles files, KeyStore keys) throws IOException {
    Clock clock = Clock.fixed(JournalContract.NOW, ZoneOffset.UTC);
    return SegmentJournal.open(JournalContract.BINDING, files, keys, clock, SMALL);
  }

  /// What a journal that is opened anew on the same files has.
  static List<String> kept(DurableFiles files, KeyStore keys) throws IOException {
    List<String> kept = new ArrayList<>();
    try (SegmentJournal journal = open(files, keys);
        JournalCursor cursor = journal.read(0)) {
      for (StoredRecord record = cursor.next(); record != null; record = cursor.next()) {
        kept.add(
            switch (record.content()) {
              case StoredRecord.Forwarded forwarded -> forwarded.header().dedupeId();
              case StoredRecord.Dropped dropped -> dropped.reason().name();
              case StoredRecord.Quarantined quarantined -> quarantined.reason().name();
            });
      }
    }
    return kept;
  }
}
