package dev.firebreak.disk;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that hold values of persons and go out of Firebreak: new ones, for their owner alone (mode
/// 0600). What is there already is never touched.
public final class PrivateFile {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private PrivateFile() {}

  /// Creates one for bytes, unbuffered.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException where something has that name
  public static OutputStream create(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            NEW,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  /// Creates one for text in UTF-8, buffered.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException where something has that name
  public static Writer createText(Path file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(create(file), StandardCharsets.UTF_8.newEncoder()));
  }
}
