package dev.firebreak.incident;

import java.util.Comparator;
import java.util.List;

/// Why rows of a data set could not be read, and how many for that reason.
///
/// @param reason in words, without any value
/// @param rows at least 1
public record RejectedReason(String reason, long rows) {
  /// The reason with the most rows first.
  static List<RejectedReason> of(Findings findings) {
    return findings.data().rejectedByReason().entrySet().stream()
        .map(entry -> new RejectedReason(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(RejectedReason::rows)
                .reversed()
                .thenComparing(RejectedReason::reason))
        .toList();
  }
}
