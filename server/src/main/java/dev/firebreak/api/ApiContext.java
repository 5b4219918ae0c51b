package dev.firebreak.api;

import dev.firebreak.cli.CommandContext;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/// A command's surroundings for one request: the request's own folder, the codes in its headers.
/// Confined to one thread.
final class ApiContext implements CommandContext {
  static final String CODE = "Firebreak-Code";
  static final String SECOND_CODE = "Firebreak-Second-Code";

  private final Running running;
  private final Path folder;
  private final Codes codes;
  private final PrintWriter out;
  private final PrintWriter err;

  /// What commands find in this process.
  record Running(Installation installation, Optional<EventPath> eventPath) {}

  /// The codes that a request brings.
  ///
  /// @param token its id
  /// @param operator whose token it is
  /// @param own the operator's
  /// @param second that of another operator, where a command needs two
  record Codes(String token, String operator, Optional<String> own, Optional<String> second) {
    @Override
    public String toString() {
      return "Codes[" + operator + "]";
    }
  }

  ApiContext(Running running, Path folder, Codes codes, PrintWriter out, PrintWriter err) {
    this.running = running;
    this.folder = folder;
    this.codes = codes;
    this.out = out;
    this.err = err;
  }

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public Path workingDirectory() {
    return folder;
  }

  @Override
  public Installation installation() {
    return running.installation();
  }

  @Override
  public Optional<EventPath> eventPath() {
    return running.eventPath();
  }

  @Override
  public boolean inOwnerProcess() {
    return true;
  }

  @Override
  public String readSecret(String prompt) {
    boolean own = prompt.equals("Code of " + codes.operator());
    return (own ? codes.own() : codes.second())
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.SECOND_FACTOR_WRONG,
                own
                    ? "send the code of your authenticator in the header " + CODE
                    : "send the code of the second operator in the header " + SECOND_CODE));
  }
}
