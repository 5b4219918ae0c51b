package dev.firebreak.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening tells what a crash cut short from what was durable and is damaged.
class LogRecoveryTest {
  private static final SegmentJournal.Settings SMALL =
      new SegmentJournal.Settings(4 << 10, 1 << 20, 64 << 10);
  private static final SegmentJournal.Settings LARGE = SegmentJournal.Settings.STANDARD;

  @TempDir Path folder;
  private Path files;
  private KeyStore keys;

  @BeforeEach
  void openKeys() {
    keys = Records.keys(folder);
    files = folder.resolve("journal");
  }

  @Test
  void aDamagedHeaderIsRefusedAndNothingIsDeleted() throws IOException {
    commits(LARGE, 10);
    flip(segments().getFirst(), 12);
    assertRefusedUntouched("damaged header");
  }

  @Test
  void aHeaderWhoseLengthIsDamagedIsRefusedBecauseRecordsFollow() throws IOException {
    commits(LARGE, 10);
    flip(segments().getFirst(), 1);
    assertRefusedUntouched("damaged header");
  }

  @Test
  void afterACrashADamagedHeaderIsRefusedToo() throws IOException {
    crashAfterCommits(LARGE, 10);
    flip(segments().getFirst(), 12);
    assertRefusedUntouched("damaged header");
  }

  @Test
  void aBadRecordBeforeLaterCommitsIsDamage() throws IOException {
    crashAfterCommits(LARGE, 10);
    Path segment = segments().getFirst();
    flip(segment, (int) (Files.size(segment) / 2));
    assertRefusedUntouched("is damaged in");
  }

  @Test
  void aBadLengthBeforeLaterCommitsIsDamage() throws IOException {
    crashAfterCommits(LARGE, 2);
    Path segment = segments().getFirst();
    int header = 8 + ByteBuffer.wrap(Files.readAllBytes(segment)).getInt();
    flip(segment, header + 2);
    assertRefusedUntouched("is damaged in");
  }

  @Test
  void aCommitCutShortInItsMiddleIsSetAside() throws IOException {
    crashAfterCommits(LARGE, 3);
    long good = Files.size(segments().getFirst());
    try (SegmentJournal journal = open(LARGE)) {
      journal.append(IntStream.range(10, 15).mapToObj(Records::event).toList());
      Path whole = copyOfOpenJournal();
      flip(whole.resolve(segments().getFirst().getFileName()), (int) good + 40);
      files = whole;
    }
    byte[] before = Files.readAllBytes(segments().getFirst());
    try (SegmentJournal journal = open(LARGE)) {
      assertThat(journal.end()).isEqualTo(3);
      assertThat(journal.truncatedBytes()).isEqualTo(before.length - good);
      assertThat(Files.size(segments().getFirst())).isEqualTo(good);
      assertThat(journal.append(List.of(Records.event(3)))).isEqualTo(3);
    }
    assertThat(Path.of(segments().getFirst() + ".cut-0"))
        .hasBinaryContent(Arrays.copyOfRange(before, (int) good, before.length));
  }

  @Test
  void damageToTheLastCommitBeforeACrashLooksCutShortAndIsKept() throws IOException {
    crashAfterCommits(LARGE, 2);
    Path segment = segments().getFirst();
    flip(segment, (int) Files.size(segment) - 5);
    try (SegmentJournal journal = open(LARGE)) {
      assertThat(journal.end()).isEqualTo(1);
    }
    assertThat(Path.of(segment + ".cut-0")).isNotEmptyFile();
  }

  @Test
  void damageToTheLastRecordOfAClosedJournalIsRefused() throws IOException {
    commits(LARGE, 2);
    Path segment = segments().getFirst();
    flip(segment, (int) Files.size(segment) - 5);
    assertRefusedUntouched("does not end where it was closed");
  }

  @Test
  void aClosedJournalThatLostItsLastSegmentIsRefused() throws IOException {
    commits(SMALL, 100);
    Files.delete(segments().getLast());
    assertRefusedUntouched("does not end where it was closed");
  }

  @Test
  void theNoteOfTheEndIsGoneBeforeAnythingIsAppended() throws IOException {
    commits(LARGE, 1);
    try (SegmentJournal journal = open(LARGE)) {
      assertThat(files.resolve("journal.end")).exists();
      journal.append(List.of(Records.event(2)));
      assertThat(files.resolve("journal.end")).doesNotExist();
    }
    open(LARGE).close();
  }

  @Test
  void aSegmentThatWasNeverBegunIsSetAside() throws IOException {
    crashAfterCommits(SMALL, 1);
    Files.write(files.resolve("journal-00000000000000000001.seg"), new byte[] {1});
    try (SegmentJournal journal = open(SMALL)) {
      assertThat(journal.append(List.of(Records.event(2)))).isEqualTo(1);
    }
    assertThat(files.resolve("journal-00000000000000000001.seg.cut-0"))
        .hasBinaryContent(new byte[] {1});
  }

  @Test
  void theFirstSegmentMayBeOneThatWasNeverBegun() throws IOException {
    Files.createDirectories(files);
    Files.write(files.resolve("journal-00000000000000000000.seg"), new byte[] {0, 0, 0});
    try (SegmentJournal journal = open(SMALL)) {
      assertThat(journal.end()).isZero();
    }
  }

  @Test
  void withoutTheSegmentsBeforeItAShortSegmentIsRefused() throws IOException {
    Files.createDirectories(files);
    Files.write(files.resolve("journal-00000000000000000007.seg"), new byte[] {1});
    assertRefusedUntouched("no whole header");
  }

  @Test
  void aSegmentThatEndsBeforeTheNextBeginsIsRefused() throws IOException {
    crashAfterCommits(SMALL, 2);
    Files.write(files.resolve("journal-00000000000000000005.seg"), new byte[] {1});
    assertRefusedUntouched("before journal-00000000000000000005.seg begins");
  }

  @Test
  void whatWasCutGoesWithItsSegment() throws IOException {
    crashAfterCommits(SMALL, 2);
    Files.write(segments().getFirst(), new byte[] {0, 0, 0, 40, 1}, StandardOpenOption.APPEND);
    try (SegmentJournal journal = open(SMALL)) {
      Path cut = Path.of(segments().getFirst() + ".cut-0");
      journal.log().deleteBelow(2);
      assertThat(cut).exists();
      journal.beginSegment();
      journal.log().deleteBelow(2);
      assertThat(cut).doesNotExist();
    }
  }

  private void commits(SegmentJournal.Settings settings, int count) throws IOException {
    try (SegmentJournal journal = open(settings)) {
      for (int i = 0; i < count; i++) {
        journal.append(List.of(Records.event(i)));
      }
    }
  }

  /// Leaves the journal's files as a process that ends at once leaves them.
  private void crashAfterCommits(SegmentJournal.Settings settings, int count) throws IOException {
    Path left;
    try (SegmentJournal journal = open(settings)) {
      for (int i = 0; i < count; i++) {
        journal.append(List.of(Records.event(i)));
      }
      left = copyOfOpenJournal();
    }
    files = left;
  }

  private Path copyOfOpenJournal() throws IOException {
    Path copy = folder.resolve(files.getFileName() + "-left");
    Files.createDirectories(copy);
    try (var all = Files.list(files)) {
      for (Path file : all.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private void assertRefusedUntouched(String message) throws IOException {
    Map<String, Integer> before = contents();
    assertThatThrownBy(() -> open(SMALL))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED))
        .hasMessageContaining(message);
    assertThat(contents()).isEqualTo(before);
  }

  private Map<String, Integer> contents() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (var all = Files.list(files)) {
      for (Path file : all.toList()) {
        contents.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private SegmentJournal open(SegmentJournal.Settings settings) throws IOException {
    return SegmentJournal.open(
        Records.BINDING,
        DiskFiles.in(files),
        keys,
        Clock.fixed(Records.NOW, ZoneOffset.UTC),
        settings);
  }

  private List<Path> segments() throws IOException {
    try (var all = Files.list(files)) {
      return all.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
