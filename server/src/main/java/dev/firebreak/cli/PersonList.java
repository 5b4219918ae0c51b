package dev.firebreak.cli;

import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a list of persons goes: a new file that only its owner may read, or standard output.
final class PersonList {
  private PersonList() {}

  /// Writes the list as it is read; it never lies in memory as a whole.
  @FunctionalInterface
  interface Content {
    void write(Writer to) throws IOException;
  }

  /// @param file null for standard output
  /// @throws FirebreakException DISK where the file is there already or cannot be written
  static void write(CommandContext context, @Nullable Path file, Content content) {
    try {
      if (file == null) {
        content.write(context.out());
        context.out().flush();
        return;
      }
      try (Writer writer = PrivateFile.createText(file)) {
        content.write(writer);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the list could not be written; name a new file with --out", e);
    }
  }
}
