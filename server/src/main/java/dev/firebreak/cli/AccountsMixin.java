package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--accounts FILE`, and the accounts directory that it or the settings name, loaded
/// for one answer.
final class AccountsMixin {
  private static final long MEMORY_BYTES = 512L << 20;
  private static final int THREADS = 2;

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description = "accounts directory, CSV or Parquet (default: the settings' `accounts`)")
  private @Nullable Path accounts;

  /// What is asked with the directory.
  interface Question<T> {
    T ask(Optional<AccountsDirectory> directory) throws IOException, SQLException;
  }

  /// The file that the option or the settings name.
  Optional<Path> file(CommandContext context) {
    Path named = accounts;
    return named == null
        ? context.installation().config().accounts()
        : Optional.of(context.workingDirectory().resolve(named));
  }

  /// Loads the directory where there is one, asks, and removes what loading left on disk. What the
  /// directory has that could not be used is told on the error stream.
  <T> T with(CommandContext context, Question<T> question) throws IOException {
    Optional<Path> file = file(context);
    try {
      return file.isEmpty()
          ? question.ask(Optional.empty())
          : loaded(context, file.get(), question);
    } catch (SQLException e) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the accounts directory does not fit into memory and the work folder; free some space",
          e);
    }
  }

  private static <T> T loaded(CommandContext context, Path file, Question<T> question)
      throws IOException, SQLException {
    Path work = Files.createTempDirectory(context.installation().directory().work(), "accounts-");
    try (DuckDb database = DuckDb.open(work, MEMORY_BYTES, THREADS, List.of(file))) {
      AccountsDirectory directory = AccountsDirectory.load(database, file);
      directory
          .remarks()
          .ifPresent(remarks -> context.err().println("accounts directory: " + remarks));
      return question.ask(Optional.of(directory));
    } finally {
      try (Stream<Path> left = Files.walk(work)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
