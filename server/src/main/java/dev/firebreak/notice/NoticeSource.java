package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Map;

/// What a campaign takes from an incident's latest findings.
public interface NoticeSource {
  /// The people of the findings, with the account's current address. Reading them is audited before
  /// the first one is handed out.
  List<AudienceMember> audience(String incident, ConfirmedOperator reader);

  /// Categories that were not found, with the grade of the evidence.
  Map<DataCategory, AbsenceGrade> absences(String incident);

  /// Statements that operators signed, as whole sentences.
  List<String> signedFindings(String incident);
}
