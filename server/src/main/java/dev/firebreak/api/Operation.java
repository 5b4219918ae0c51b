package dev.firebreak.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A command as an operation. Immutable.
///
/// @param command its words, such as `incident open`
/// @param actor the option that names who acts, which is always the token's operator
/// @param json whether the command can print JSON
/// @param description in words
public record Operation(
    String command,
    OperationRule rule,
    List<Parameter> parameters,
    Optional<Actor> actor,
    boolean json,
    String description) {
  static final String BASE = "/api/v1";

  public Operation {
    parameters = List.copyOf(parameters);
  }

  /// The option that names who acts.
  ///
  /// @param option such as `--operator`
  /// @param asked when the command has it and thereby asks for the code
  public record Actor(String option, Asked asked) {
    /// When a code is asked for.
    public enum Asked {
      ALWAYS,
      /// Where the request has a code.
      WITH_CODE,
      /// Where the request has the flag of the same name.
      WITH_FLAG
    }
  }

  /// Where it is asked for.
  public String path() {
    return BASE + "/" + command.replace(' ', '/');
  }

  /// A name for programs, such as `incidentOpen`.
  public String id() {
    StringBuilder id = new StringBuilder();
    for (String word : command.split("[ -]", -1)) {
      id.append(
          id.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return id.toString();
  }

  /// The parameter of this name; empty where there is none.
  Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// Whether a request can bring files.
  boolean takesFiles() {
    return parameters.stream().anyMatch(Parameter::isFile);
  }

  /// Whether an answer can be files.
  boolean givesFiles() {
    return parameters.stream().anyMatch(each -> each.kind() == Parameter.Kind.OUTPUT);
  }

  /// Whether the command asks for the code of an authenticator, always or sometimes.
  public boolean asksForCode() {
    return actor.isPresent();
  }
}
