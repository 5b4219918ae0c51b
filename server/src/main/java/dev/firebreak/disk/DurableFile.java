package dev.firebreak.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file. What was written is durable only after [#force] returned; after an exception from
/// it nothing more is known of what was written since the last success, and this handle must not be
/// used again. Confined to one writer; reading may go on beside it.
public interface DurableFile extends AutoCloseable {
  /// Writes all remaining bytes at the position.
  void write(long position, ByteBuffer bytes) throws IOException;

  /// Reads up to the buffer's remaining bytes from the position.
  ///
  /// @return how many; 0 at the end of the file
  int read(long position, ByteBuffer into) throws IOException;

  /// Makes everything written so far survive a loss of power.
  void force() throws IOException;

  /// Cuts the file to this size; durable after the next [#force].
  void truncate(long size) throws IOException;

  long size() throws IOException;

  @Override
  void close() throws IOException;
}
