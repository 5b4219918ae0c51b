package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A file as it was handed over, with the name under which it is reported.
///
/// @param name path relative to the folder that was given, or the file name
record SourceFile(Path path, String name) {
  private static final int BUFFER_BYTES = 1 << 16;

  /// The regular files of a list of files and folders, folders with all below them, in order of
  /// their names. Links are not followed, hidden files are left out.
  static List<SourceFile> expand(List<Path> given, int filesMax) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    for (Path path : given) {
      if (Files.isDirectory(path)) {
        addFolder(path, files, filesMax);
      } else if (Files.isRegularFile(path)) {
        files.add(new SourceFile(path, String.valueOf(path.getFileName())));
      } else {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE, "there is no file or folder " + path + "; check the path");
      }
      requireAtMost(files, filesMax);
    }
    if (files.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the given folders hold no files; name the stolen files");
    }
    return files;
  }

  private static void addFolder(Path folder, List<SourceFile> files, int filesMax)
      throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      below
          .filter(SourceFile::isVisibleFile)
          .sorted()
          .limit(filesMax + 1L)
          .forEach(file -> files.add(new SourceFile(file, folder.relativize(file).toString())));
    }
  }

  private static boolean isVisibleFile(Path path) {
    return Files.isRegularFile(path) && !String.valueOf(path.getFileName()).startsWith(".");
  }

  private static void requireAtMost(List<SourceFile> files, int filesMax) {
    if (files.size() > filesMax) {
      throw new FirebreakException(
          ErrorCode.INPUT_TOO_LARGE, "more than " + filesMax + " files; name fewer at a time");
    }
  }

  /// Size and SHA-256 of the bytes as handed over.
  Assessment.Original original() throws IOException {
    MessageDigest digest = sha256();
    long bytes = 0;
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    }
    return new Assessment.Original(name, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /// One name for all originals of a data set: the SHA-256 of a single file; of several, that of
  /// the lines `sha256 name` in their order.
  static String sha256Of(List<Assessment.Original> originals) {
    if (originals.size() == 1) {
      return originals.getFirst().sha256();
    }
    MessageDigest digest = sha256();
    for (Assessment.Original original : originals) {
      String line = original.sha256() + "  " + original.name() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
