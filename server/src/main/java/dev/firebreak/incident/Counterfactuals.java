package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.policy.Generalization;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.Treatment;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.risk.SeverityInput;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Says what another policy would have left: by its category rules over the masks of everybody in
/// the data, and over the sets of quasi-identifiers that were counted. The stolen files are not
/// read again. Thread-safe.
public final class Counterfactuals {
  /// What a comparison of policies does not know.
  static final List<String> BOUNDS =
      List.of(
          "by the policy's rules for categories; its rules for single properties and for events are"
              + " not applied",
          "what detectors found inside other values counts as its category's: it is treated as that"
              + " category, though in the gateway the stricter of both rules would hold",
          "no attacker was tried on data treated so: the low reading of EI knows only of direct"
              + " identifiers, and the high one counts unique people in full",
          "unique people are those by the coarser fields that the policy would have left, which is"
              + " at most as many as measured; what a value without a coarser form had become"
              + " (dropped) is not known, and k-anonymity by dropping is not counted");

  private final Assessments assessments;

  public Counterfactuals(Assessments assessments) {
    this.assessments = assessments;
  }

  /// Compares the latest findings with what the policy would have left. The reading of the people
  /// is in the audit log.
  public Counterfactual of(
      ConfirmedOperator operator, String id, Findings findings, Policy policy) {
    Incidents.require(operator, Role.RESPONDER);
    PolicyEffect effect = new PolicyEffect(policy);
    FormsTally tally = new FormsTally();
    assessments.people(
        operator.name(),
        id,
        findings.version(),
        "counterfactual under policy " + policy.version(),
        person ->
            tally.add(effect.treat(person.clear(), person.generalized(), person.tokenized())));
    Assessment.RiskFigures figures = findings.risk().figures();
    OptionalDouble unique = unique(figures, effect);
    EnisaSeverity severity = severity(tally, findings.people().total(), figures, effect);
    return new Counterfactual(
        findings.version(),
        policy.version(),
        findings.people().total(),
        new Counterfactual.Side(
            findings.categories(),
            findings.people().shareDirect(),
            figures.unique(),
            findings.risk().severity()),
        new Counterfactual.Side(
            tally.exposures(),
            tally.shareDirect(),
            unique,
            withCircumstances(severity, findings.risk().severity())),
        BOUNDS);
  }

  /// The share of people who would be unique, at most; empty where it is not known.
  private static OptionalDouble unique(Assessment.RiskFigures figures, PolicyEffect effect) {
    return unmeasured(figures, effect) ? OptionalDouble.empty() : shareUnique(figures, effect);
  }

  /// The severity of what a policy would have left, were it stolen.
  ///
  /// @param left the people as it would have left them
  /// @param people how many there are in all
  static EnisaSeverity severity(
      FormsTally left, long people, Assessment.RiskFigures figures, PolicyEffect effect) {
    return EnisaSeverity.of(
        new SeverityInput(
            new SeverityInput.Held(left.masks(), people, left.kinds()),
            new SeverityInput.Shares(
                left.shareDirect(),
                OptionalDouble.empty(),
                atMost(unique(figures, effect), figures, effect)),
            SeverityInput.Circumstances.STOLEN,
            List.of()));
  }

  /// What happened to the data is the same under any policy.
  private static EnisaSeverity withCircumstances(EnisaSeverity left, EnisaSeverity was) {
    return new EnisaSeverity(
        left.kind(),
        left.identification(),
        was.circumstances(),
        left.attackerTried(),
        left.uniqueKnown(),
        left.flags());
  }

  /// Without counted sets the measured share stands for what is left, unless something that was not
  /// measured is left too.
  private static OptionalDouble atMost(
      OptionalDouble unique, Assessment.RiskFigures figures, PolicyEffect effect) {
    return unique.isPresent() || unmeasured(figures, effect)
        ? unique
        : OptionalDouble.of(figures.shareUnique());
  }

  /// True where the policy lets through identifying fields that were not measured.
  private static boolean unmeasured(Assessment.RiskFigures figures, PolicyEffect effect) {
    return figures.unmeasured().stream()
        .map(effect::treatment)
        .anyMatch(each -> each instanceof Treatment.Pass || each instanceof Treatment.Generalize);
  }

  /// The share unique by the levels that the policy leaves of each field, out of the sets counted;
  /// empty where no sets are known.
  private static OptionalDouble shareUnique(Assessment.RiskFigures figures, PolicyEffect effect) {
    Optional<Assessment.ClassDetail> detail = figures.detail();
    if (detail.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (detail.get().apart().stream().anyMatch(level -> passes(level, effect))) {
      return OptionalDouble.empty();
    }
    Set<QuasiIdentifier> counted = new HashSet<>();
    detail.get().subsets().forEach(subset -> counted.addAll(subset.fields()));
    Set<QuasiIdentifier> left = new HashSet<>();
    for (QuasiIdentifier.Chain chain : QuasiIdentifier.Chain.values()) {
      if (chain != QuasiIdentifier.Chain.FIRST_EVENT) {
        level(chain, counted, effect).ifPresent(left::add);
      }
    }
    if (left.isEmpty()) {
      return OptionalDouble.of(figures.people() == 1 ? 1 : 0);
    }
    return detail.get().subsets().stream()
        .filter(subset -> left.equals(Set.copyOf(subset.fields())))
        .mapToDouble(Assessment.SubsetRisk::shareUnique)
        .findFirst();
  }

  /// The finest counted level of a chain that the policy lets through; where only a finer one was
  /// counted, that one, so that the answer is never too low.
  private static Optional<QuasiIdentifier> level(
      QuasiIdentifier.Chain chain, Set<QuasiIdentifier> counted, PolicyEffect effect) {
    List<QuasiIdentifier> levels =
        QuasiIdentifier.levels(chain).stream().filter(counted::contains).toList();
    Optional<QuasiIdentifier> passed =
        QuasiIdentifier.levels(chain).stream()
            .filter(level -> passes(level, effect))
            .max(Comparator.naturalOrder());
    if (passed.isEmpty() || levels.isEmpty()) {
      return Optional.empty();
    }
    return levels.stream()
        .filter(level -> level.compareTo(passed.get()) >= 0)
        .findFirst()
        .or(() -> Optional.of(levels.getLast()));
  }

  private static boolean passes(QuasiIdentifier level, PolicyEffect effect) {
    return switch (effect.treatment(level.category())) {
      case Treatment.Pass _ -> true;
      case Treatment.Generalize generalize -> survives(level, generalize.level());
      case Treatment.Pseudonymize _, Treatment.Redact _, Treatment.Drop _ -> false;
    };
  }

  private static boolean survives(QuasiIdentifier level, Generalization to) {
    return switch (level) {
      case BROWSER_VERSION, OS_VERSION -> to != Generalization.FAMILY;
      case REFERRER -> to != Generalization.ORIGIN;
      case CITY -> to != Generalization.REGION && to != Generalization.COUNTRY;
      case REGION -> to != Generalization.COUNTRY;
      case IP_ADDRESS -> to != Generalization.PREFIX;
      case POSITION, VICINITY ->
          to != Generalization.CITY && to != Generalization.REGION && to != Generalization.COUNTRY;
      case AGE -> to != Generalization.BAND;
      default -> true;
    };
  }
}
