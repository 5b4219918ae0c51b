package dev.firebreak.incident;

import dev.firebreak.assessment.SourceFile;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// What an assessment is of: where two plans have one digest, what the one finished counts for the
/// other.
///
/// @param task its files, accounts and rules
/// @param corrections of the mapping
/// @param before the version whose converted rows are read; 0 for files
record AssessmentPlan(Assessments.Task task, MappingCorrections corrections, int before) {

  /// Over names and sizes of the files, whose content is compared when they are sealed, over the
  /// content of the accounts directory, and over the rules.
  String digest() throws IOException {
    MessageDigest digest = Sha256.start();
    add(digest, "before " + before + " rules " + task.rules().emailRules());
    add(digest, "encoding " + task.rules().encoding().map(Charset::name).orElse(""));
    corrections.byPath().forEach((path, correction) -> add(digest, path + " " + correction));
    if (before == 0) {
      for (SourceFile file : SourceFiles.of(task.files()).files()) {
        add(digest, Files.size(file.path()) + " " + file.name());
      }
    }
    if (task.accounts().isPresent()) {
      add(digest, task.accounts().get());
    }
    return Sha256.hex(digest);
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void add(MessageDigest digest, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
  }
}
