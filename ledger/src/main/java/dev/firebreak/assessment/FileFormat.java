package dev.firebreak.assessment;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a file is, by how it begins.
enum FileFormat {
  GZIP,
  ZSTD,
  ZIP,
  /// A zip that begins as office documents do.
  OFFICE,
  TAR,
  PARQUET,
  /// Known, and not read.
  FOREIGN,
  /// Anything else: text, if it is one.
  OTHER;

  /// So many bytes tell.
  static final int HEAD_BYTES = TarParts.BLOCK;

  private static final int NAME_AT = 30;
  private static final List<String> OFFICE_NAMES =
      List.of("[Content_Types].xml", "_rels/", "docProps/", "xl/", "customXml/");

  /// How a format that is not read begins, and what to do about it.
  private record Foreign(String begins, String advice) {}

  private static final List<Foreign> FOREIGN_FORMATS =
      List.of(
          new Foreign("\u00d0\u00cf\u0011\u00e0", "an old Excel file: save it as XLSX or CSV"),
          new Foreign("Rar!\u001a", "a RAR archive: unpack it"),
          new Foreign("7z\u00bc\u00af", "a 7-Zip archive: unpack it"),
          new Foreign("\u00fd7zXZ\0", "xz: unpack it"),
          new Foreign("BZh", "bzip2: unpack it"),
          new Foreign("\u0004\"M\u0018", "LZ4: unpack it"),
          new Foreign("\u00ff\u0006\0\0sNaPpY", "Snappy: unpack it"),
          new Foreign("PARE", "a Parquet file with an encrypted footer: ask for its key"),
          new Foreign("Obj\u0001", "Avro: convert it to Parquet or JSON"),
          new Foreign("ORC", "ORC: convert it to Parquet"),
          new Foreign("SQLite format 3\0", "an SQLite database: export its tables as CSV"),
          new Foreign("%PDF-", "a PDF: ask for the data as text"));

  /// @param head the first [#HEAD_BYTES] bytes, or all where there are fewer
  static FileFormat of(byte[] head) {
    if (begins(head, "\u001f\u008b")) {
      return GZIP;
    }
    if (begins(head, "(\u00b5/\u00fd") || isSkippableFrame(head)) {
      return ZSTD;
    }
    if (begins(head, "PK\u0003\u0004")) {
      return isOffice(head) ? OFFICE : ZIP;
    }
    if (begins(head, "PK\u0005\u0006")
        || begins(head, "PK\u0007\u0008")
        || begins(head, "PK00PK")) {
      return ZIP;
    }
    if (begins(head, "PAR1")) {
      return PARQUET;
    }
    if (!advice(head).isEmpty()) {
      return FOREIGN;
    }
    return head.length == HEAD_BYTES && latin(head, TarParts.MAGIC_AT, 5).equals("ustar")
        ? TAR
        : OTHER;
  }

  /// What a format that is not read is, and what to do; empty for the others. A text may begin with
  /// the same letters (`PARENT_ID`): it has no control characters.
  static String advice(byte[] head) {
    return FOREIGN_FORMATS.stream()
        .filter(each -> begins(head, each.begins()) && isBinary(head))
        .map(Foreign::advice)
        .findFirst()
        .orElse("");
  }

  private static boolean isBinary(byte[] head) {
    for (byte b : head) {
      if ((b >= 0 && b < '\t') || b < 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSkippableFrame(byte[] head) {
    return head.length > 4 && (head[0] & 0xf0) == 0x50 && latin(head, 1, 3).equals("*M\u0018");
  }

  private static boolean isOffice(byte[] head) {
    if (head.length < NAME_AT) {
      return false;
    }
    int length = (head[26] & 0xff) | ((head[27] & 0xff) << 8);
    String name = latin(head, NAME_AT, Math.min(length, head.length - NAME_AT));
    return OFFICE_NAMES.stream().anyMatch(name::startsWith);
  }

  private static boolean begins(byte[] head, String latin) {
    return latin(head, 0, latin.length()).equals(latin);
  }

  private static String latin(byte[] bytes, int at, int length) {
    int end = Math.min(bytes.length, at + length);
    return at >= end ? "" : new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
  }
}
