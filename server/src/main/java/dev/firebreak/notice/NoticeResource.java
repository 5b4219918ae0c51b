package dev.firebreak.notice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads the files of notices that come with Firebreak.
final class NoticeResource {
  private NoticeResource() {}

  /// @throws IllegalStateException where the distribution lacks the file
  static String text(NoticeLanguage language, String suffix) {
    return text(language.resource(suffix));
  }

  /// @param name as `/notice/de.words`
  /// @throws IllegalStateException where the distribution lacks the file
  static String text(String name) {
    try (InputStream in = NoticeResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }
}
