package dev.firebreak.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The one place that decides what follows an answer: one line per reason.
final class RetryRules {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
  private static final Duration CREDENTIAL_WAIT = Duration.ofMinutes(5);
  private static final int DOUBLINGS_MAX = 5;

  /// Says that it takes nothing now; any other failure may have come after it had.
  private static final int UNAVAILABLE = 503;

  private final RandomGenerator random;

  RetryRules(RandomGenerator random) {
    this.random = random;
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

  /// 2 s, doubling to 60 s, and up to half as much again by chance; the vendor's own word wins.
  private Duration wait(int failures, Optional<Duration> retryAfter) {
    if (retryAfter.isPresent()) {
      Duration asked = retryAfter.get();
      return asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
    }
    Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.clamp(failures - 1L, 0, DOUBLINGS_MAX));
    Duration capped = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    return capped.plusMillis(random.nextLong(capped.toMillis() / 2 + 1));
  }

  private static Decision settle(DeliveryOutcome outcome) {
    return new Decision.Settle(outcome, Set.of());
  }
}
