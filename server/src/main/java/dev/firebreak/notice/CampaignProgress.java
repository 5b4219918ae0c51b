package dev.firebreak.notice;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How far a campaign is. Every addressee is in exactly one of the first nine.
///
/// @param queued not tried yet
/// @param sending claimed by a running or killed process
/// @param sent accepted by the relay
/// @param deferred refused for now, tried again
/// @param bounced refused for good
/// @param inDoubt may have arrived, no answer came; tried again
/// @param givenUp tried as often as allowed
/// @param returned accepted by the relay, and reported as not delivered later
/// @param optedOut asked for no follow-ups after this one was approved, and got none
/// @param doubted how many were ever in doubt: only they can have got a notice twice
/// @param complaints how many readers called it spam
/// @param acknowledged how many notices their readers acknowledged in the product
/// @param setAside people without a usable address, by reason
/// @param lastAcceptedAt when the relay accepted the newest notice; empty before the first
public record CampaignProgress(
    long queued,
    long sending,
    long sent,
    long deferred,
    long bounced,
    long inDoubt,
    long givenUp,
    long returned,
    long optedOut,
    long doubted,
    long complaints,
    long acknowledged,
    Map<String, Long> setAside,
    Optional<Instant> lastAcceptedAt) {
  public CampaignProgress {
    setAside = Map.copyOf(setAside);
  }

  /// Addressees in all.
  public long total() {
    return queued + sending + sent + deferred + bounced + inDoubt + givenUp + returned + optedOut;
  }

  /// Addressees that a further send would try.
  public long open() {
    return queued + sending + deferred + inDoubt;
  }
}
