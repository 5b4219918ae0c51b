package dev.firebreak.register;

import com.google.crypto.tink.Aead;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.digest.Sha256;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// The documents of reviews, sealed byte for byte.
///
/// ```
/// reviews/ID/evidence-N.sealed    Tink AEAD, key `vendor-evidence`
///                                 associated data: "firebreak evidence 1: ID/N"
/// ```
///
/// A file of another review, of another number or altered does not open. A file is written beside
/// its place, synchronized, then renamed, and the rename synchronized. Thread-safe for different
/// names.
final class EvidenceVault {
  /// Largest document: it is sealed in memory.
  static final long BYTES_MAX = 32L << 20;

  private static final String KEY = "vendor-evidence";
  private final Path root;
  private final KeyStore keys;

  EvidenceVault(DataDirectory directory, KeyStore keys) {
    root = directory.reviews();
    this.keys = keys;
  }

  /// What was sealed.
  record Sealed(String name, String sha256, long bytes) {}

  /// Seals a document before it is recorded; without that it is a remain that the next one of this
  /// number replaces.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_TOO_LARGE, DISK
  Sealed seal(String review, int number, Path document) {
    byte[] bytes = read(document);
    Path folder = root.resolve(review);
    try {
      byte[] sealed = aead().encrypt(bytes, associatedData(review, number));
      DiskFiles.createFolder(folder);
      DiskFiles.replace(
          path(review, number),
          folder.resolve("evidence-" + number + ".new"),
          out -> out.write(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the evidence could not be kept: " + e.getMessage(), e);
    }
    return new Sealed(String.valueOf(document.getFileName()), Sha256.hex(bytes), bytes.length);
  }

  /// A document as it was handed over.
  ///
  /// @throws FirebreakException DATA_DAMAGED where it is gone or does not open
  byte[] open(String review, int number) {
    try {
      return aead()
          .decrypt(Files.readAllBytes(path(review, number)), associatedData(review, number));
    } catch (GeneralSecurityException | IOException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "evidence "
              + number
              + " of "
              + review
              + " is gone, was altered, or its key is another one; restore all from one backup",
          e);
    }
  }

  private static byte[] read(Path document) {
    try {
      Path file = document.toRealPath();
      if (!Files.isRegularFile(file)) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE, document + " is no file; name the document itself");
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, "evidence has at most 32 MiB; shorten the document");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the document " + document + " cannot be read", e);
    }
  }

  private Aead aead() {
    return keys.aead(KEY);
  }

  private Path path(String review, int number) {
    return root.resolve(review).resolve("evidence-" + number + ".sealed");
  }

  private static byte[] associatedData(String review, int number) {
    return ("firebreak evidence 1: " + review + "/" + number).getBytes(StandardCharsets.UTF_8);
  }
}
