package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Map;

/// What a campaign takes from an incident: its latest findings or, before any file was read, its
/// provisional list.
public interface NoticeSource {
  /// Everybody of a state.
  default NoticePeople people(String incident, State state, ConfirmedOperator reader) {
    return people(incident, state, AudienceSelection.EVERYBODY, reader);
  }

  /// The people who may be told a state, with the account's current address: those of the latest
  /// findings are affected; those of the provisional list who are not in the findings are not, or
  /// nothing is known about them. Reading them is audited before the first one is handed out.
  ///
  /// @param selection which of them
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there are no findings, or no
  ///   provisional list; CHECK_FAILED where the findings are too weak to say that somebody is not
  ///   affected; WRONG_USE for bands of risk where nothing was found
  NoticePeople people(
      String incident, State state, AudienceSelection selection, ConfirmedOperator reader);

  /// Categories that were not found, with the grade of the evidence; none as long as nothing is
  /// known.
  Map<DataCategory, AbsenceGrade> absences(String incident, State state);

  /// The duties to tell people and the risk of the latest findings as they stand, for the decision
  /// whether to write.
  NoticeDecision.Basis basis(String incident);

  /// Statements that operators signed, as whole sentences.
  List<String> signedFindings(String incident);
}
