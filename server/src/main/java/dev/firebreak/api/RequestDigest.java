package dev.firebreak.api;

import dev.firebreak.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// The SHA-256 of everything that a request asks for: operation, form of the answer, texts, files
/// by name and content. Codes are no part of it: who asks again has another one.
final class RequestDigest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CHUNK_BYTES = 1 << 16;

  private RequestDigest() {}

  /// @param folder where the files of the request lie
  static String of(Operation operation, AnswerForm form, GivenValues given, Path folder)
      throws IOException {
    MessageDigest digest = Sha256.start();
    update(digest, operation.command());
    update(digest, form.toString());
    update(digest, JSON.writeValueAsString(new TreeMap<>(given.texts())));
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        update(digest, String.valueOf(file.getFileName()));
        try (InputStream in = Files.newInputStream(file)) {
          byte[] chunk = new byte[CHUNK_BYTES];
          for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            digest.update(chunk, 0, read);
          }
        }
        digest.update((byte) 0);
      }
    }
    return Sha256.hex(digest);
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
