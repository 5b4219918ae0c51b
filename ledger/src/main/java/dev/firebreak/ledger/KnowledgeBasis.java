package dev.firebreak.ledger;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// For which time the ledger can say anything of a vendor; every answer states it. The ledger knows
/// what went through Firebreak, and nothing of what went past it.
public sealed interface KnowledgeBasis {
  /// What the ledger can say of a question.
  ///
  /// @param ledger what is asked
  /// @param from start of the question's window
  static KnowledgeBasis of(LedgerStore ledger, VendorId vendor, Optional<Instant> from) {
    return of(ledger.knowsSince(vendor), ledger.importedSince(vendor), from);
  }

  /// The same out of the ledger's own answers for the vendor.
  ///
  /// @param knowsSince [LedgerStore#knowsSince]
  /// @param importedSince [LedgerStore#importedSince]
  static KnowledgeBasis of(
      Optional<Instant> knowsSince, Optional<Instant> importedSince, Optional<Instant> from) {
    Optional<Instant> whole =
        knowsSince.filter(since -> from.isPresent() && !from.get().isBefore(since));
    if (whole.isPresent()) {
      return new WholePeriod(whole.get());
    }
    Optional<Instant> history =
        importedSince.filter(imported -> knowsSince.map(imported::isBefore).orElse(true));
    if (history.isPresent()) {
      return new WithHistory(knowsSince, history.get());
    }
    return knowsSince.<KnowledgeBasis>map(Since::new).orElseGet(NoStatement::new);
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

  /// The question reaches back before the ledger's own knowledge, where history was imported out of
  /// the vendor's export. That shows what the vendor has, and proves nothing that is not in it.
  ///
  /// @param since the earliest disclosure through Firebreak; empty where there is none
  /// @param imported the earliest disclosure of the imported history
  record WithHistory(Optional<Instant> since, Instant imported) implements KnowledgeBasis {
    @Override
    public String sentence() {
      return "Known from the vendor's own export (imported) since "
          + day(imported)
          + since.map(own -> ", by Firebreak itself since " + day(own)).orElse("")
          + "; no statement for the time before, and whether the export was whole is unknown.";
    }

    @Override
    public String negativeSentence() {
      return since
              .map(own -> "Nothing disclosed through Firebreak since " + day(own) + ", and nothing")
              .orElse("Nothing")
          + " in the vendor's own export (imported), which begins "
          + day(imported)
          + "; no statement for the time before, and whether the export was whole is unknown.";
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
