package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import dev.firebreak.yaml.YamlSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the most that a vendor may have out of a register's file. The words are a policy's:
/// `default`, `unclassified`, and `categories` by key or prefix.
public final class CapReader {
  private static final String EXPECTED =
      "expected pass, drop, redact, pseudonymize or {generalize: LEVEL}";

  private CapReader() {}

  /// The cap of a section; what is wrong in it becomes a problem there, and counts as `drop`.
  ///
  /// @param because the cap's reason
  public static PolicyCap read(YamlSection section, String because) {
    Treatment otherwise = fallback(section, "default");
    Treatment unclassified = fallback(section, DataCategory.UNCLASSIFIED.key());
    Map<String, Treatment> rules = new LinkedHashMap<>();
    section.section("categories").ifPresent(categories -> rules(categories, rules));
    section.finish();
    return PolicyCap.ofRules(because, otherwise, unclassified, rules);
  }

  private static Treatment fallback(YamlSection section, String key) {
    if (!section.keys().contains(key)) {
      return Treatment.drop();
    }
    Treatment treatment = treatment(section, key).orElse(Treatment.drop());
    if (treatment instanceof Treatment.Generalize || treatment instanceof Treatment.Pseudonymize) {
      section.problem(key, "not every field has such a form: use pass, redact or drop here");
    }
    return treatment;
  }

  private static void rules(YamlSection categories, Map<String, Treatment> rules) {
    for (String key : categories.keys()) {
      Optional<Treatment> treatment = treatment(categories, key);
      if (key.equals(DataCategory.UNCLASSIFIED.key())) {
        categories.problem(key, "is no category; it stands beside `categories`");
      } else if (!Taxonomy.under(key).isEmpty()) {
        treatment.ifPresent(found -> rules.put(key, found));
      } else {
        Optional<DataCategory> alias = Taxonomy.categoryOf(key);
        if (alias.isEmpty()) {
          categories.problem(key, "unknown category; `firebreak taxonomy` lists them");
        } else {
          treatment.ifPresent(found -> rules.put(alias.get().key(), found));
        }
      }
    }
    rules.forEach((key, treatment) -> fits(categories, rules, key, treatment));
  }

  /// A rule must fit every category that it governs, but for secrets, which no policy lets out.
  private static void fits(
      YamlSection categories, Map<String, Treatment> rules, String key, Treatment treatment) {
    List<DataCategory> unfit =
        Taxonomy.under(key).stream()
            .filter(category ->
                rules.keySet().stream()
                    .noneMatch(
                        other -> other.length() > key.length() && Taxonomy.covers(other, category)))
            .filter(category -> !Treatment.NEVER_PASSED.contains(category))
            .filter(category -> !treatment.fits(category))
            .toList();
    if (!unfit.isEmpty()) {
      categories.problem(
          key,
          "'"
              + treatment.label()
              + "' does not fit "
              + unfit.stream().map(DataCategory::key).collect(Collectors.joining(", "))
              + "; use pass, redact or drop there, or a treatment made for that category");
    }
  }

  private static Optional<Treatment> treatment(YamlSection section, String key) {
    if (section.isSection(key)) {
      return section.section(key).flatMap(CapReader::generalization);
    }
    return section.optional(
        key,
        EXPECTED.substring("expected ".length()),
        text ->
            Treatment.ofWord(text).orElseThrow(() -> new IllegalArgumentException("no treatment")));
  }

  private static Optional<Treatment> generalization(YamlSection section) {
    Optional<Treatment> treatment =
        section.optional(
            "generalize",
            "a level such as country, day, family or template",
            text ->
                new Treatment.Generalize(
                    Generalization.ofLabel(text).orElseThrow(IllegalArgumentException::new)));
    section.finish();
    if (treatment.isEmpty()) {
      section.problem(EXPECTED);
    }
    return treatment;
  }
}
