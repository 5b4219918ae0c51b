package dev.firebreak.keys;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A sealed key's file where an operator keeps it, such as on a medium that is taken out.
final class OfflineFile {
  private OfflineFile() {}

  /// Writes a new file for its owner alone; it survives a loss of power when this returns.
  static void write(Path file, byte[] bytes) {
    try {
      OutputStream created = PrivateFile.create(file);
      try {
        try (OutputStream out = created) {
          out.write(bytes);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        DiskFiles.syncFolder(folder(file));
      } catch (IOException e) {
        Files.deleteIfExists(file); // half a key, or one that nobody will know of
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "there is a file " + file + " already; choose another name", e);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "nothing could be written to " + file + "; choose another file", e);
    }
  }

  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(SealedKeyFile.BYTES_MAX + 1);
      if (bytes.length > SealedKeyFile.BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, file + " is too long to be a sealed key");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new FirebreakException(ErrorCode.NOT_FOUND, "there is no file " + file, e);
    } catch (IOException e) {
      throw new FirebreakException(ErrorCode.DISK, file + " cannot be read", e);
    }
  }

  /// @throws IOException where it is still there, or may be after a loss of power
  static void delete(Path file) throws IOException {
    Files.delete(file);
    DiskFiles.syncFolder(folder(file));
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
