package dev.firebreak.journal;

import dev.firebreak.disk.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads frames one after the other from one file, up to a limit, through a buffer. Confined.
final class FrameScan {
  private static final int BUFFER_BYTES = 256 << 10;

  private final DurableFile file;
  private long limit;
  private long position;
  private byte[] bytes = new byte[BUFFER_BYTES];
  private ByteBuffer view = ByteBuffer.wrap(bytes).limit(0);

  FrameScan(DurableFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /// Where the next frame begins.
  long position() {
    return position;
  }

  long limit() {
    return limit;
  }

  /// More of the file has become readable.
  void extend(long newLimit) {
    limit = newLimit;
  }

  /// The next frame, or null where the file ends or what stands there is no frame of this number.
  @Nullable Frame next(long number) throws IOException {
    if (!buffered(Frame.OVERHEAD)) {
      return null;
    }
    int at = view.position();
    int length = view.getInt(at);
    if (!Frame.plausible(length) || !buffered(Frame.PREFIX + length)) {
      return null;
    }
    at = view.position();
    int crc = view.getInt(at + 4);
    Frame frame = Frame.read(bytes, at, length);
    if (frame.number() != number || !frame.matches(crc)) {
      return null;
    }
    view.position(at + Frame.PREFIX + length);
    position += Frame.PREFIX + length;
    return frame;
  }

  private boolean buffered(int wanted) throws IOException {
    if (view.remaining() >= wanted) {
      return true;
    }
    if (limit - position < wanted) {
      return false;
    }
    byte[] target = wanted > bytes.length ? new byte[wanted] : bytes;
    int kept = view.remaining();
    System.arraycopy(bytes, view.position(), target, 0, kept);
    bytes = target;
    int room = (int) Math.min(bytes.length, limit - position);
    view = ByteBuffer.wrap(bytes).position(kept).limit(room);
    while (view.hasRemaining() && file.read(position + view.position(), view) > 0) {}
    view.flip();
    return view.remaining() >= wanted;
  }
}
