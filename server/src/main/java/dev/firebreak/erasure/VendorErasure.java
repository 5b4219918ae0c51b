package dev.firebreak.erasure;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How far an erasure is at one vendor.
///
/// @param preparedAt since when it is known who is meant; empty as long as requests to the vendor
///   may still be under way
/// @param closedAt since when nothing is left to do; empty as long as something is
/// @param subjects how many subjects are how far; a person's account and devices count each
public record VendorErasure(
    VendorId vendor,
    Optional<Instant> preparedAt,
    Optional<Instant> closedAt,
    Map<SubjectState, Long> subjects) {
  public VendorErasure {
    subjects = Map.copyOf(subjects);
  }

  /// How many subjects are this far.
  public long count(SubjectState state) {
    return subjects.getOrDefault(state, 0L);
  }

  /// How many subjects are meant.
  public long subjectsInAll() {
    return subjects.values().stream().mapToLong(Long::longValue).sum();
  }
}
