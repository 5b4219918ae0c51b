package dev.firebreak.delivery;

import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A destruction that was decided and is not done yet, as a file in the binding's folder: there
/// from before its first audit entry until after its last one. So one that a crash cut short is
/// found at the next opening. Immutable.
///
/// @param until records from this offset on are not meant
/// @param receivedBefore epoch milliseconds: nor are those that came in then or later
/// @param messages how many were queued when it was decided
/// @param sha256 over them, as [HeldQueue.Destroyed#sha256] is
/// @param by who decided and why, for the audit log
record HeldDestruction(
    long until, long receivedBefore, long messages, String sha256, Map<String, String> by) {
  private static final String NAME = "held-destruction.json";
  private static final String UNFINISHED = NAME + ".new";
  private static final int BYTES_MAX = 1 << 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  HeldDestruction {
    by = Map.copyOf(by);
  }

  /// What was decided and is not done.
  ///
  /// @throws IOException also where the file is damaged
  static Optional<HeldDestruction> read(DurableFiles files) throws IOException {
    if (!files.list().contains(NAME)) {
      return Optional.empty();
    }
    try (DurableFile file = files.openForReading(NAME)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), BYTES_MAX));
      while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {
        // until all is read
      }
      return Optional.of(JSON.readValue(bytes.array(), HeldDestruction.class));
    } catch (JacksonException e) {
      throw new IOException(NAME + " is damaged; restore the folder from a backup", e);
    }
  }

  /// Durable, and whole or not there at all.
  void write(DurableFiles files) throws IOException {
    files.replace(NAME, UNFINISHED, ByteBuffer.wrap(JSON.writeValueAsBytes(this)));
    files.sync();
  }

  static void delete(DurableFiles files) throws IOException {
    files.delete(NAME);
    files.sync();
  }

  /// Who decided.
  String actor() {
    return by.getOrDefault("actor", "system:delivery");
  }

  /// Details for an audit entry about it.
  Map<String, String> details() {
    Map<String, String> details = new TreeMap<>(by);
    details.remove("actor");
    return details;
  }
}
