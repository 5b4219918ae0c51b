package dev.firebreak.assessment;

import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The files of a data set as they were handed over, folders opened up: the one list that is read,
/// digested and sealed.
///
/// A link that is given by its own name is followed; one in a folder never is. Hidden files, links
/// and what is no plain file are passed over, and each is named.
///
/// @param files in the order given, those of a folder in the order of their names
/// @param passedOver what is not read, with the reason
public record SourceFiles(List<SourceFile> files, List<PassedOver> passedOver) {
  /// No files.
  public static final SourceFiles NONE = new SourceFiles(List.of(), List.of());

  public SourceFiles {
    files = List.copyOf(files);
    passedOver = List.copyOf(passedOver);
  }

  /// Something in a folder that is not read.
  public record PassedOver(String name, String reason) {}

  /// @throws FirebreakException INPUT_UNREADABLE where something given is not there or nothing is
  ///   in it, INPUT_TOO_LARGE where there are too many
  public static SourceFiles of(List<Path> given) throws IOException {
    return of(given, ReadLimits.DEFAULT.files());
  }

  static SourceFiles of(List<Path> given, int filesMax) throws IOException {
    Collector collector = new Collector(filesMax);
    for (Path path : given) {
      if (Files.isDirectory(path)) {
        collector.folder(path.toRealPath());
      } else if (Files.isRegularFile(path)) {
        collector.add(path.toRealPath(), String.valueOf(path.getFileName()));
      } else {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE, "there is no file or folder " + path + "; check the path");
      }
    }
    if (collector.files.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the given folders hold no files; name the stolen files");
    }
    return new SourceFiles(collector.files, collector.passedOver);
  }

  /// How large the files are together; one that is gone counts 0.
  long bytes() {
    return files.stream().mapToLong(file -> file.path().toFile().length()).sum();
  }

  /// Copies the bytes of a file, and says what they were.
  public static Assessment.Original copy(SourceFile file, OutputStream to) throws IOException {
    DigestOutputStream digest = new DigestOutputStream(to, Sha256.start());
    long bytes;
    try (InputStream in =
        Files.newInputStream(file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.transferTo(digest);
    }
    return new Assessment.Original(file.name(), bytes, Sha256.hex(digest.getMessageDigest()));
  }

  /// One name for all originals of a data set: the SHA-256 of a single file; of several, that of
  /// the lines `sha256 name` in their order.
  public static String sha256Of(List<Assessment.Original> originals) {
    if (originals.size() == 1) {
      return originals.getFirst().sha256();
    }
    MessageDigest digest = Sha256.start();
    for (Assessment.Original original : originals) {
      String line = original.sha256() + "  " + original.name() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }

  /// Collects files up to a bound.
  private static final class Collector {
    private final int filesMax;
    private final List<SourceFile> files = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();

    Collector(int filesMax) {
      this.filesMax = filesMax;
    }

    void add(Path path, String name) {
      files.add(new SourceFile(path, shown(name, files.size() + 1)));
      requireBound();
    }

    void folder(Path folder) throws IOException {
      List<SourceFile> found = new ArrayList<>();
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
              if (!below.equals(folder) && isHidden(below)) {
                passOver(folder, below, "a hidden folder: give it by its own name to have it read");
                return FileVisitResult.SKIP_SUBTREE;
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String reason = reasonAgainst(file, attributes);
              if (reason.isEmpty()) {
                found.add(new SourceFile(file, folder.relativize(file).toString()));
              } else {
                passOver(folder, file, reason);
              }
              return requireBound(found.size());
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause) {
              passOver(folder, file, "it cannot be opened");
              return FileVisitResult.CONTINUE;
            }
          });
      found.sort(Comparator.comparing(SourceFile::path));
      for (SourceFile file : found) {
        files.add(new SourceFile(file.path(), shown(file.name(), files.size() + 1)));
      }
    }

    private static String shown(String name, int number) {
      return PartName.shown(name, DetectorScan.STANDARD, number);
    }

    private static String reasonAgainst(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        return "a link: links are not followed";
      }
      if (!attributes.isRegularFile()) {
        return "no plain file";
      }
      if (isHidden(file)) {
        return "a hidden file: give it by its own name to have it read";
      }
      return Files.isReadable(file) ? "" : "it cannot be opened";
    }

    private static boolean isHidden(Path path) {
      return String.valueOf(path.getFileName()).startsWith(".");
    }

    private void passOver(Path folder, Path path, String reason) {
      String name = shown(folder.relativize(path).toString(), passedOver.size() + 1);
      passedOver.add(new PassedOver(name, reason));
    }

    private FileVisitResult requireBound(int more) {
      if (files.size() + passedOver.size() + more > filesMax) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, "more than " + filesMax + " files; name fewer at a time");
      }
      return FileVisitResult.CONTINUE;
    }

    private void requireBound() {
      requireBound(0);
    }
  }
}
