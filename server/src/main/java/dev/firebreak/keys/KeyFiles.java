package dev.firebreak.keys;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files of a [KeyStore]: written whole, synchronised, renamed into place, the rename
/// synchronised. A key is never handed out before its file survives a loss of power, whoever wrote
/// it: what was sealed under it would be lost with it. Thread-safe.
final class KeyFiles {
  record Wrapped(byte[] wrapping, byte[] key) {}

  private static final String SUFFIX = ".json";
  private static final int BYTES_MAX = 64 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DurableFiles files;
  private final ReentrantLock lock = new ReentrantLock();

  /// Names that a process before this one, or a synchronisation that failed, left unsure.
  @GuardedBy("lock")
  private boolean unsynced = true;

  KeyFiles(DurableFiles files) {
    this.files = files;
  }

  static byte[] associatedData(String name) {
    return ("firebreak key file 1: " + name).getBytes(StandardCharsets.UTF_8);
  }

  boolean exists(String name) throws IOException {
    return files.list().contains(name + SUFFIX);
  }

  List<String> names(String prefix) throws IOException {
    return files.list().stream()
        .filter(name -> name.endsWith(SUFFIX) && name.startsWith(prefix))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  /// @throws GeneralSecurityException where it is no key file
  /// @throws IOException where it cannot be read now
  Wrapped read(String name) throws IOException, GeneralSecurityException {
    lock.lock();
    try {
      if (unsynced) {
        sync();
      }
      JsonNode json = JSON.readTree(bytes(name));
      Base64.Decoder base64 = Base64.getDecoder();
      return new Wrapped(
          base64.decode(json.path("wrapping").asString("")),
          base64.decode(json.path("key").asString("")));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new GeneralSecurityException("not a key file", e);
    } finally {
      lock.unlock();
    }
  }

  /// @throws IOException where it could not be made durable
  void write(String name, Wrapped wrapped) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    String json =
        "{\"format\":1,\"wrapping\":\""
            + base64.encodeToString(wrapped.wrapping())
            + "\",\"key\":\""
            + base64.encodeToString(wrapped.key())
            + "\"}\n";
    lock.lock();
    try {
      files.replace(name + SUFFIX, name + ".new", StandardCharsets.UTF_8.encode(json));
      sync();
    } finally {
      lock.unlock();
    }
  }

  void deleteBoth(String one, String other) throws IOException {
    try {
      delete(one);
    } finally {
      delete(other); // whatever became of the first
    }
  }

  void delete(String name) throws IOException {
    lock.lock();
    try {
      files.delete(name + SUFFIX);
      sync();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void sync() throws IOException {
    unsynced = true;
    files.sync();
    unsynced = false;
  }

  private byte[] bytes(String name) throws IOException, GeneralSecurityException {
    try (DurableFile file = files.openForReading(name + SUFFIX)) {
      long size = file.size();
      if (size > BYTES_MAX) {
        throw new GeneralSecurityException("not a key file: it has " + size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {}
      return bytes.array();
    }
  }
}
