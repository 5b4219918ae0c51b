package dev.firebreak.cli;

import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;

/// The SHA-256 of a file that a command names.
final class FileDigest {
  private FileDigest() {}

  /// 64 hex digits in lower case.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where it can't be read to its end
  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest = new DigestInputStream(in, Sha256.start())) {
      digest.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(digest.getMessageDigest());
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, file + " can't be read; check the name and the rights", e);
    }
  }
}
