package dev.firebreak.console;

import dev.firebreak.notice.LintFinding;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.SharedText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the page of one campaign shows. Public for the template alone.
///
/// @param row as in the list
/// @param texts what all its notices say alike
/// @param decisions whether to write, of its incident, the latest first
/// @param check what the linter said last in this process; empty where it was not asked
/// @param sending where it is sent from here
/// @param failure why the last send from here ended before its time, in English
public record CampaignView(
    CampaignRow row,
    List<SharedText> texts,
    List<NoticeDecision> decisions,
    Optional<Check> check,
    Optional<Sending> sending,
    Optional<String> failure) {
  public CampaignView {
    texts = List.copyOf(texts);
    decisions = List.copyOf(decisions);
  }

  /// What the linter said.
  ///
  /// @param findings each rule and reason once; empty where it objects to nothing
  public record Check(Instant at, List<LintFinding> findings) {
    public Check {
      findings = List.copyOf(findings);
    }
  }

  /// A send that goes on.
  ///
  /// @param left how long it still takes; empty while there is nothing to go by
  public record Sending(Optional<Duration> left) {}

  /// Whether somebody decided to write to the people of this campaign, and nobody otherwise since.
  public boolean mayWrite() {
    return decisions.stream()
        .filter(decision -> decision.group() == row.campaign().group())
        .findFirst()
        .map(NoticeDecision::write)
        .orElse(false);
  }

  /// What comes next, as the paths below its page name it; the first is the one to be expected.
  public List<String> turns() {
    return switch (row.campaign().status()) {
      case DRAFT -> List.of("check", "withdraw");
      case LINTED -> List.of("approve", "check", "withdraw");
      case APPROVED -> List.of("send", "withdraw");
      case SENDING ->
          sending.isPresent() ? List.of("pause", "withdraw") : List.of("send", "pause", "withdraw");
      case STOPPED -> List.of("send", "withdraw");
      case FINISHED, WITHDRAWN -> List.of();
    };
  }

  /// People of the second channel, by why no mail reaches them.
  public Map<String, Long> setAside() {
    return new TreeMap<>(row.progress().setAside());
  }
}
