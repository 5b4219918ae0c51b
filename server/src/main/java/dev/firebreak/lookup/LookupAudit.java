package dev.firebreak.lookup;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.access.StatedReason;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SubjectKeyring;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes down every look-up before it is answered, and refuses more than one operator may look up.
/// Thread-safe.
///
/// The entry has how many ids were asked for and a digest over their subject keys: whoever suspects
/// that somebody was looked up can compute it, nobody else can. The limits count entries, so they
/// hold over restarts.
final class LookupAudit {
  /// Ids of one look-up.
  static final int IDS_MAX = 1_000;

  /// Ids that one operator may look up within a day.
  static final int IDS_A_DAY_MAX = 5_000;

  private static final String ACTION = "PeopleLookedUp";
  private static final Duration DAY = Duration.ofDays(1);

  private final HashChainAuditLog audit;
  private final SubjectKeyring subjects;
  private final Clock clock;

  LookupAudit(HashChainAuditLog audit, SubjectKeyring subjects, Clock clock) {
    this.audit = audit;
    this.subjects = subjects;
    this.clock = clock;
  }

  /// @param about as `vendor:mixpanel`
  /// @param asked what is given: `accounts` or `tokens`
  void announce(
      ConfirmedOperator operator,
      String about,
      String asked,
      Collection<String> ids,
      String reason) {
    if (!operator.role().includes(Role.RESPONDER)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "only a responder or a higher role may look people up");
    }
    StatedReason.check(reason);
    if (ids.isEmpty() || ids.size() > IDS_MAX) {
      throw new FirebreakException(
          ErrorCode.INPUT_TOO_LARGE,
          "a look-up is for 1 to "
              + IDS_MAX
              + " ids; a whole file of a vendor is read by `incident assess`");
    }
    // counted and noted at once: two look-ups together are no more than one after the other
    audit.together(() -> note(operator, about, asked, ids, reason));
  }

  private void note(
      ConfirmedOperator operator,
      String about,
      String asked,
      Collection<String> ids,
      String reason) {
    long before = lookedUp(operator.name());
    if (before + ids.size() > IDS_A_DAY_MAX) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          operator.name()
              + " looked up "
              + before
              + " ids within a day; "
              + IDS_A_DAY_MAX
              + " are allowed");
    }
    audit.append(
        operator.name(),
        ACTION,
        about,
        Map.of(
            "asked",
            asked,
            "ids",
            Integer.toString(ids.size()),
            "subjectsSha256",
            digest(ids),
            "reason",
            reason));
  }

  /// What the entry has as `subjectsSha256`.
  String digest(Collection<String> ids) {
    return Sha256.hex(
        ids.stream()
            .map(id -> subjects.account(id).toString())
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  private long lookedUp(String operator) {
    AuditFilter filter =
        new AuditFilter(operator, ACTION, null, clock.instant().minus(DAY), AuditFilter.LIMIT_MAX);
    long ids = 0;
    for (AuditEntry entry : audit.show(filter)) {
      ids += Long.parseLong(entry.details().getOrDefault("ids", "0"));
    }
    return ids;
  }
}
