package dev.firebreak.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// For which time the ledger can say anything of a vendor; every answer states it. The ledger knows
/// what went through Firebreak, and nothing of what went past it.
public sealed interface KnowledgeBasis {
  /// What the ledger can say of a question.
  ///
  /// @param knowsSince the ledger's own answer for the vendor
  /// @param from start of the question's window
  static KnowledgeBasis of(Optional<Instant> knowsSince, Optional<Instant> from) {
    if (knowsSince.isEmpty()) {
      return new NoStatement();
    }
    Instant since = knowsSince.get();
    return from.isPresent() && !from.get().isBefore(since)
        ? new WholePeriod(since)
        : new Since(since);
  }

  /// The basis as a sentence.
  String sentence();

  /// What a subject without facts can be told: a sentence that claims no more than is known.
  String negativeSentence();

  /// The ledger never saw a disclosure to the vendor.
  record NoStatement() implements KnowledgeBasis {
    @Override
    public String sentence() {
      return "No statement for this period: the ledger has no disclosure to this vendor at all.";
    }

    @Override
    public String negativeSentence() {
      return sentence();
    }
  }

  /// The question reaches back before the ledger's knowledge, or has no beginning.
  ///
  /// @param since the earliest disclosure that the ledger knows
  record Since(Instant since) implements KnowledgeBasis {
    @Override
    public String sentence() {
      return "Known since " + day(since) + "; no statement for the time before.";
    }

    @Override
    public String negativeSentence() {
      return "Nothing disclosed through Firebreak since "
          + day(since)
          + "; no statement for the time before.";
    }
  }

  /// The ledger knows the whole period of the question.
  ///
  /// @param since the earliest disclosure that the ledger knows
  record WholePeriod(Instant since) implements KnowledgeBasis {
    @Override
    public String sentence() {
      return "Known since " + day(since) + ": the whole period of the question.";
    }

    @Override
    public String negativeSentence() {
      return "Nothing disclosed through Firebreak in the period of the question (known since "
          + day(since)
          + ").";
    }
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
