package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a campaign takes from an incident: its latest findings or, before any file was read, its
/// provisional list.
public interface NoticeSource {
  /// As [#people(String, State, Set, ConfirmedOperator)], wherever people live.
  default NoticePeople people(String incident, State state, ConfirmedOperator reader) {
    return people(incident, state, Set.of(), reader);
  }

  /// The people who may be told a state, with the account's current address: those of the latest
  /// findings are affected; those of the provisional list who are not in the findings are not, or
  /// nothing is known about them. Reading them is audited before the first one is handed out.
  ///
  /// @param places ISO 3166-1 or 3166-2 codes of where they live, by the accounts directory, as
  ///   `KR` or `US-CA`; people of whom it does not know that are left out. Empty for everybody
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there are no findings, or no
  ///   provisional list; CHECK_FAILED where the findings are too weak to say that somebody is not
  ///   affected
  NoticePeople people(String incident, State state, Set<String> places, ConfirmedOperator reader);

  /// Categories that were not found, with the grade of the evidence; none as long as nothing is
  /// known.
  Map<DataCategory, AbsenceGrade> absences(String incident, State state);

  /// Statements that operators signed, as whole sentences.
  List<String> signedFindings(String incident);
}
