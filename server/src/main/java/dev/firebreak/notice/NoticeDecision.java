package dev.firebreak.notice;

import java.time.Instant;
import java.util.List;

/// Whether a group of people is written to, as a person decided and signed.
///
/// @param incident the incident's id
/// @param group who
/// @param write true to write to them
/// @param reason in the person's words; empty where what the duties say is enough
/// @param basis duties towards people and the risk as they stood then, a line each
/// @param decidedBy operator
/// @param decidedAt when
public record NoticeDecision(
    String incident,
    NoticeGroup group,
    boolean write,
    String reason,
    List<String> basis,
    String decidedBy,
    Instant decidedAt) {
  public NoticeDecision {
    basis = List.copyOf(basis);
  }

  /// What somebody decides.
  public record Choice(NoticeGroup group, boolean write, String reason) {}

  /// What a decision rests on.
  ///
  /// @param lines duties towards people and the risk, in words
  /// @param lowRisk whether the findings' risk is low, so that to write needs a reason
  public record Basis(List<String> lines, boolean lowRisk) {
    public Basis {
      lines = List.copyOf(lines);
    }
  }
}
