package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes a page in the forms that a command was asked for. Files that it makes may be read by
/// their owner only.
final class PageFiles {
  private static final Set<StandardOpenOption> REPLACE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final CommandContext context;
  private final @Nullable Path html;
  private final @Nullable Path pdf;
  private final boolean otherForm;

  /// @param html where HTML goes; null for the default name where no other form is asked for
  /// @param pdf where PDF goes; null for nowhere
  /// @param otherForm whether standard output is taken by another form
  PageFiles(
      CommandContext context,
      @Nullable Path html,
      @Nullable Path pdf,
      String defaultName,
      boolean otherForm) {
    this.context = context;
    this.html = html == null && pdf == null && !otherForm ? Path.of(defaultName) : html;
    this.pdf = pdf;
    this.otherForm = otherForm;
  }

  void html(Supplier<byte[]> page) {
    write(html, page);
  }

  void pdf(Supplier<byte[]> document) {
    write(pdf, document);
  }

  private void write(@Nullable Path named, Supplier<byte[]> content) {
    if (named == null) {
      return;
    }
    Path file = context.workingDirectory().resolve(named);
    byte[] bytes = content.get();
    try (OutputStream to =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                REPLACE,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      to.write(bytes);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "nothing could be written to " + file + "; choose another file", e);
    }
    (otherForm ? context.err() : context.out()).println("Wrote " + file + ".");
  }
}
