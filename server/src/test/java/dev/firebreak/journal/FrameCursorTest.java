package dev.firebreak.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.FaultyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameCursorTest {
  @TempDir Path folder;

  @Test
  void aReaderThatCameWhileARefusedRecordLayThereReadsTheAcceptedOne() throws IOException {
    FaultyFiles files = new FaultyFiles(DiskFiles.in(folder));
    try (SegmentedLog log = open(files)) {
      log.append(entry("first"));
      // the force fails, and the file cannot be cut back: the record stays where it was
      files.failForces(2);
      assertThatThrownBy(() -> log.append(entry("refused"))).isInstanceOf(IOException.class);
      try (FrameCursor cursor = log.cursor(1)) {
        assertThat(cursor.next()).isNull();
        files.failForces(0);
        log.append(entry("taken"));
        assertThat(text(cursor.next())).isEqualTo("taken");
      }
    }
  }

  @Test
  void aReaderThatCameBeforeAnythingReadsOnFromSegmentToSegment() throws IOException {
    try (SegmentedLog log = open(new FaultyFiles(DiskFiles.in(folder)));
        FrameCursor cursor = log.cursor(0)) {
      for (int i = 0; i < 30; i++) {
        log.append(entry("frame-" + i));
        assertThat(text(cursor.next())).isEqualTo("frame-" + i);
        assertThat(cursor.next()).isNull();
      }
      assertThat(log.segments()).hasSizeGreaterThan(3);
    }
  }

  private static SegmentedLog open(FaultyFiles files) throws IOException {
    return SegmentedLog.open(
        files,
        new SegmentedLog.Settings("log", "log", 256),
        Clock.fixed(Records.NOW, ZoneOffset.UTC),
        new NoFold());
  }

  private static List<Frame.Entry> entry(String text) {
    return List.of(new Frame.Entry(0, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(@Nullable Frame frame) {
    return frame == null ? "none" : new String(frame.body(), StandardCharsets.UTF_8);
  }

  private static final class NoFold implements SegmentedLog.Fold {
    @Override
    public void start(byte[] carry) {}

    @Override
    public void apply(Frame frame) {}

    @Override
    public byte[] carry() {
      return new byte[0];
    }
  }
}
