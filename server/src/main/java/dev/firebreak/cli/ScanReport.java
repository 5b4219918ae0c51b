package dev.firebreak.cli;

import com.google.errorprone.annotations.FormatMethod;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.RiskJson;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What `firebreak scan` says: counts, categories, paths. Never a value.
final class ScanReport {
  private static final int FIELDS_SHOWN = 60;

  private ScanReport() {}

  /// True where any value of the category stands in clear, of a person or of nobody.
  static boolean isInClear(Assessment assessment, DataCategory category) {
    Assessment.CategoryExposure exposure = assessment.categories().get(category);
    return exposure != null && exposure.peopleClear() + exposure.distinctClearValues() > 0;
  }

  /// The categories that were found of anybody, by form.
  static Masks masks(Assessment assessment) {
    long clear = 0;
    long generalized = 0;
    long tokenized = 0;
    for (Map.Entry<DataCategory, Assessment.CategoryExposure> entry :
        assessment.categories().entrySet()) {
      long bit = entry.getKey().mask();
      clear |= isInClear(assessment, entry.getKey()) ? bit : 0;
      generalized |= entry.getValue().peopleGeneralized() > 0 ? bit : 0;
      tokenized |= entry.getValue().peopleTokenized() > 0 ? bit : 0;
    }
    return new Masks(clear, generalized, tokenized, 0);
  }

  static void print(PrintWriter out, Assessment assessment) {
    line(
        out,
        "%,d rows (%,d could not be read), %s",
        assessment.rowsRead(),
        assessment.rowsRejected(),
        String.join(", ", assessment.shape()));
    for (Assessment.RejectedRow row : assessment.rejected().stream().limit(5).toList()) {
      line(out, "  rejected: %s line %d: %s", row.file(), row.line(), row.reason());
    }
    assessment.originals().stream()
        .flatMap(file -> file.parts().stream())
        .forEach(part ->
            part.doubtedEncoding()
                .ifPresent(guess ->
                    line(
                        out,
                        "  warning: %s may be %s, and was read as Windows-1252: look at its"
                            + " letters, and scan again with --encoding",
                        part.name(),
                        guess)));
    out.println();
    fields(out, assessment);
    out.println();
    categories(out, assessment);
    out.println();
    people(out, assessment);
  }

  private static void fields(PrintWriter out, Assessment assessment) {
    FieldTable.print(out, assessment.fields().stream().limit(FIELDS_SHOWN).toList());
    int more = assessment.fields().size() - FIELDS_SHOWN;
    if (more > 0) {
      line(out, "and %,d more fields (--json has all)", more);
    }
  }

  private static void categories(PrintWriter out, Assessment assessment) {
    line(out, "%-36s %12s %12s %12s", "PEOPLE BY CATEGORY", "CLEAR", "GENERALIZED", "TOKEN");
    for (DataCategory category : DataCategory.values()) {
      Assessment.CategoryExposure exposure = assessment.categories().get(category);
      if (exposure != null) {
        line(
            out,
            "%-36s %,12d %,12d %,12d",
            category.key(),
            exposure.peopleClear(),
            exposure.peopleGeneralized(),
            exposure.peopleTokenized());
      }
    }
  }

  private static void people(PrintWriter out, Assessment assessment) {
    Assessment.RiskFigures risk = assessment.risk();
    line(out, "%,d people", risk.people());
    if (assessment.found() + assessment.ambiguous() > 0) {
      line(
          out,
          "  %,d found in the accounts, %,d fit several, %,d in none",
          assessment.found(),
          assessment.ambiguous(),
          assessment.unresolved());
    }
    new RiskPrinter(out).print(risk);
  }

  @FormatMethod
  private static void line(PrintWriter out, String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }

  /// The same as a document.
  static Map<String, Object> document(Assessment assessment) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rowsRead", assessment.rowsRead());
    document.put("rowsRejected", assessment.rowsRejected());
    document.put("rejectedByReason", new java.util.TreeMap<>(assessment.rejectedByReason()));
    document.put("rejected", assessment.rejected().stream().map(ScanReport::rejected).toList());
    document.put("originals", assessment.originals().stream().map(ScanReport::original).toList());
    document.put("shape", assessment.shape());
    document.put("people", assessment.risk().people());
    document.put("found", assessment.found());
    document.put("ambiguous", assessment.ambiguous());
    document.put("unresolved", assessment.unresolved());
    document.put("fields", assessment.fields().stream().map(IncidentJson::field).toList());
    document.put("categories", exposures(assessment));
    document.put("risk", RiskJson.figures(assessment.risk()));
    return document;
  }

  static Map<String, Object> rejected(Assessment.RejectedRow row) {
    return Map.of("file", row.file(), "line", row.line(), "reason", row.reason());
  }

  private static Map<String, Object> original(Assessment.Original file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", file.name());
    document.put("bytes", file.bytes());
    document.put("sha256", file.sha256());
    document.put("parts", file.parts().stream().map(ScanReport::part).toList());
    return document;
  }

  private static Map<String, Object> part(Assessment.Part part) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", part.name());
    document.put("readAs", part.readAs());
    document.put("rowsRead", part.rowsRead());
    document.put("rowsRejected", part.rowsRejected());
    return document;
  }

  private static Map<String, Object> exposures(Assessment assessment) {
    Map<String, Object> documents = new LinkedHashMap<>();
    for (DataCategory category : DataCategory.values()) {
      Assessment.CategoryExposure exposure = assessment.categories().get(category);
      if (exposure != null) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("peopleClear", exposure.peopleClear());
        document.put("peopleGeneralized", exposure.peopleGeneralized());
        document.put("peopleTokenized", exposure.peopleTokenized());
        document.put("distinctClearValues", exposure.distinctClearValues());
        documents.put(category.key(), document);
      }
    }
    return documents;
  }
}
