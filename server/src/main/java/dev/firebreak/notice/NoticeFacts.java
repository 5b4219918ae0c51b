package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// What a campaign's notices may say: findings of the incident and decisions of people. Immutable.
///
/// @param state what the people of this campaign are told about themselves
/// @param vendor the breached vendor, as people know it
/// @param happenedOn when the data was taken
/// @param knownOn when the vendor told the company
/// @param findings signed manual findings as whole sentences, such as "Our own systems were not
///   broken into."
/// @param absences categories that were not found, with the grade of the evidence
/// @param measures what the company is doing, as whole sentences; at least one
/// @param nextUpdate by when people hear more
public record NoticeFacts(
    State state,
    String vendor,
    LocalDate happenedOn,
    LocalDate knownOn,
    List<String> findings,
    Map<DataCategory, AbsenceGrade> absences,
    List<String> measures,
    LocalDate nextUpdate) {
  private static final int TEXTS_MAX = 20;
  private static final int TEXT_LENGTH_MAX = 600;

  public NoticeFacts {
    findings = List.copyOf(findings);
    absences = Map.copyOf(absences);
    measures = List.copyOf(measures);
    check("vendor", List.of(vendor));
    check("findings", findings);
    check("measures", measures);
  }

  /// What a person is told about themselves, in the first line.
  public enum State {
    AFFECTED,
    NOT_AFFECTED,
    UNKNOWN
  }

  /// How strong the evidence is that a category was not exposed.
  public enum AbsenceGrade {
    /// Searched for in the file and not found.
    SEARCHED,
    /// Never sent through Firebreak.
    NEVER_SENT,
    /// Both; only this becomes "was not exposed" in a notice.
    BOTH
  }

  private static void check(String what, List<String> texts) {
    if (texts.size() > TEXTS_MAX) {
      throw new IllegalArgumentException(what + ": at most " + TEXTS_MAX + " sentences");
    }
    for (String text : texts) {
      if (text.isBlank()
          || text.length() > TEXT_LENGTH_MAX
          || text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            what + ": one line of 1 to " + TEXT_LENGTH_MAX + " characters each");
      }
    }
  }
}
