package dev.firebreak.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files of a [KeyStore]: written whole, synchronised, then renamed into place; readable by the
/// owner alone.
final class KeyFiles {
  record Wrapped(byte[] wrapping, byte[] key) {}

  private static final String SUFFIX = ".json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  private KeyFiles(Path folder) {
    this.folder = folder;
  }

  static KeyFiles open(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new KeyFiles(folder);
  }

  static byte[] associatedData(String name) {
    return ("firebreak key file 1: " + name).getBytes(StandardCharsets.UTF_8);
  }

  boolean exists(String name) {
    return Files.exists(path(name));
  }

  List<String> names(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX) && name.startsWith(prefix))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  Wrapped read(String name) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(path(name)));
      Base64.Decoder base64 = Base64.getDecoder();
      return new Wrapped(
          base64.decode(json.path("wrapping").asString("")),
          base64.decode(json.path("key").asString("")));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("not a key file", e);
    }
  }

  void write(String name, Wrapped wrapped) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    String json =
        "{\"format\":1,\"wrapping\":\""
            + base64.encodeToString(wrapped.wrapping())
            + "\",\"key\":\""
            + base64.encodeToString(wrapped.key())
            + "\"}\n";
    Path temporary = folder.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            java.util.Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(json);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  private Path path(String name) {
    return folder.resolve(name + SUFFIX);
  }
}
