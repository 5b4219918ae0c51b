package dev.firebreak.standard;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a vendor stands with its standards at a moment. Immutable.
///
/// @param at the moment
/// @param deadlines the nearest first
public record Standing(VendorId vendor, Instant at, List<Deadline> deadlines) {
  public Standing {
    deadlines =
        deadlines.stream()
            .sorted(Comparator.comparing(Deadline::tokensOnlyAt).thenComparing(Deadline::standard))
            .toList();
  }

  /// What the vendor gets now.
  public Deadline.Stage stage() {
    return deadlines.stream()
        .map(deadline -> deadline.stageAt(at))
        .max(Comparator.naturalOrder())
        .orElse(Deadline.Stage.FULL);
  }

  /// The deadlines that are over, the longest first.
  public List<Deadline> over() {
    return deadlines.stream()
        .filter(deadline -> deadline.stageAt(at) != Deadline.Stage.FULL)
        .toList();
  }

  /// Why the vendor has less than its policy says, in words for people; empty text where it has
  /// not.
  public String because() {
    return over().stream()
        .map(deadline -> deadline.standard() + ": " + deadline.finding().reason())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /// When the stage changes next; empty where nothing is ahead.
  public Optional<Instant> changesAt() {
    return deadlines.stream()
        .flatMap(deadline -> Stream.of(deadline.tokensOnlyAt(), deadline.heldAt()))
        .filter(moment -> moment.isAfter(at))
        .min(Comparator.naturalOrder());
  }

  /// Warnings that are due: of each deadline ahead the latest one that its plan asks for.
  public List<Warning> warnings() {
    return deadlines.stream()
        .filter(deadline -> deadline.stageAt(at) == Deadline.Stage.FULL)
        .flatMap(deadline -> warning(deadline).stream())
        .toList();
  }

  private Optional<Warning> warning(Deadline deadline) {
    return deadline.plan().warnDays().stream()
        .filter(days -> !at.isBefore(deadline.warnAt(days)))
        .min(Comparator.naturalOrder())
        .map(days -> new Warning(deadline, days));
  }

  /// A deadline that people must hear of.
  ///
  /// @param days so many before it, as the plan announces them
  public record Warning(Deadline deadline, int days) {}
}
