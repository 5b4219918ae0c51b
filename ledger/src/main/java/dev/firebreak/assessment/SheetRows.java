package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the records of one sheet of a workbook. Formulas are never evaluated: a cell is the value
/// that stands in the file. Days and times come out as ISO 8601. Not thread-safe.
final class SheetRows {
  private static final int COLUMNS_MAX = 16_384;
  private static final long DAY_MILLIS = 86_400_000;
  private static final double DAYS_MAX = 2_958_466;
  private static final Pattern EXPONENT =
      Pattern.compile("-?\\d{1,20}(\\.\\d{1,20})?E[+-]?\\d{1,2}");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

  private final Workbook workbook;
  private final ReadLimits limits;
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder value = new StringBuilder();
  private long chars;
  private long number;
  private boolean entities;
  private int column;
  private String type = "";
  private int style;

  SheetRows(Workbook workbook, ReadLimits limits) {
    this.workbook = workbook;
    this.limits = limits;
  }

  void read(InputStream content, TableRows table, RowSink sink) throws IOException {
    boolean inValue = false;
    try {
      XMLStreamReader xml = Workbook.reader(content);
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            String name = xml.getLocalName();
            if (name.equals("row")) {
              number = Math.max(number + 1, Workbook.number(Workbook.attribute(xml, "r")));
              cells.clear();
              chars = 0;
              column = -1;
              entities = false;
            } else if (name.equals("c")) {
              beginCell(xml);
            }
            inValue = name.equals("v") || name.equals("t");
          }
          case XMLStreamConstants.CHARACTERS,
              XMLStreamConstants.CDATA,
              XMLStreamConstants.SPACE -> {
            if (inValue) {
              append(xml);
            }
          }
          case XMLStreamConstants.ENTITY_REFERENCE -> entities = true;
          case XMLStreamConstants.END_ELEMENT -> {
            inValue = false;
            if (xml.getLocalName().equals("c")) {
              endCell();
            } else if (xml.getLocalName().equals("row")) {
              endRow(table, sink);
            }
          }
          default -> {}
        }
      }
    } catch (XMLStreamException broken) {
      table.finish(sink);
      throw Workbook.broken(broken);
    }
    table.finish(sink);
  }

  /// The number of the row that was read last.
  long number() {
    return number;
  }

  private void beginCell(XMLStreamReader xml) {
    column = Math.max(column + 1, column(Workbook.attribute(xml, "r")));
    type = Workbook.attribute(xml, "t");
    style = Workbook.number(Workbook.attribute(xml, "s"));
    value.setLength(0);
  }

  /// The number of a column, from 0, as in `B7`; -1 where the reference has none.
  private static int column(String reference) {
    int column = 0;
    int letters = 0;
    while (letters < reference.length() && letters < 4) {
      char c = Character.toUpperCase(reference.charAt(letters));
      if (c < 'A' || c > 'Z') {
        break;
      }
      column = column * 26 + c - 'A' + 1;
      letters++;
    }
    return column - 1;
  }

  private void append(XMLStreamReader xml) {
    chars += xml.getTextLength();
    if (chars <= limits.rowBytes()) {
      value.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }
  }

  private void endCell() {
    if (column < COLUMNS_MAX && !value.isEmpty()) {
      while (cells.size() < column) {
        cells.add("");
      }
      String text = shown(value.toString());
      chars += text.length();
      cells.add(text);
    }
    value.setLength(0);
  }

  private void endRow(TableRows table, RowSink sink) {
    if (entities) {
      sink.rejected(number, Workbook.ENTITIES);
    } else if (chars > limits.rowBytes()) {
      sink.rejected(number, limits.rowTooLong(), RejectedRows.beginning(cells));
    } else if (column >= COLUMNS_MAX) {
      String reason = "it has more than " + COLUMNS_MAX + " columns, the most of a sheet: split it";
      sink.rejected(number, reason, RejectedRows.beginning(cells));
    } else if (!cells.isEmpty()) {
      table.record(cells, number, sink);
    }
    cells.clear();
  }

  private String shown(String raw) {
    return switch (type) {
      case "s" -> workbook.text(Workbook.number(raw.strip()));
      case "b" -> raw.equals("1") ? "true" : "false";
      case "str", "inlineStr", "e", "d" -> raw;
      default -> workbook.isDateStyle(style) ? date(raw) : number(raw);
    };
  }

  /// Whole digits where a spreadsheet wrote an exponent.
  private static String number(String raw) {
    return EXPONENT.matcher(raw).matches() ? new BigDecimal(raw).toPlainString() : raw;
  }

  private String date(String raw) {
    double days;
    try {
      days = Double.parseDouble(raw.length() > 40 ? "" : raw);
    } catch (NumberFormatException noNumber) {
      return raw;
    }
    if (!(days >= 1 && days < DAYS_MAX)) {
      return raw;
    }
    // the 29th of February 1900 is a day in spreadsheets that count from 1900
    int base = workbook.since1904() ? 0 : days < 60 ? 1 : 0;
    LocalDateTime zero =
        workbook.since1904()
            ? LocalDateTime.of(1904, 1, 1, 0, 0)
            : LocalDateTime.of(1899, 12, 30, 0, 0);
    long millis = Math.round(days * DAY_MILLIS) + base * DAY_MILLIS;
    LocalDateTime time =
        zero.plusDays(millis / DAY_MILLIS).plusNanos(millis % DAY_MILLIS * 1_000_000);
    return millis % DAY_MILLIS == 0 ? DAY.format(time) : TIME.format(time);
  }
}
