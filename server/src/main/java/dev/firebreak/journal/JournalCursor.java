package dev.firebreak.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads a journal's durable records in order, from segment to segment, and goes on when more are
/// appended. Confined to one thread.
public final class JournalCursor implements AutoCloseable {
  private final FrameCursor frames;

  JournalCursor(FrameCursor frames) {
    this.frames = frames;
  }

  /// Offset of the record that [#next] gives.
  public long position() {
    return frames.position();
  }

  /// The next durable record; null where there is none yet.
  public @Nullable StoredRecord next() throws IOException {
    Frame frame = frames.next();
    return frame == null ? null : RecordCodec.decode(frame);
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
