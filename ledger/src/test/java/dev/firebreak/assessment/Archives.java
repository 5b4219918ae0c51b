package dev.firebreak.assessment;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes compressed files and archives, sound ones and others.
final class Archives {
  private Archives() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /// With sizes after the files, as the JDK writes it.
  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /// Not compressed, with sizes before the files.
  static byte[] storedZip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setCrc(crc.getValue());
        entry.setSize(file.getValue().length);
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    files.forEach((name, content) -> {
      if (name.length() > 100) {
        byte[] longName = utf8(name + "\0");
        bytes.writeBytes(header("././@LongLink", longName.length, 'L'));
        bytes.writeBytes(padded(longName));
      }
      bytes.writeBytes(header(name, content.length, '0'));
      bytes.writeBytes(padded(content));
    });
    bytes.writeBytes(new byte[1024]);
    return bytes.toByteArray();
  }

  static byte[] header(String name, long size, char type) {
    return header(name, size, type, "");
  }

  /// @param target where a link leads
  static byte[] header(String name, long size, char type, String target) {
    byte[] header = new byte[512];
    put(header, 157, target);
    byte[] nameBytes = utf8(name);
    System.arraycopy(nameBytes, 0, header, 0, Math.min(100, nameBytes.length));
    put(header, 100, "0000644\0");
    put(header, 124, "%011o\0".formatted(size));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = utf8(text);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] padded(byte[] content) {
    return Arrays.copyOf(content, (content.length + 511) / 512 * 512);
  }

  /// A workbook with one sheet.
  ///
  /// @param sheet what stands in `sheetData`
  /// @param texts what stands in `sst`
  static byte[] workbook(String sheet, String texts) throws IOException {
    return zip(workbookParts(sheet, texts));
  }

  /// The files of such a workbook.
  static Map<String, byte[]> workbookParts(String sheet, String texts) {
    String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    Map<String, byte[]> parts = new java.util.LinkedHashMap<>();
    parts.put("[Content_Types].xml", utf8(head + "<Types/>"));
    parts.put(
        "xl/workbook.xml",
        utf8(
            head
                + "<workbook xmlns:r=\"r\"><sheets><sheet name=\"People\" sheetId=\"1\""
                + " r:id=\"rId1\"/></sheets></workbook>"));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        utf8(
            head
                + "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
                + "</Relationships>"));
    parts.put(
        "xl/styles.xml",
        utf8(
            head
                + "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy hh:mm\"/>"
                + "</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs>"
                + "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"));
    parts.put(
        "xl/worksheets/sheet1.xml",
        utf8(head + "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"));
    parts.put("xl/sharedStrings.xml", utf8(head + "<sst>" + texts + "</sst>"));
    return parts;
  }
}
