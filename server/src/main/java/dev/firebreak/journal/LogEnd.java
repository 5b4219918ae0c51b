package dev.firebreak.journal;

import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The note of where a log ended when it was closed, one frame in the file `PREFIX.end`. It is
/// gone, durably, before anything is appended; so while it is there the log ends just so. One that
/// does not read says nothing.
///
/// @param tail where the log ended
record LogEnd(SegmentedLog.Tail tail) {
  private static final int BODY_BYTES = 3 * Long.BYTES;

  static Optional<LogEnd> read(DurableFiles files, String prefix) throws IOException {
    if (!files.list().contains(name(prefix))) {
      return Optional.empty();
    }
    try (DurableFile file = files.openForReading(name(prefix))) {
      Frame frame = new FrameScan(file, file.size()).next(0);
      if (frame == null || frame.body().length != BODY_BYTES) {
        return Optional.empty();
      }
      ByteBuffer body = ByteBuffer.wrap(frame.body());
      return Optional.of(
          new LogEnd(new SegmentedLog.Tail(body.getLong(), body.getLong(), body.getLong())));
    }
  }

  static void write(DurableFiles files, String prefix, SegmentedLog.Tail tail, long nowMillis)
      throws IOException {
    byte[] body =
        ByteBuffer.allocate(BODY_BYTES)
            .putLong(tail.segmentFirst())
            .putLong(tail.next())
            .putLong(tail.position())
            .array();
    Frame.Entry entry = new Frame.Entry(nowMillis, body);
    ByteBuffer bytes = ByteBuffer.allocate(entry.bytes());
    Frame.putHead(bytes, 0, 0, entry);
    bytes.put(body).flip();
    try (DurableFile file = files.open(name(prefix))) {
      file.truncate(0);
      file.write(0, bytes);
      file.force();
    }
    files.sync();
  }

  static void delete(DurableFiles files, String prefix) throws IOException {
    files.delete(name(prefix));
    files.sync();
  }

  private static String name(String prefix) {
    return prefix + ".end";
  }
}
