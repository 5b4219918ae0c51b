package dev.firebreak.api;

import java.util.List;

/// An option or a parameter of a command, as a request names it. Immutable.
///
/// @param name the option's without its dashes, or the parameter's in lower case
/// @param argument the option as the command line writes it; empty text for a positional one
/// @param position among the positional ones; 0 for an option
/// @param repeated whether it may be given several times
/// @param choices what it can be; empty for anything
/// @param description in words; may be empty text
public record Parameter(
    String name,
    String argument,
    int position,
    Kind kind,
    boolean repeated,
    boolean required,
    List<String> choices,
    String description) {
  public Parameter {
    choices = List.copyOf(choices);
  }

  /// What is given.
  public enum Kind {
    TEXT,
    WHOLE_NUMBER,
    /// True, or not given.
    FLAG,
    /// A file that the request brings, as a part of `multipart/form-data`.
    FILE,
    /// As [#FILE], with a word before the name of the part's file, as in `de=notice.txt`.
    NAMED_FILE,
    /// The name of a file, or of a folder with files, that the answer brings.
    OUTPUT
  }

  boolean isPositional() {
    return argument.isEmpty();
  }

  /// Whether the request brings its content in a part of its own.
  boolean isFile() {
    return kind == Kind.FILE || kind == Kind.NAMED_FILE;
  }
}
