package dev.firebreak.incident;

import com.google.crypto.tink.StreamingAead;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.keys.KeyStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The sealed files of incidents (docs/adr/0012-incident-files.md).
///
/// ```
/// incidents/ID/NAME.sealed    Tink StreamingAead, AES-256-GCM-HKDF, 16 KiB segments,
///                             key `incident-ID`,
///                             associated data: "firebreak incident file 1: ID/NAME"
/// ```
///
/// A file of another incident, of another name, altered or cut short does not open. A file is
/// written beside its place, synchronized, then renamed, and the rename synchronized. Thread-safe
/// for different names.
public final class IncidentVault {
  private final DataDirectory directory;
  private final KeyStore keys;
  private final ControlDatabase control;

  public IncidentVault(Installation installation) {
    directory = installation.directory();
    keys = installation.keys();
    control = installation.control();
  }

  /// Something that writes plaintext into the stream it is given.
  @FunctionalInterface
  public interface PlaintextWriter {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Seals what the writer writes; replaces a file of that name only when all of it is durable.
  ///
  /// @throws FirebreakException NOT_FOUND where the incident's key was destroyed
  public void seal(String incident, String name, PlaintextWriter writer) throws IOException {
    requireKey(incident);
    Path folder = folder(incident);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    DiskFiles.replace(
        path(incident, name),
        folder.resolve(name + ".new"),
        out -> {
          try (OutputStream sealed =
              key(incident).newEncryptingStream(out, associatedData(incident, name))) {
            writer.writeTo(sealed);
          } catch (GeneralSecurityException e) {
            throw new IOException("the incident's key refused to seal", e);
          }
        });
  }

  /// Opens a sealed file. Reading fails with an [IOException] where it was altered or where the key
  /// is another one; nothing read before that may be relied on.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such file, or the key was destroyed
  public InputStream open(String incident, String name) throws IOException {
    requireKey(incident);
    Path file = path(incident, name);
    if (!Files.exists(file)) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, "the incident " + incident + " has no sealed file " + name);
    }
    InputStream in = Files.newInputStream(file);
    try {
      return key(incident).newDecryptingStream(in, associatedData(incident, name));
    } catch (GeneralSecurityException e) {
      in.close();
      throw new IOException("the incident's key does not open " + name, e);
    }
  }

  /// As [#open], for reading anywhere in the file; positions are those of the plaintext.
  SeekableByteChannel openAnywhere(String incident, String name) throws IOException {
    requireKey(incident);
    SeekableByteChannel file = Files.newByteChannel(path(incident, name));
    try {
      return key(incident).newSeekableDecryptingChannel(file, associatedData(incident, name));
    } catch (GeneralSecurityException | IOException e) {
      file.close();
      throw new IOException("the incident's key does not open " + name, e);
    }
  }

  /// @throws FirebreakException NOT_FOUND where the incident's key was destroyed
  public boolean exists(String incident, String name) {
    requireKey(incident);
    return Files.exists(path(incident, name));
  }

  /// Deletes the sealed files of an incident whose names fit, and what half-written ones of these
  /// names there are. Their content stays unreadable without the incident's key, whatever the disk
  /// keeps.
  void delete(String incident, Predicate<String> names) throws IOException {
    Path folder = folder(incident);
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> found;
    try (var files = Files.list(folder)) {
      found = files.toList();
    }
    for (Path file : found) {
      String name = String.valueOf(file.getFileName());
      int end = name.endsWith(".new") ? name.length() - 4 : name.lastIndexOf(".sealed");
      if (end > 0 && names.test(name.substring(0, end))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// A folder for plaintext, mode 0700; whatever is in it is gone when it is closed.
  public WorkFolder workFolder(String incident) throws IOException {
    Files.createDirectories(
        directory.work(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new WorkFolder(Files.createTempDirectory(directory.work(), incident + "-"));
  }

  /// Destroys the incident's key for good, and removes the files that nothing opens any more. The
  /// destruction is noted and audited by whoever calls. May be repeated.
  void destroy(String incident) throws IOException {
    keys.destroy(keyName(incident));
    Path folder = folder(incident);
    if (Files.exists(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// Whether something can still be opened, or is left to be removed.
  boolean isLeft(String incident) {
    return keys.exists(keyName(incident)) || Files.exists(folder(incident));
  }

  private void requireKey(String incident) {
    Optional<Long> destroyedAt =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT destroyed_at FROM incident"
                            + " WHERE id = :id AND destroyed_at IS NOT NULL")
                    .bind("id", incident)
                    .mapTo(Long.class)
                    .findOne());
    if (destroyedAt.isPresent()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the key of the incident "
              + incident
              + " was destroyed at "
              + Instant.ofEpochMilli(destroyedAt.get())
              + ", after its retention: its files and findings cannot be read any more; moments,"
              + " decisions and the audit log remain, and `firebreak incident report "
              + incident
              + "` gives its decision record");
    }
  }

  private StreamingAead key(String incident) {
    return keys.streamingAead(keyName(incident));
  }

  private static String keyName(String incident) {
    return "incident-" + incident;
  }

  private Path folder(String incident) {
    return directory.incidents().resolve(incident);
  }

  private Path path(String incident, String name) {
    return folder(incident).resolve(name + ".sealed");
  }

  private static byte[] associatedData(String incident, String name) {
    return ("firebreak incident file 1: " + incident + "/" + name).getBytes(StandardCharsets.UTF_8);
  }
}
