package dev.firebreak.journal;

import java.io.IOException;
import java.util.List;

/// The durable log of one binding's accepted messages. Thread-safe.
public interface Journal extends AutoCloseable {
  /// Appends the records of one request, in order, and returns when all of them are durable.
  ///
  /// @return the offset of the first record; the others follow one by one
  /// @throws IOException where durability could not be had (disk full, device error): then none of
  ///   them counts as accepted, and the caller answers 503
  long append(List<JournalRecord> records) throws IOException;

  @Override
  void close() throws IOException;
}
