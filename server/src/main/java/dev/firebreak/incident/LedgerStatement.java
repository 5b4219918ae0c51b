package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.PolicyUse;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the ledger says about everything that a vendor ever got through Firebreak, imported history
/// included where it says what was disclosed, and left out where it vouches for what was not.
///
/// @param knowsSince since when it knows; empty where it never saw this vendor: then it says
///   nothing
/// @param disclosed categories by form over all disclosures, imported history included
/// @param sent the same of what went through Firebreak alone; as `disclosed` in findings that are
///   older than imported history
/// @param firstEvent time of the earliest event disclosed through Firebreak; empty where there is
///   none
/// @param events number of events disclosed
/// @param policies which policies treated them, the first one first; empty also in findings that
///   are older than this list
/// @param erased what it does not know any more; empty where nobody was erased, and in findings
///   that are older than this
public record LedgerStatement(
    Optional<Instant> knowsSince,
    Optional<Instant> firstEvent,
    Masks disclosed,
    Masks sent,
    long events,
    List<PolicyUse> policies,
    Optional<Erased> erased) {
  /// Without a ledger, or for a vendor that it never saw.
  public static final LedgerStatement NONE =
      new LedgerStatement(
          Optional.empty(),
          Optional.empty(),
          Masks.NONE,
          Masks.NONE,
          0,
          List.of(),
          Optional.empty());

  /// Times in a file may be rounded down to the hour or stand in a project's own zone.
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  /// What a vendor may add by itself, from the connection's address or its own bookkeeping: such a
  /// category in the file is no sign of traffic past Firebreak.
  private static final Set<DataCategory> ADDED_BY_VENDORS =
      EnumSet.of(
          DataCategory.COUNTRY,
          DataCategory.REGION,
          DataCategory.CITY,
          DataCategory.LOCALE,
          DataCategory.SESSION_ID,
          DataCategory.OPERATIONS,
          DataCategory.TELEMETRY,
          DataCategory.UNCLASSIFIED);

  public LedgerStatement {
    sent = sent == null ? disclosed : sent;
    policies = policies == null ? List.of() : List.copyOf(policies);
    erased = erased == null ? Optional.empty() : erased;
  }

  /// People whom the ledger forgot: what they had been sent stands in no sum.
  ///
  /// @param subjects how many, one that was erased twice counted twice
  /// @param lastAt when the last of them was
  public record Erased(long subjects, Instant lastAt) {}

  static LedgerStatement of(LedgerStore ledger, VendorId vendor) throws IOException {
    Sum sum = new Sum();
    ledger.forEach(
        vendor,
        Optional.empty(),
        Optional.empty(),
        fact -> {
          sum.masks = sum.masks.union(fact.masks());
          sum.events += fact.events();
          sum.policies.add(fact);
          if (!fact.isImported()) {
            sum.sent = sum.sent.union(fact.masks());
            if (fact.firstEvent().isBefore(sum.firstEvent)) {
              sum.firstEvent = fact.firstEvent();
            }
          }
        });
    return new LedgerStatement(
        ledger.knowsSince(vendor),
        Optional.of(sum.firstEvent).filter(first -> !first.equals(Instant.MAX)),
        sum.masks,
        sum.sent,
        sum.events,
        sum.policies.uses(),
        ledger
            .lastErasedAt(vendor)
            .map(lastAt -> new Erased(ledger.erasedSubjects(vendor), lastAt)));
  }

  /// Since when it can say what was never sent: since it knows the vendor, or where people were
  /// erased, since the last of them.
  Optional<Instant> vouchesSince() {
    return knowsSince.map(
        since -> erased.map(Erased::lastAt).filter(lastAt -> lastAt.isAfter(since)).orElse(since));
  }

  /// True where the ledger can vouch that a category was never sent since [#vouchesSince]: it knows
  /// the vendor, the category stands in no disclosure, and nothing unclassified ever passed.
  public boolean neverSent(DataCategory category) {
    return knowsSince.isPresent()
        && (disclosed.disclosed() & (category.mask() | DataCategory.UNCLASSIFIED.mask())) == 0;
  }

  /// Why the ledger cannot vouch for this data set although it knows the vendor: signs in the data
  /// of traffic past Firebreak, or from before it. Empty where there is none.
  ///
  /// @param compared the comparison person by person
  List<String> doubts(Assessment assessment, ReconciliationFigures compared) {
    if (knowsSince.isEmpty()) {
      return List.of();
    }
    List<String> doubts = new ArrayList<>();
    long first = assessment.firstEventMillis();
    erased
        .filter(gone -> first == 0 || Instant.ofEpochMilli(first).isBefore(gone.lastAt()))
        .ifPresent(gone ->
            doubts.add(
                gone.subjects()
                    + (gone.subjects() == 1 ? " subject was" : " subjects were")
                    + " erased from the ledger, the last at "
                    + gone.lastAt()
                    + ": what they had been sent before, it does not know any more"));
    List<DataCategory> strangers =
        assessment.categories().entrySet().stream()
            .filter(entry -> entry.getValue().people() > 0)
            .map(java.util.Map.Entry::getKey)
            .filter(category -> (sent.disclosed() & category.mask()) == 0)
            .filter(category -> !ADDED_BY_VENDORS.contains(category))
            .sorted()
            .toList();
    if (!strangers.isEmpty()) {
      doubts.add(
          "the data set has what Firebreak never let through ("
              + strangers.stream().map(DataCategory::key).collect(Collectors.joining(", "))
              + "): something went past it");
    }
    firstEvent
        .filter(known -> first != 0)
        .filter(known -> Instant.ofEpochMilli(first).isBefore(known.minus(CLOCKS_APART)))
        .ifPresent(known ->
            doubts.add(
                "the data set has events since "
                    + Instant.ofEpochMilli(first)
                    + ", the ledger knows them since "
                    + known));
    long unknown = compared.people(ReconciledPerson.Cause.UNKNOWN);
    if (unknown > 0) {
      doubts.add(
          "the data set has rows about "
              + unknown
              + " people of whom Firebreak never sent anything: something went past it, or comes"
              + " from elsewhere"
              + (erased.isPresent() ? ", or they were erased from the ledger" : ""));
    }
    if (!compared.clearer().isEmpty()) {
      doubts.add(
          "the data set has in clear what Firebreak sent as tokens only ("
              + compared.clearer().keySet().stream()
                  .map(DataCategory::key)
                  .collect(Collectors.joining(", "))
              + "): something went past it");
    }
    return List.copyOf(doubts);
  }

  private static final class Sum {
    Instant firstEvent = Instant.MAX;
    Masks masks = Masks.NONE;
    Masks sent = Masks.NONE;
    final PolicyUse.Sum policies = new PolicyUse.Sum();
    long events;
  }
}
