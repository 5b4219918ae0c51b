package dev.firebreak.api;

import dev.firebreak.cli.CommandContext;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Runs an operation's command in the folder of its request. Thread-safe.
final class CommandRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

  private static final String BUG_WORDS = "internal error (a bug); the log of the server has it";

  /// What is said of a bug, which is nothing of it.
  static final Problem BUG = Problem.of(ErrorCode.BUG, BUG_WORDS);

  private final Function<CommandContext, CommandLine> commands;
  private final ApiContext.Running running;

  /// @param commands puts a command line together for a context
  CommandRunner(Function<CommandContext, CommandLine> commands, ApiContext.Running running) {
    this.commands = commands;
    this.running = running;
  }

  /// The folders of one request, which go when it has been answered.
  ///
  /// @param files where its files and those of the answer lie
  /// @param out what the command printed
  /// @param err what it printed beside that
  record Room(Path base, Path files, Path out, Path err) {
    static Room make(Path work) throws IOException {
      Path base = Files.createTempDirectory(work, "api-");
      return new Room(
          base,
          Files.createDirectory(base.resolve("files")),
          base.resolve("out"),
          base.resolve("err"));
    }

    /// The files that lie there now, those in folders too.
    Set<Path> present() throws IOException {
      try (Stream<Path> found = Files.walk(files)) {
        return new HashSet<>(found.filter(Files::isRegularFile).toList());
      }
    }

    void remove() throws IOException {
      try (Stream<Path> found = Files.walk(base)) {
        for (Path path : found.sorted(Collections.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /// How a command ended.
  ///
  /// @param failure what it ended with; empty where it only has an exit code
  /// @param files those that it wrote, by name
  record Ended(int exitCode, Optional<FirebreakException> failure, List<Path> files) {
    Ended {
      files = List.copyOf(files);
    }

    /// A word of a closed set.
    String outcome() {
      return switch (exitCode) {
        case 0 -> "done";
        case 1 -> "check_failed";
        case 2 -> "refused";
        default -> "failed";
      };
    }

    /// Whether the command refused what it was asked for, before it did anything.
    boolean changedNothing() {
      return failure
          .map(e -> e.code().kind())
          .filter(kind ->
              switch (kind) {
                case INPUT, POLICY, ACCESS -> true;
                case CHECK, ENVIRONMENT, INTERNAL -> false;
              })
          .isPresent();
    }
  }

  /// Runs it.
  ///
  /// @param arguments after the command's own words
  Ended run(Operation operation, List<String> arguments, Room room, ApiContext.Codes codes)
      throws IOException {
    List<FirebreakException> failures = new ArrayList<>();
    Set<Path> before = room.present();
    int exitCode;
    try (PrintWriter out = new PrintWriter(room.out().toFile(), StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(room.err().toFile(), StandardCharsets.UTF_8)) {
      CommandLine line = commands.apply(new ApiContext(running, room.files(), codes, out, err));
      // a value that begins with @ names no file of this machine
      line.setExpandAtFiles(false);
      line.setExecutionExceptionHandler((Exception exception, CommandLine _, ParseResult _) -> {
        failures.add(told(operation, exception));
        return failures.getFirst().code().kind().exitCode();
      });
      line.setParameterExceptionHandler((exception, _) -> {
        failures.add(
            new FirebreakException(ErrorCode.WRONG_USE, String.valueOf(exception.getMessage())));
        return ErrorCode.Kind.INPUT.exitCode();
      });
      List<String> all = new ArrayList<>(List.of(operation.command().split(" ", -1)));
      all.addAll(arguments);
      exitCode = line.execute(all.toArray(String[]::new));
    }
    Set<Path> written = room.present();
    written.removeAll(before);
    return new Ended(exitCode, failures.stream().findFirst(), written.stream().sorted().toList());
  }

  private static FirebreakException told(Operation operation, Exception exception) {
    return switch (exception) {
      case FirebreakException e -> e;
      case IOException e -> environment(operation, e);
      case UncheckedIOException e -> environment(operation, e);
      case Exception e -> {
        LOG.atError()
            .setCause(e)
            .addKeyValue("operation", operation.command())
            .log("ApiOperationFailed");
        yield new FirebreakException(ErrorCode.BUG, BUG_WORDS, e);
      }
    };
  }

  /// The message may name a place of the server.
  private static FirebreakException environment(Operation operation, Exception e) {
    LOG.atWarn()
        .addKeyValue("operation", operation.command())
        .addKeyValue("reason", e.getClass().getSimpleName())
        .log("ApiInputOutputFailed");
    return new FirebreakException(
        ErrorCode.DISK, "input or output failed on the server; its log has the kind", e);
  }
}
