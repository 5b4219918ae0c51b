package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.TraceUnicity;
import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.PopulationEstimate;
import dev.firebreak.risk.PopulationRisk;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.taxonomy.DataCategory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Re-identification risk as maps, lists, texts and numbers; docs/reference/assessment.md has every
/// key. Nobody's values.
public final class RiskJson {
  private RiskJson() {}

  /// The sums, the population and, where there is detail, every set of quasi-identifiers.
  public static Map<String, Object> figures(Assessment.RiskFigures risk) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("quasiIdentifiers", risk.quasiIdentifiers().stream().map(DataCategory::key).toList());
    map.put("unmeasured", risk.unmeasured().stream().map(DataCategory::key).toList());
    map.put("people", risk.people());
    map.put("classes", risk.classes());
    map.put("smallestClassSize", risk.smallestClassSize());
    risk.unique().ifPresent(share -> map.put("shareUnique", share));
    map.put("shareUniqueMeasured", risk.shareUnique());
    map.put("prosecutorAverage", risk.prosecutorAverage());
    risk.detail().ifPresent(detail -> map.put("shareAbove", above(detail.all().above())));
    map.put("singlingOut", risk.singlingOut().stream().map(RiskJson::subset).toList());
    risk.population().ifPresent(population -> population(map, population));
    risk.detail().ifPresent(detail -> detail(map, detail));
    return map;
  }

  private static void population(Map<String, Object> map, PopulationRisk population) {
    map.put("peopleCompared", population.people());
    map.put("smallestPopulationClass", population.smallestPopulationClass());
    map.put("journalistMax", population.journalistMax());
    map.put("marketer", population.marketer());
    map.put("shareUniqueInPopulation", population.shareUnique());
    map.put("shareAboveInPopulation", above(population.above()));
  }

  private static void detail(Map<String, Object> map, Assessment.ClassDetail detail) {
    map.put("lowerings", detail.lowerings().stream().map(RiskJson::lowering).toList());
    map.put("subsets", detail.subsets().stream().map(RiskJson::subset).toList());
    map.put("subsetsNotCounted", detail.skipped());
    map.put("notCombined", keys(detail.apart()));
    detail.estimate().ifPresent(estimate -> map.put("estimate", estimate(estimate)));
  }

  private static Map<String, Object> subset(Assessment.SubsetRisk subset) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("fields", keys(subset.fields()));
    map.putAll(figures(subset.figures()));
    return map;
  }

  private static Map<String, Object> lowering(Assessment.Lowering lowering) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", lowering.from().key());
    map.put("to", lowering.to().map(QuasiIdentifier::key).orElse("nothing"));
    map.putAll(figures(lowering.left()));
    return map;
  }

  private static Map<String, Object> figures(ClassFigures figures) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("classes", figures.classes());
    map.put("smallestClassSize", figures.smallestClassSize());
    map.put("shareUnique", figures.shareUnique());
    map.put("prosecutorAverage", figures.prosecutorAverage());
    map.put("shareAbove", above(figures.above()));
    return map;
  }

  private static Map<String, Object> above(ClassFigures.ShareAbove above) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("0.05", above.fivePercent());
    map.put("0.09", above.ninePercent());
    map.put("0.33", above.thirtyThreePercent());
    return map;
  }

  private static Map<String, Object> estimate(PopulationEstimate estimate) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("population", estimate.population());
    map.put("samplingFraction", estimate.samplingFraction());
    estimate.uniqueGivenUnique().ifPresent(share -> map.put("uniqueGivenUnique", share));
    estimate.zayatz().ifPresent(share -> map.put("zayatz", share));
    estimate.pitman().ifPresent(share -> map.put("pitman", share));
    return map;
  }

  private static List<String> keys(List<QuasiIdentifier> fields) {
    return fields.stream().map(QuasiIdentifier::key).toList();
  }

  /// `{resolution, actions, tried, singledOut}`; the resolution as ISO 8601, as `PT1M`.
  static Map<String, Object> trace(TraceUnicity trace) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("resolution", trace.resolution().toString());
    map.put("actions", trace.actions());
    map.put("tried", trace.tried());
    map.put("singledOut", trace.singledOut());
    return map;
  }

  /// What another policy would have left, beside what is exposed.
  public static Map<String, Object> counterfactual(Counterfactual counterfactual) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", counterfactual.version());
    map.put("policyVersion", counterfactual.policyVersion());
    map.put("people", counterfactual.people());
    map.put("was", side(counterfactual.was()));
    map.put("left", side(counterfactual.left()));
    map.put("bounds", counterfactual.bounds());
    return map;
  }

  private static Map<String, Object> side(Counterfactual.Side side) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("severity", IncidentJson.severityWithFactors(side.severity()));
    map.put("shareDirect", side.shareDirect());
    side.shareUnique().ifPresent(share -> map.put("shareUnique", share));
    Map<String, Object> identifiable = new LinkedHashMap<>();
    identifiable.put("low", side.shareDirect());
    identifiable.put("high", side.shareIdentifiableHigh());
    map.put("shareIdentifiable", identifiable);
    Map<String, Object> categories = new LinkedHashMap<>();
    side.categories()
        .forEach((category, exposure) ->
            categories.put(category.key(), IncidentJson.exposure(exposure)));
    map.put("exposed", categories);
    return map;
  }
}
