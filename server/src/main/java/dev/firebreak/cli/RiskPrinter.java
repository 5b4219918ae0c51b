package dev.firebreak.cli;

import com.google.errorprone.annotations.FormatMethod;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.PopulationEstimate;
import dev.firebreak.risk.PopulationRisk;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.taxonomy.DataCategory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What commands say about re-identification risk to a person.
final class RiskPrinter {
  private final PrintWriter out;

  RiskPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(Assessment.RiskFigures risk) {
    if (!risk.unmeasured().isEmpty()) {
      out.println(unknown(risk));
    }
    if (risk.quasiIdentifiers().isEmpty()) {
      if (risk.unmeasured().isEmpty()) {
        out.println("No quasi-identifier in clear: nothing to single people out by.");
      }
      return;
    }
    line(
        "%.1f %% are unique by %s (%,d classes, the smallest of %,d; average risk %.3f)",
        risk.shareUnique() * 100,
        keys(risk.quasiIdentifiers()),
        risk.classes(),
        risk.smallestClassSize(),
        risk.prosecutorAverage());
    for (Assessment.SubsetRisk subset : risk.singlingOut()) {
      line("  %.1f %% by %s alone", subset.shareUnique() * 100, words(subset.fields()));
    }
    risk.detail().ifPresent(this::detail);
    risk.population().ifPresent(this::population);
  }

  /// Says that nobody knows how many are unique, and at least how many are.
  static String unknown(Assessment.RiskFigures risk) {
    String floor =
        risk.quasiIdentifiers().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                " At least %.1f %% are, by %s.",
                risk.shareUnique() * 100,
                keys(risk.quasiIdentifiers()));
    return "How many people are unique is unknown: not measured are "
        + keys(risk.unmeasured())
        + "."
        + floor;
  }

  private static String keys(List<DataCategory> categories) {
    return String.join(", ", categories.stream().map(DataCategory::key).toList());
  }

  private void detail(Assessment.ClassDetail detail) {
    above("Prosecutor risk", detail.all().above());
    out.println("What a coarser field would leave:");
    for (Assessment.Lowering lowering : detail.lowerings()) {
      line(
          "  %s -> %s: %.1f %% unique",
          lowering.from().words(),
          lowering.to().map(QuasiIdentifier::words).orElse("nothing"),
          lowering.left().shareUnique() * 100);
    }
    line(
        "%,d sets of fields counted, %,d more known without counting.",
        detail.subsets().size() - detail.skipped(), detail.skipped());
    if (!detail.apart().isEmpty()) {
      line(
          "In no set, since there are too many fields, but in the figures over all: %s.",
          words(detail.apart()));
    }
    detail.estimate().ifPresent(this::estimate);
  }

  private void above(String which, ClassFigures.ShareAbove above) {
    line(
        "%s above 0.05: %.1f %% of the people, above 0.09: %.1f %%, above 0.33: %.1f %%",
        which,
        above.fivePercent() * 100,
        above.ninePercent() * 100,
        above.thirtyThreePercent() * 100);
  }

  private void estimate(PopulationEstimate estimate) {
    line(
        "Estimated from the data alone, were it a random sample of %,d people: %s of them unique by"
            + " Zayatz, %s by Pitman's model.",
        estimate.population(), share(estimate.zayatz()), share(estimate.pitman()));
  }

  private static String share(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", share.getAsDouble() * 100)
        : "no estimate";
  }

  private void population(PopulationRisk population) {
    line(
        "Among all accounts: the smallest class has %,d, so the highest risk is %.3f; an attacker"
            + " who goes after all is right about %.1f %%; %.1f %% are unique.",
        population.smallestPopulationClass(),
        population.journalistMax(),
        population.marketer() * 100,
        population.shareUnique() * 100);
    above("Journalist risk", population.above());
  }

  private static String words(List<QuasiIdentifier> fields) {
    return String.join(", ", fields.stream().map(QuasiIdentifier::words).toList());
  }

  @FormatMethod
  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
