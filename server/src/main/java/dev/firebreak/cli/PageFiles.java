package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes a page in the forms that a command was asked for. The files may be read by their owner
/// only, also where they take the place of others.
final class PageFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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
    try {
      replace(file, bytes);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "nothing could be written to " + file + "; choose another file", e);
    }
    (otherForm ? context.err() : context.out()).println("Wrote " + file + ".");
  }

  /// A file that is there keeps neither its readers nor, where this fails, half of the new page.
  private static void replace(Path file, byte[] bytes) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // a pipe or a terminal
      Files.write(file, bytes);
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = Objects.requireNonNull(target.getParent());
    Path part = Files.createTempFile(folder, ".firebreak-", ".part", OWNERS_ALONE);
    try {
      Files.write(part, bytes);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
