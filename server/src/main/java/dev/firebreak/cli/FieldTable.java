package dev.firebreak.cli;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.Slot;
import dev.firebreak.assessment.ValueShape;
import dev.firebreak.taxonomy.DataCategory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What fields were taken for, and why. Never a value.
final class FieldTable {
  private FieldTable() {}

  static void print(PrintWriter out, List<Assessment.Field> fields) {
    TextTable table =
        new TextTable(
            "FIELD", "CATEGORY", "SLOT", "WHY", "SURE", "FORM", "VALUES", "DISTINCT", "LOOKS");
    for (Assessment.Field field : fields) {
      Slot slot = field.meaning().slot();
      table.row(
          field.path(),
          field.category().map(DataCategory::key).orElse("-"),
          slot == Slot.NONE ? "-" : slot.key(),
          why(field),
          field.category().isEmpty() ? "-" : percent(field.meaning().confidence()),
          field.form().name().toLowerCase(Locale.ROOT),
          field.values(),
          field.distinct(),
          looks(field));
    }
    table.print(out);
  }

  private static String why(Assessment.Field field) {
    String reason = field.meaning().reason();
    return (reason.isEmpty() ? "-" : reason)
        + (field.meaning().addedByVendor() ? ", added by the vendor" : "");
  }

  /// The shape that most values have.
  private static String looks(Assessment.Field field) {
    return field.profile().shares().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> shape(most.getKey(), most.getValue()))
        .orElse("-");
  }

  private static String shape(ValueShape shape, double share) {
    return share >= 1 ? shape.key() : shape.key() + " " + percent(share);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }
}
