package dev.firebreak.incident;

import java.util.ArrayList;
import java.util.List;

/// The parts of a report after its first page, in their order: what its list of contents says and
/// what its headings say. A part that has nothing to say is not in it. Immutable; public for the
/// templates alone.
///
/// @param parts each with the letter by which others refer to it
public record ReportContents(List<Part> parts) {
  /// A page without parts.
  static final ReportContents NONE = new ReportContents(List.of());

  public ReportContents {
    parts = List.copyOf(parts);
  }

  /// @param key also the anchor, as `duties`
  /// @param letter `A` for the first
  public record Part(String key, String letter, String title) {
    /// As heading and list say it.
    public String heading() {
      return letter + ". " + title;
    }
  }

  static ReportContents of(ReportPages.Kind kind, IncidentResult result, boolean persons) {
    Parts parts = new Parts();
    boolean record = kind == ReportPages.Kind.DECISION_RECORD;
    boolean found = result.findings().isPresent();
    parts.add(!record, "authority", "What the authority asks for (GDPR Art. 33(3))");
    changes(parts, !record, result);
    parts.add(true, "timeline", record ? "The facts" : "What happened when");
    parts.add(record, "effects", "The effects");
    parts.add(found, "exposure", "What was exposed");
    parts.add(found, "people", "How people were found");
    parts.add(found, "absences", "What was not exposed, and how sure that is");
    parts.add(found, "severity", "How severe it is");
    parts.add(!record && found, "recognition", "Who can be recognized, and who will be phished");
    parts.add(!record && !result.lures().isEmpty(), "lures", "What the thief can write");
    parts.add(record && !result.unknown().isEmpty(), "unknown", "What is not known");
    if (!record) {
      parts.add(true, "duties", "Duties and their clocks");
    }
    parts.add(true, "measures", "What was done");
    parts.add(isSigned(result), "signed", "Signed by a person");
    changes(parts, record, result);
    if (record) {
      parts.add(true, "duties", "What is owed, and why");
    }
    parts.add(true, "details", "Duties in detail");
    parts.add(!result.places().all().isEmpty(), "places", "Where people live");
    parts.add(true, "evidence", "Evidence");
    parts.add(persons, "persons", "Organizations and people, by name");
    return new ReportContents(parts.list);
  }

  private static void changes(Parts parts, boolean here, IncidentResult result) {
    result
        .evidence()
        .changes()
        .ifPresent(made -> parts.add(here, "changes", "What changed since phase " + made.since()));
  }

  private static boolean isSigned(IncidentResult result) {
    return !result.recorded().manual().isEmpty()
        || !result.duties().flags().isEmpty()
        || !result.recorded().stated().isEmpty();
  }

  /// The part of a key.
  ///
  /// @throws IllegalArgumentException where the page has no such part
  public Part part(String key) {
    return parts.stream()
        .filter(part -> part.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the page has no part " + key));
  }

  public boolean has(String key) {
    return parts.stream().anyMatch(part -> part.key().equals(key));
  }

  private static final class Parts {
    private final List<Part> list = new ArrayList<>();

    void add(boolean wanted, String key, String title) {
      if (wanted) {
        list.add(new Part(key, Character.toString('A' + list.size()), title));
      }
    }
  }
}
