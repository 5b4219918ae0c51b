package dev.firebreak.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads the text files that come with Firebreak.
public final class TextResource {
  private TextResource() {}

  /// The whole text of a file, as UTF-8.
  ///
  /// @param name as `/notice/de.words`
  /// @throws IllegalStateException where the distribution lacks the file
  public static String of(String name) {
    try (InputStream in = TextResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }
}
