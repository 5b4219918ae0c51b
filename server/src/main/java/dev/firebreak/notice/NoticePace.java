package dev.firebreak.notice;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.config.FirebreakConfig;
import java.util.HashMap;
import java.util.Map;

/// When the next mail of a run may go: over all connections, slowly at first, and to each domain.
/// Receivers that see a burst from a sender they hardly know put it off or into the spam folder,
/// and a notice is exactly such a burst.
///
/// A domain's turn that is further away than a connection should wait is promised to the addressee,
/// who is given back until then; others go first. Times are microseconds. Thread-safe.
final class NoticePace {
  private static final long SECOND = 1_000_000;

  /// A run begins at a tenth of its pace.
  private static final double RAMP_FROM = 0.1;

  private final FirebreakConfig.Mail.Pace pace;

  @GuardedBy("this")
  private long begun = -1;

  @GuardedBy("this")
  private long next;

  @GuardedBy("this")
  private final Map<String, Long> nextOfDomain = new HashMap<>();

  @GuardedBy("this")
  private final Map<Long, Long> promised = new HashMap<>();

  NoticePace(FirebreakConfig.Mail.Pace pace) {
    this.pace = pace;
  }

  /// When a mail to this domain may go; not before `now`.
  ///
  /// @param ordinal whose mail it is
  synchronized long domainTurn(long ordinal, String domain, long now) {
    if (pace.perDomain() == 0) {
      return now;
    }
    Long turn = promised.get(ordinal);
    if (turn == null) {
      turn = Math.max(now, nextOfDomain.getOrDefault(domain, 0L));
      nextOfDomain.put(domain, turn + SECOND / pace.perDomain());
      promised.put(ordinal, turn);
    }
    return Math.max(now, turn);
  }

  /// When the next mail may go, whoever it is for; each call takes one turn.
  ///
  /// @param ordinal whose turn at its domain is used up
  synchronized long turn(long ordinal, long now) {
    promised.remove(ordinal);
    if (pace.perSecond() == 0) {
      return now;
    }
    if (begun < 0) {
      begun = now;
    }
    long turn = Math.max(now, next);
    next = turn + Math.round(SECOND / rate(turn));
    return turn;
  }

  @GuardedBy("this")
  private double rate(long at) {
    long ramp = pace.ramp().toNanos() / 1_000;
    double reached = ramp == 0 ? 1 : (double) (at - begun) / ramp;
    return pace.perSecond() * Math.clamp(reached, RAMP_FROM, 1);
  }
}
