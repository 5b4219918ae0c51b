package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads what people hand over as files: templates, and mails to verify. Never more than the limit.
public final class NoticeTemplates {
  private NoticeTemplates() {}

  /// The text of a template's file.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_TOO_LARGE
  public static String read(Path file) {
    return new String(bytes(file, NoticeTemplate.LENGTH_MAX), StandardCharsets.UTF_8);
  }

  /// The bytes of a mail.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_TOO_LARGE
  public static byte[] readMail(Path file) {
    return bytes(file, ReceivedNotice.LENGTH_MAX);
  }

  private static byte[] bytes(Path file, int max) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length > max) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, "the file " + file + " has more than " + max + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the file " + file + " cannot be read; check its name", e);
    }
  }
}
