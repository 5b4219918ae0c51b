package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.notice.CampaignStore.Row;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Where the connections of one run hand in outcomes and fetch the next addressees, both in one
/// durable transaction: an addressee is marked `sending` before the first byte of the mail is, so
/// that a kill leaves nobody who was tried as untried.
///
/// Runs fence each other off: a later one takes over, and the desk of an earlier one hands out
/// nobody any more. Thread-safe.
final class OutcomeDesk {
  private static final String OPEN =
      " campaign = :campaign AND status IN ('queued', 'deferred', 'in_doubt')";

  private final ControlDatabase control;
  private final CampaignStore store;
  private final String campaign;
  private final String run = UUID.randomUUID().toString();
  private final SendSettings settings;
  private final Clock clock;

  OutcomeDesk(
      ControlDatabase control,
      CampaignStore store,
      String campaign,
      SendSettings settings,
      Clock clock) {
    this.control = control;
    this.store = store;
    this.campaign = campaign;
    this.settings = settings;
    this.clock = clock;
  }

  /// Somebody to write to.
  ///
  /// @param attempts how often it was tried before
  record Claim(Row row, int attempts) {}

  /// What became of a claim; no result where it was not tried at all.
  ///
  /// @param notBeforeMillis of one that was not tried: when its turn comes
  record Outcome(Claim claim, Optional<MailResult> result, long notBeforeMillis) {
    static Outcome of(Claim claim, MailResult result) {
      return new Outcome(claim, Optional.of(result), 0);
    }

    /// Whether the relay was asked.
    boolean tried() {
      return result.filter(each -> !(each instanceof MailResult.Declined)).isPresent();
    }

    static Outcome untried(Claim claim, long notBeforeMillis) {
      return new Outcome(claim, Optional.empty(), notBeforeMillis);
    }
  }

  /// The next claims. Without any, `nextDueMillis` says when somebody is due again; empty where
  /// nobody is left.
  record Batch(List<Claim> claims, Optional<Long> nextDueMillis) {}

  long nowMillis() {
    return clock.millis();
  }

  void begin() {
    store.beginRun(campaign, run, clock.millis());
  }

  void end() {
    boolean stopped = store.find(campaign).campaign().status() == CampaignStatus.STOPPED;
    store.endRun(campaign, run, clock.millis(), stopped);
  }

  Batch exchange(List<Outcome> outcomes, int claims) {
    return control
        .writer()
        .inTransaction(handle -> {
          outcomes.forEach(outcome -> write(handle, outcome));
          if (claims == 0 || !mine(handle)) {
            return new Batch(List.of(), Optional.empty());
          }
          List<Claim> next = claim(handle, claims);
          return new Batch(next, next.isEmpty() ? nextDue(handle) : Optional.empty());
        });
  }

  private boolean mine(Handle handle) {
    return handle
        .createQuery(
            "SELECT count(*) FROM notice_campaign WHERE id = :id AND run = :run"
                + " AND status = 'SENDING'")
        .bind("id", campaign)
        .bind("run", run)
        .mapTo(Boolean.class)
        .one();
  }

  private List<Claim> claim(Handle handle, int claims) {
    return handle
        .createQuery(
            "UPDATE notice_addressee SET status = 'sending', updated_at_millis = :now"
                + " WHERE campaign = :campaign AND ordinal IN (SELECT ordinal FROM notice_addressee"
                + " WHERE"
                + OPEN
                + " AND next_attempt_at_millis <= :now ORDER BY ordinal LIMIT :claims)"
                + " RETURNING *")
        .bind("campaign", campaign)
        .bind("now", clock.millis())
        .bind("claims", claims)
        .map((row, _) -> new Claim(Row.of(row), row.getInt("attempts")))
        .stream()
        .sorted(Comparator.comparingLong(claim -> claim.row().ordinal()))
        .toList();
  }

  private Optional<Long> nextDue(Handle handle) {
    return handle
        .createQuery("SELECT min(next_attempt_at_millis) FROM notice_addressee WHERE" + OPEN)
        .bind("campaign", campaign)
        .mapTo(Long.class)
        .findOne();
  }

  private void write(Handle handle, Outcome outcome) {
    if (outcome.result().isEmpty()) {
      String status = outcome.claim().attempts() == 0 ? "queued" : "deferred";
      update(handle, outcome, status, false, "", outcome.notBeforeMillis());
      return;
    }
    boolean last = outcome.claim().attempts() + 1 >= settings.attemptsMax();
    long again = clock.millis() + settings.retryAfter(outcome.claim().attempts() + 1).toMillis();
    switch (outcome.result().get()) {
      case MailResult.Accepted accepted ->
          update(handle, outcome, "sent", false, accepted.reply(), 0);
      case MailResult.Refused refused ->
          update(handle, outcome, "bounced", false, refused.reply(), 0);
      case MailResult.Deferred deferred ->
          update(handle, outcome, last ? "given_up" : "deferred", false, deferred.reply(), again);
      case MailResult.NotSent notSent ->
          update(handle, outcome, last ? "given_up" : "deferred", false, notSent.reason(), again);
      case MailResult.Unknown unknown ->
          update(handle, outcome, last ? "given_up" : "in_doubt", true, unknown.reason(), again);
      case MailResult.Declined _ -> update(handle, outcome, "opted_out", false, "", 0);
    }
  }

  /// A run that was taken over finds its claims `in_doubt`; a late answer settles them.
  private void update(
      Handle handle, Outcome outcome, String status, boolean doubted, String reply, long again) {
    handle.execute(
        "UPDATE notice_addressee SET status = ?, doubted = max(doubted, ?), attempts = ?,"
            + " next_attempt_at_millis = ?, reply = ?, updated_at_millis = ?"
            + " WHERE campaign = ? AND ordinal = ? AND status IN ('sending', 'in_doubt')",
        status,
        doubted ? 1 : 0,
        outcome.claim().attempts() + (outcome.tried() ? 1 : 0),
        again,
        reply,
        clock.millis(),
        campaign,
        outcome.claim().row().ordinal());
  }
}
