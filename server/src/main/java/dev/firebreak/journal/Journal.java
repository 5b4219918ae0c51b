package dev.firebreak.journal;

import java.io.IOException;
import java.util.List;

/// The durable log of one binding's accepted messages. Thread-safe.
public interface Journal extends AutoCloseable {
  /// The records of one request, made ready to be written: all that is left to do is to wait for
  /// the disk.
  interface Append {
    /// Appends them, in order, and returns when all of them are durable. Called at most once.
    ///
    /// @return the offset of the first record; the others follow one by one
    /// @throws IOException where durability could not be had (disk full, device error): then none
    ///   of them counts as accepted, and the caller answers 503
    long commit() throws IOException;
  }

  /// Encodes and seals records; nothing of them is in the journal before their commit.
  ///
  /// @throws IOException where they cannot be sealed: then none of them counts as accepted
  Append prepare(List<JournalRecord> records) throws IOException;

  /// Prepares and commits.
  ///
  /// @return the offset of the first record
  /// @throws IOException as either does
  default long append(List<JournalRecord> records) throws IOException {
    return prepare(records).commit();
  }

  @Override
  void close() throws IOException;
}
