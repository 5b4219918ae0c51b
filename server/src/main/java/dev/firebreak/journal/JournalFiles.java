package dev.firebreak.journal;

import java.io.IOException;
import java.util.List;

/// The one directory in which a log keeps its files, as narrow as the log needs it, so that a disk
/// that fails or loses unflushed bytes can stand in. Thread-safe.
public interface JournalFiles {
  /// The names of all files, ascending.
  List<String> list() throws IOException;

  /// Opens a file for writing, creating it where missing. A creation is durable after [#sync].
  JournalFile open(String name) throws IOException;

  /// Opens a file for reading; a missing one is an exception.
  JournalFile openForReading(String name) throws IOException;

  /// Deletes a file; a missing one is no error. Durable after [#sync].
  void delete(String name) throws IOException;

  /// Gives a file another name, replacing what has it. Durable after [#sync].
  void rename(String name, String newName) throws IOException;

  /// Makes creations, renamings and deletions survive a loss of power.
  void sync() throws IOException;
}
