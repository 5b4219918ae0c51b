package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.SourceFile;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Seals the documents that show what persons sign, byte for byte.
///
/// ```
/// attachment-N    the document of the N-th manual finding
/// ```
final class Attachments {
  /// Largest document.
  static final long BYTES_MAX = 256L << 20;

  private final IncidentVault vault;

  Attachments(IncidentVault vault) {
    this.vault = vault;
  }

  /// Seals a document under a name, before what it shows is recorded: without that it is a remain
  /// that the next attempt replaces.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_TOO_LARGE
  Incidents.Attachment seal(String id, String name, Path document) {
    try {
      Path file = document.toRealPath();
      if (!Files.isRegularFile(file)) {
        throw unreadable(document, null);
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE,
            "an attachment has at most " + BYTES_MAX + " bytes; shorten the document");
      }
      String shown = String.valueOf(document.getFileName());
      List<Assessment.Original> sealed = new ArrayList<>();
      vault.seal(id, name, out -> sealed.add(SourceFiles.copy(new SourceFile(file, shown), out)));
      Assessment.Original original = sealed.getFirst();
      return new Incidents.Attachment(original.name(), original.sha256(), original.bytes());
    } catch (IOException e) {
      throw unreadable(document, e);
    }
  }

  private static FirebreakException unreadable(
      Path document, @org.jspecify.annotations.Nullable IOException cause) {
    return new FirebreakException(
        ErrorCode.INPUT_UNREADABLE,
        "the attachment " + document + " cannot be read and sealed; check the path and the disk",
        cause);
  }
}
