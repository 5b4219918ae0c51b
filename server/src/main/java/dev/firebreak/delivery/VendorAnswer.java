package dev.firebreak.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What came of one request, in the words that matter for what happens next. Never holds text of
/// the vendor: it may quote values.
public sealed interface VendorAnswer {
  /// Has everything.
  record Taken() implements VendorAnswer {}

  /// Has everything but the messages at these places of the batch.
  record PartlyTaken(Set<Integer> refused) implements VendorAnswer {
    public PartlyTaken {
      refused = Set.copyOf(refused);
    }
  }

  /// Refuses the batch as a whole and does not say which message is at fault.
  record Refused(int status) implements VendorAnswer {}

  /// Refuses our credential.
  record CredentialRefused(int status) implements VendorAnswer {}

  /// The body is too large.
  record TooLarge() implements VendorAnswer {}

  /// Wants us to be slower; has taken nothing.
  record Throttled(Optional<Duration> retryAfter) implements VendorAnswer {}

  /// Failed, or answered what is no answer. Only with 503 it says that it took nothing.
  record Failed(int status, Optional<Duration> retryAfter) implements VendorAnswer {}

  /// The request never left: no connection, or it was called off before.
  record NotSent() implements VendorAnswer {}

  /// The request left, no whole answer came back.
  record NoAnswer() implements VendorAnswer {}
}
