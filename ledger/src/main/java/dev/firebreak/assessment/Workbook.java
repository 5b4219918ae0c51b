package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What the sheets of an XLSX (ECMA-376 part 1) share: texts, which number formats are dates, the
/// sheets' names. Held in memory, within bounds. No document type, no entity, nothing outside the
/// file is ever read. Not thread-safe.
final class Workbook {
  static final String ENTITIES = "it refers to entities, which are never resolved: save it anew";

  private static final String SHEETS = "xl/worksheets/";

  private static final Set<String> SHARED =
      Set.of(
          "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedstrings.xml");
  private static final long TEXT_CHARS_MAX = 96L << 20;
  private static final int TEXTS_MAX = 4_000_000;
  private static final int FORMATS_MAX = 100_000;
  private static final int SHEETS_MAX = 10_000;
  private static final Set<Integer> DATE_FORMATS =
      Set.of(
          14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 45, 46, 47, 50, 51,
          52, 53, 54, 55, 56, 57, 58);
  private static final Pattern NO_DATE_LETTERS = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.");

  private final List<String> texts = new ArrayList<>();
  private final List<Integer> formatsByStyle = new ArrayList<>();
  private final Set<Integer> dateFormats = new HashSet<>(DATE_FORMATS);
  private final Map<String, String> relationOfSheet = new HashMap<>();
  private final Map<String, String> nameOfRelation = new HashMap<>();
  private boolean since1904;
  private boolean found;

  static boolean isSheet(String part) {
    String name = part.toLowerCase(Locale.ROOT);
    return name.startsWith(SHEETS) && name.endsWith(".xml") && !name.contains("/_rels/");
  }

  /// Whether every sheet needs this part.
  static boolean isShared(String part) {
    return SHARED.contains(part.toLowerCase(Locale.ROOT));
  }

  /// Takes a part of the archive where it is one of those that the sheets share.
  void take(String part, InputStream content) throws IOException {
    try {
      switch (part.toLowerCase(Locale.ROOT)) {
        case "xl/workbook.xml" -> sheets(reader(content));
        case "xl/_rels/workbook.xml.rels" -> relations(reader(content));
        case "xl/styles.xml" -> styles(reader(content));
        case "xl/sharedstrings.xml" -> texts(reader(content));
        default -> {}
      }
    } catch (XMLStreamException broken) {
      throw broken(broken);
    }
  }

  /// A reader that knows no document types and resolves nothing.
  static XMLStreamReader reader(InputStream content) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory.createXMLStreamReader(new XmlGuard(content), "UTF-8");
  }

  static DamagedStream broken(XMLStreamException broken) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof DamagedStream damaged) {
        return damaged;
      }
      if (cause instanceof XMLStreamException stream
          && stream.getNestedException() instanceof DamagedStream nested) {
        return nested;
      }
    }
    return new DamagedStream(DamagedStream.DAMAGED);
  }

  private void sheets(XMLStreamReader xml) throws XMLStreamException, DamagedStream {
    found = true;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (xml.getLocalName().equals("workbookPr")) {
        String value = attribute(xml, "date1904");
        since1904 = value.equals("1") || value.equals("true");
      } else if (xml.getLocalName().equals("sheet")) {
        bound(nameOfRelation.size(), SHEETS_MAX);
        nameOfRelation.put(attribute(xml, "id"), attribute(xml, "name"));
      }
    }
  }

  private void relations(XMLStreamReader xml) throws XMLStreamException, DamagedStream {
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT
          && xml.getLocalName().equals("Relationship")) {
        bound(relationOfSheet.size(), SHEETS_MAX);
        String target = attribute(xml, "Target");
        String part = target.startsWith("/") ? target.substring(1) : "xl/" + target;
        relationOfSheet.put(part.toLowerCase(Locale.ROOT), attribute(xml, "Id"));
      }
    }
  }

  private void styles(XMLStreamReader xml) throws XMLStreamException, DamagedStream {
    boolean inCells = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
        inCells = false;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        String name = xml.getLocalName();
        inCells |= name.equals("cellXfs");
        if (name.equals("numFmt") && isDate(attribute(xml, "formatCode"))) {
          bound(dateFormats.size(), FORMATS_MAX);
          dateFormats.add(number(attribute(xml, "numFmtId")));
        } else if (name.equals("xf") && inCells) {
          bound(formatsByStyle.size(), FORMATS_MAX);
          formatsByStyle.add(number(attribute(xml, "numFmtId")));
        }
      }
    }
  }

  private static boolean isDate(String format) {
    String letters = NO_DATE_LETTERS.matcher(format).replaceAll("").toLowerCase(Locale.ROOT);
    return letters.chars().anyMatch(c -> "ymdhs".indexOf(c) >= 0) && !letters.contains("general");
  }

  private void texts(XMLStreamReader xml) throws XMLStreamException, DamagedStream {
    StringBuilder text = new StringBuilder();
    long chars = 0;
    boolean inText = false;
    boolean inReading = false;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          inText |= xml.getLocalName().equals("t");
          inReading |= xml.getLocalName().equals("rPh");
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (inText && !inReading) {
            chars += xml.getTextLength();
            if (chars > TEXT_CHARS_MAX) {
              throw new DamagedStream(
                  "its texts are longer than " + TEXT_CHARS_MAX + " characters");
            }
            text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE -> throw new DamagedStream(ENTITIES);
        case XMLStreamConstants.END_ELEMENT -> {
          inText &= !xml.getLocalName().equals("t");
          inReading &= !xml.getLocalName().equals("rPh");
          if (xml.getLocalName().equals("si")) {
            bound(texts.size(), TEXTS_MAX);
            texts.add(text.toString());
            text.setLength(0);
          }
        }
        default -> {}
      }
    }
  }

  private static void bound(int size, int max) throws DamagedStream {
    if (size >= max) {
      throw new DamagedStream("it has more than " + max + " texts, formats or sheets");
    }
  }

  static String attribute(XMLStreamReader xml, String localName) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(localName)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }

  /// The number that digits write; -1 for anything else.
  static int number(String digits) {
    if (digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(digits);
  }

  /// Whether this was a workbook at all.
  boolean isThere() {
    return found;
  }

  /// A shared text; empty where there is none of that number.
  String text(int index) {
    return index >= 0 && index < texts.size() ? texts.get(index) : "";
  }

  boolean isDateStyle(int style) {
    return style >= 0
        && style < formatsByStyle.size()
        && dateFormats.contains(formatsByStyle.get(style));
  }

  /// Whether days count from 1904 on instead of 1900.
  boolean since1904() {
    return since1904;
  }

  /// The name of a sheet that people see; the part's own where it has none.
  String sheetName(String part) {
    String relation = relationOfSheet.getOrDefault(part.toLowerCase(Locale.ROOT), "");
    String name = nameOfRelation.getOrDefault(relation, "");
    return name.isEmpty() ? part.substring(SHEETS.length()) : name;
  }
}
