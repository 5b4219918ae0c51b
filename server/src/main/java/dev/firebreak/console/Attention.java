package dev.firebreak.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that wants somebody's attention, on the overview. Public for the template alone.
///
/// @param color of its mark, as `red`
/// @param mark key of what the mark says
/// @param text key of its sentence
/// @param values what the sentence is about, in its places
/// @param path the page that shows it
/// @param due until when; empty where it has no time
public record Attention(
    String color,
    String mark,
    String text,
    List<String> values,
    String path,
    Optional<Instant> due) {
  public Attention {
    values = List.copyOf(values);
  }
}
