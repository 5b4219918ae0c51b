package dev.firebreak.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The one place that decides what follows an answer: one line per reason.
final class RetryRules {
  private static final Duration CREDENTIAL_WAIT = Duration.ofMinutes(5);

  /// Says that it takes nothing now; any other failure may have come after it had.
  private static final int UNAVAILABLE = 503;

  private final Backoff backoff;

  RetryRules(RandomGenerator random) {
    backoff = new Backoff(random);
  }

  /// What to do next.
  sealed interface Decision {
    /// All records have an outcome: `others` for all but those at the refused places.
    record Settle(DeliveryOutcome others, Set<Integer> refused) implements Decision {}

    /// Send each half by itself.
    record Split() implements Decision {}

    /// Send the same again after a wait.
    ///
    /// @param inDoubt whether the records are in doubt meanwhile
    record Again(Duration pause, boolean inDoubt) implements Decision {}

    /// Nobody gets through with this credential: say so and try again rarely.
    record Pause(Duration pause) implements Decision {}
  }

  /// @param records how many the batch had
  /// @param idempotent false where sending twice could count twice
  /// @param failures answers in a row that led to a wait, this one included
  Decision decide(VendorAnswer answer, int records, boolean idempotent, int failures) {
    return switch (answer) {
      case VendorAnswer.Taken() -> settle(DeliveryOutcome.DELIVERED);
      case VendorAnswer.PartlyTaken(Set<Integer> refused) ->
          new Decision.Settle(DeliveryOutcome.DELIVERED, refused);
      case VendorAnswer.Refused _ when records > 1 -> new Decision.Split();
      case VendorAnswer.Refused _ -> settle(DeliveryOutcome.DEAD_REJECTED);
      case VendorAnswer.TooLarge() when records > 1 -> new Decision.Split();
      case VendorAnswer.TooLarge() -> settle(DeliveryOutcome.DEAD_TOO_LARGE);
      case VendorAnswer.CredentialRefused _ -> new Decision.Pause(CREDENTIAL_WAIT);
      case VendorAnswer.Throttled(Optional<Duration> after) ->
          new Decision.Again(wait(failures, after), false);
      case VendorAnswer.Failed(int status, Optional<Duration> after) when status == UNAVAILABLE ->
          new Decision.Again(wait(failures, after), false);
      case VendorAnswer.Failed _ when !idempotent -> settle(DeliveryOutcome.IN_DOUBT_FINAL);
      case VendorAnswer.Failed(_, Optional<Duration> after) ->
          new Decision.Again(wait(failures, after), true);
      case VendorAnswer.NotSent() -> new Decision.Again(wait(failures, Optional.empty()), false);
      case VendorAnswer.NoAnswer() when !idempotent -> settle(DeliveryOutcome.IN_DOUBT_FINAL);
      case VendorAnswer.NoAnswer() -> new Decision.Again(wait(failures, Optional.empty()), true);
    };
  }

  private Duration wait(int failures, Optional<Duration> retryAfter) {
    return backoff.next(failures, retryAfter);
  }

  private static Decision settle(DeliveryOutcome outcome) {
    return new Decision.Settle(outcome, Set.of());
  }
}
