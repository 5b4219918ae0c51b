package dev.firebreak.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// One directory in which a log or the keys are kept, as narrow as they need it, so that a disk
/// that fails or loses unflushed bytes can stand in. Thread-safe.
public interface DurableFiles {
  /// The names of all files, ascending.
  List<String> list() throws IOException;

  /// Opens a file for writing, creating it where missing. A creation is durable after [#sync].
  DurableFile open(String name) throws IOException;

  /// Opens a file for reading; a missing one is an exception.
  DurableFile openForReading(String name) throws IOException;

  /// Deletes a file; a missing one is no error. Durable after [#sync].
  void delete(String name) throws IOException;

  /// Gives a file another name, replacing what has it. Durable after [#sync].
  void rename(String name, String newName) throws IOException;

  /// Puts content in the place of a file, or of none: whoever looks finds the old one or the whole
  /// new one. Durable after [#sync].
  ///
  /// @param beside the name under which it is written first; a remain of that name is replaced
  default void replace(String name, String beside, ByteBuffer content) throws IOException {
    try (DurableFile file = open(beside)) {
      file.truncate(0);
      file.write(0, content);
      file.force();
    }
    rename(beside, name);
  }

  /// Makes creations, renamings and deletions survive a loss of power.
  void sync() throws IOException;
}
