package dev.firebreak.console;

import java.util.List;

/// A sentence that tells an operator what just happened. Public for the template alone.
///
/// @param key of the sentence
/// @param values in its places; no personal data
public record Note(String key, List<String> values) {
  public Note {
    values = List.copyOf(values);
  }

  static Note of(String key, String... values) {
    return new Note(key, List.of(values));
  }
}
