package dev.firebreak.cli;

import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.Standing;
import java.util.Optional;

/// What the register says of a vendor, as words for a terminal.
final class RegisterWords {
  private RegisterWords() {}

  /// What the vendor lost or will lose next, when and why; empty where nothing is ahead.
  static Optional<String> ahead(Standing standing) {
    if (standing.stage() != Deadline.Stage.FULL) {
      String next =
          standing.stage() == Deadline.Stage.TOKENS_ONLY
              ? standing.changesAt().map(at -> "; held from " + at).orElse("")
              : "";
      return Optional.of(standing.stage().label() + " since " + standing.because() + next);
    }
    return standing.deadlines().stream()
        .findFirst()
        .map(deadline ->
            "tokens only from %s, held from %s: %s; %s"
                .formatted(
                    deadline.tokensOnlyAt(),
                    deadline.heldAt(),
                    deadline.finding().reason(),
                    deadline.finding().todo()));
  }
}
