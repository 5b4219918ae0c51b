package dev.firebreak.installation;

import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The file that holds the master key: 32 random bytes in base64, on one line, readable by its
/// owner alone. It wraps every other key; it is never in the data directory nor in a backup of it.
public final class MasterKey {
  private static final int LENGTH = 32;

  private MasterKey() {}

  /// Reads the key.
  public static SecretBytes read(Path file) {
    try {
      byte[] bytes = Base64.getDecoder().decode(Files.readString(file).strip());
      if (bytes.length != LENGTH) {
        throw unreadable(file, "it holds " + bytes.length + " bytes, not 32", null);
      }
      return SecretBytes.copyOf(bytes);
    } catch (IOException e) {
      throw unreadable(file, "it is missing or not readable", e);
    } catch (IllegalArgumentException e) {
      throw unreadable(file, "it is not base64", e);
    }
  }

  /// Writes a new key; an existing file is never overwritten.
  public static void create(Path file, RandomGenerator random) throws IOException {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        Base64.getEncoder().encodeToString(bytes) + "\n",
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      DiskFiles.syncFolder(folder);
    }
  }

  private static FirebreakException unreadable(Path file, String why, @Nullable Exception cause) {
    return new FirebreakException(
        ErrorCode.KEY_UNREADABLE,
        "the master key "
            + file
            + " cannot be used: "
            + why
            + "; restore it from where it was backed up, or run `firebreak init` for a new"
            + " installation",
        cause);
  }
}
