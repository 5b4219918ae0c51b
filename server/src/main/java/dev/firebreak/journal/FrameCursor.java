package dev.firebreak.journal;

import dev.firebreak.disk.DurableFile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads durable frames in order, from segment to segment, and goes on when more are appended.
/// Confined to one thread.
public final class FrameCursor implements AutoCloseable {
  private final SegmentedLog log;
  private long next;
  private SegmentedLog.@Nullable Segment segment;
  private @Nullable DurableFile file;
  private @Nullable FrameScan scan;

  FrameCursor(SegmentedLog log, long from) throws IOException {
    this.log = log;
    SegmentedLog.Tail tail = log.tail();
    // a segment that is newer than this tail has nothing durable yet
    SegmentedLog.Segment start = segmentOf(Math.min(from, tail.segmentFirst()));
    next = start.first();
    enter(start, tail);
    while (next < from && next() != null) {}
  }

  /// Number of the frame that [#next] gives.
  public long position() {
    return next;
  }

  /// The next durable frame; null where there is none yet.
  ///
  /// @throws IOException where the disk fails or a frame is damaged
  public @Nullable Frame next() throws IOException {
    SegmentedLog.Tail tail = log.tail();
    if (next >= tail.next()) {
      return null;
    }
    SegmentedLog.Segment wanted = segmentOf(next);
    if (!wanted.equals(segment)) {
      enter(wanted, tail);
    }
    FrameScan reading = scan;
    DurableFile open = file;
    if (reading == null || open == null) {
      throw new IOException("the cursor is closed");
    }
    reading.extend(durableEnd(wanted, open, tail));
    Frame frame = reading.next(next);
    if (frame == null) {
      throw new IOException(
          "the log's segment "
              + wanted.name()
              + " is damaged at byte "
              + reading.position()
              + "; restore it from a backup");
    }
    next++;
    return frame;
  }

  @Override
  public void close() throws IOException {
    DurableFile open = file;
    file = null;
    scan = null;
    segment = null;
    if (open != null) {
      open.close();
    }
  }

  /// @param tail as it was before: what stands behind it is not durable, may be taken back, and
  ///   must not even be buffered
  private void enter(SegmentedLog.Segment wanted, SegmentedLog.Tail tail) throws IOException {
    close();
    DurableFile opened = log.files().openForReading(wanted.name());
    FrameScan reading = new FrameScan(opened, durableEnd(wanted, opened, tail));
    if (reading.next(wanted.first()) == null) {
      opened.close();
      throw new IOException("the log's segment " + wanted.name() + " has a damaged header");
    }
    segment = wanted;
    file = opened;
    scan = reading;
  }

  private static long durableEnd(
      SegmentedLog.Segment segment, DurableFile file, SegmentedLog.Tail tail) throws IOException {
    return segment.first() == tail.segmentFirst() ? tail.position() : file.size();
  }

  private SegmentedLog.Segment segmentOf(long number) throws IOException {
    List<SegmentedLog.Segment> all = log.segments();
    for (int i = all.size() - 1; i >= 0; i--) {
      SegmentedLog.Segment candidate = all.get(i);
      if (candidate.first() <= number) {
        return candidate;
      }
    }
    throw new IOException("the log no longer holds number " + number + ": it was purged");
  }
}
