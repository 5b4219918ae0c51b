package dev.firebreak.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The drawing of one vendor: a row for each category, a column for each month, and in each field
/// three bars, of people whose data the vendor got in clear, coarser and as tokens; a bar as high
/// as its field is everybody of the fullest month. Public for the template alone.
///
/// @param of what is drawn
public record MatrixPicture(VendorMonths of) {
  private static final int LABELS = 250;
  private static final int HEAD = 24;
  private static final int ROW = 26;
  private static final int BARS_MAX = ROW - 6;
  private static final int COLUMNS = 640;
  private static final int COLUMN_MIN = 18;
  private static final int COLUMN_MAX = 64;

  /// Months that fit beside each other with a name: every so many get theirs.
  private static final int NAMED_WIDTH = 52;

  /// A bar.
  ///
  /// @param color the variable of the page's style, as `red`
  public record Bar(String x, String y, String width, String height, String color) {}

  /// A field with anybody in it.
  ///
  /// @param words what it shows, for whoever cannot see it
  public record Field(String words, List<Bar> bars) {
    public Field {
      bars = List.copyOf(bars);
    }
  }

  /// A text in the drawing.
  public record Label(int x, int y, String text) {}

  public int width() {
    return LABELS + of.months().size() * column() + 8;
  }

  public int height() {
    return HEAD + of.rows().size() * ROW + 6;
  }

  private int column() {
    return Math.clamp(COLUMNS / Math.max(1, of.months().size()), COLUMN_MIN, COLUMN_MAX);
  }

  /// The names of months, as many as there is room for.
  public List<Label> months() {
    int every = (NAMED_WIDTH + column() - 1) / column();
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < of.months().size(); i += every) {
      labels.add(new Label(LABELS + i * column(), HEAD - 10, of.months().get(i)));
    }
    return labels;
  }

  /// The names of categories.
  public List<Label> categories() {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < of.rows().size(); i++) {
      labels.add(new Label(0, HEAD + (i + 1) * ROW - 8, of.rows().get(i).category().key()));
    }
    return labels;
  }

  /// Where the lines below the rows are.
  public List<Integer> lines() {
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i <= of.rows().size(); i++) {
      lines.add(HEAD + i * ROW);
    }
    return lines;
  }

  /// The fields with anybody in them.
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (int row = 0; row < of.rows().size(); row++) {
      List<VendorMonths.Cell> cells = of.rows().get(row).cells();
      for (int month = 0; month < cells.size(); month++) {
        if (!cells.get(month).isEmpty()) {
          fields.add(field(row, month, cells.get(month)));
        }
      }
    }
    return fields;
  }

  private Field field(int row, int month, VendorMonths.Cell cell) {
    List<Bar> bars = new ArrayList<>();
    addBar(bars, row, month, 0, cell.clear(), "red");
    addBar(bars, row, month, 1, cell.generalized(), "amber");
    addBar(bars, row, month, 2, cell.tokenized(), "blue");
    String words =
        String.format(
            Locale.ENGLISH,
            "%s, %s: %,d in clear, %,d coarser, %,d as tokens, of %,d people",
            of.rows().get(row).category().key(),
            of.months().get(month),
            cell.clear(),
            cell.generalized(),
            cell.tokenized(),
            of.people().get(month));
    return new Field(words, bars);
  }

  private void addBar(List<Bar> bars, int row, int month, int place, long people, String color) {
    if (people > 0) {
      double third = (column() - 4) / 3.0;
      double height = Math.max(1.5, (double) BARS_MAX * people / of.peopleMax());
      bars.add(
          new Bar(
              number(LABELS + month * column() + place * third),
              number(HEAD + (row + 1) * ROW - height),
              number(third - 0.5),
              number(height),
              color));
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /// The whole in a sentence.
  public String words() {
    return of.vendor()
        + ": "
        + of.rows().size()
        + " categories in "
        + of.months().size()
        + " months, up to "
        + String.format(Locale.ENGLISH, "%,d", of.peopleMax())
        + " people";
  }
}
