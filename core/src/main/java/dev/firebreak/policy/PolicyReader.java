package dev.firebreak.policy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import dev.firebreak.vendor.VendorId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads one policy file and collects everything that is wrong with it. Confined.
final class PolicyReader {
  private static final int YAML_CHARS_MAX = 1 << 20;
  private static final Set<String> KEYS =
      Set.of("vendor", "default", "unclassified", "categories", "properties", "events");

  private final String file;
  private final List<PolicyProblem> problems = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private @Nullable PolicySource source;

  private PolicyReader(String file) {
    this.file = file;
  }

  static PolicyReader read(String file, String yaml) {
    PolicyReader reader = new PolicyReader(file);
    reader.read(yaml);
    return reader;
  }

  List<PolicyProblem> problems() {
    return problems.stream().sorted(Comparator.comparingInt(PolicyProblem::line)).toList();
  }

  Policy policyOrThrow() {
    if (!problems.isEmpty() || source == null) {
      throw new FirebreakException(
          ErrorCode.POLICY_INVALID,
          problems().stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
    }
    return new Policy(source);
  }

  private void read(String yaml) {
    if (yaml.length() > YAML_CHARS_MAX) {
      problem(1, "the file is larger than 1 MiB", "split it by vendor");
      return;
    }
    try {
      switch (YamlNode.read(yaml)) {
        case YamlNode.Mapping root -> readRoot(root);
        case YamlNode.Scalar scalar -> notRules(scalar.line());
        case YamlNode.Sequence sequence -> notRules(sequence.line());
      }
    } catch (YamlNode.Unreadable e) {
      problem(e.line(), String.valueOf(e.getMessage()), "check indentation, colons and quotes");
    }
  }

  private void notRules(int line) {
    problem(line, "a policy is a mapping of keys to rules", "begin with vendor: NAME");
  }

  private void readRoot(YamlNode.Mapping root) {
    Set<String> seen = new HashSet<>();
    for (YamlNode.Entry entry : root.entries()) {
      if (!KEYS.contains(entry.key())) {
        problem(entry.line(), "unknown key '" + entry.key() + "'", nearest(entry.key(), KEYS));
      } else if (!seen.add(entry.key())) {
        problem(entry.line(), "'" + entry.key() + "' stands twice", "join the two");
      }
    }
    Optional<VendorId> vendor = vendor(root);
    Treatment otherwise = fallback(root, "default", "what categories without a rule get");
    Treatment unclassified = fallback(root, "unclassified", "what unknown fields get");
    Map<String, Treatment> categories = categories(section(root, "categories"));
    Map<String, PropertyRule> properties = properties(section(root, "properties"));
    Map<String, Treatment> events = events(section(root, "events"));
    ties(properties.keySet(), true);
    ties(events.keySet(), false);
    if (problems.isEmpty() && vendor.isPresent()) {
      source =
          new PolicySource(vendor.get(), otherwise, unclassified, categories, properties, events);
    }
  }

  private Optional<VendorId> vendor(YamlNode.Mapping root) {
    Optional<YamlNode.Entry> entry = root.entry("vendor");
    if (entry.isEmpty()) {
      problem(root.line(), "'vendor' is missing", "add vendor: NAME, as in vendors/NAME.yaml");
      return Optional.empty();
    }
    if (entry.get().value() instanceof YamlNode.Scalar scalar) {
      try {
        return Optional.of(new VendorId(scalar.text()));
      } catch (IllegalArgumentException e) {
        problem(entry.get().line(), "this is no vendor's name", String.valueOf(e.getMessage()));
      }
    } else {
      problem(entry.get().line(), "this is no vendor's name", "write vendor: NAME");
    }
    return Optional.empty();
  }

  private Treatment fallback(YamlNode.Mapping root, String key, String meaning) {
    Optional<YamlNode.Entry> entry = root.entry(key);
    if (entry.isEmpty()) {
      problem(root.line(), "'" + key + "' is missing", "say " + meaning + "; drop is safe");
      return Treatment.drop();
    }
    Treatment treatment = treatment(entry.get().value()).orElse(Treatment.drop());
    if (treatment instanceof Treatment.Generalize || treatment instanceof Treatment.Pseudonymize) {
      problem(
          entry.get().line(),
          "'" + key + "' can't be " + treatment.label(),
          "not every field has such a form: use pass, redact or drop here");
    }
    return treatment;
  }

  private List<YamlNode.Entry> section(YamlNode.Mapping root, String key) {
    Optional<YamlNode.Entry> entry = root.entry(key);
    if (entry.isEmpty()) {
      return List.of();
    }
    return switch (entry.get().value()) {
      case YamlNode.Mapping mapping -> mapping.entries();
      case YamlNode.Scalar scalar when scalar.text().isEmpty() -> List.of();
      case YamlNode.Scalar scalar -> noMapping(key, scalar.line());
      case YamlNode.Sequence sequence -> noMapping(key, sequence.line());
    };
  }

  private List<YamlNode.Entry> noMapping(String key, int line) {
    problem(line, "'" + key + "' must be a mapping", "write one NAME: TREATMENT per line");
    return List.of();
  }

  private Map<String, Treatment> categories(List<YamlNode.Entry> entries) {
    Map<String, Treatment> rules = new LinkedHashMap<>();
    for (YamlNode.Entry entry : entries) {
      Optional<String> key = canonicalKey(entry);
      Optional<Treatment> treatment = treatment(entry.value());
      if (key.isEmpty() || treatment.isEmpty()) {
        continue;
      }
      Treatment before = rules.put(key.get(), treatment.get());
      if (before != null) {
        problem(
            entry.line(),
            "a second rule for '" + key.get() + "'",
            before.equals(treatment.get())
                ? "remove one"
                : "one says " + before.label() + ", one " + treatment.get().label());
      }
      lines.put("category " + key.get(), entry.line());
    }
    rules.forEach((key, treatment) -> fits(rules, key, treatment));
    return rules;
  }

  private Optional<String> canonicalKey(YamlNode.Entry entry) {
    String key = entry.key();
    if (key.equals(DataCategory.UNCLASSIFIED.key())) {
      problem(entry.line(), "'unclassified' is no category", "set the top-level unclassified");
      return Optional.empty();
    }
    if (!Taxonomy.under(key).isEmpty()) {
      return Optional.of(key);
    }
    Optional<DataCategory> alias = Taxonomy.categoryOf(key);
    if (alias.isEmpty()) {
      problem(entry.line(), "unknown category '" + key + "'", nearest(key, categoryKeys()));
    }
    return alias.map(DataCategory::key);
  }

  /// A rule must fit every category that it governs, but for secrets, which are capped anyway.
  private void fits(Map<String, Treatment> rules, String key, Treatment treatment) {
    Set<String> unfit = new TreeSet<>();
    for (DataCategory category : Taxonomy.under(key)) {
      boolean governed =
          rules.keySet().stream()
              .noneMatch(
                  other -> other.length() > key.length() && Taxonomy.covers(other, category));
      boolean capped = Treatment.NEVER_PASSED.contains(category) && !category.key().equals(key);
      if (governed && !capped && !treatment.fits(category)) {
        unfit.add(category.key());
      }
    }
    if (!unfit.isEmpty()) {
      problem(
          lines.getOrDefault("category " + key, 1),
          "'" + treatment.label() + "' does not fit " + String.join(", ", unfit),
          unfitHint(unfit));
    }
  }

  private static String unfitHint(Set<String> unfit) {
    boolean secret =
        unfit.stream()
            .flatMap(key -> DataCategory.ofKey(key).stream())
            .anyMatch(Treatment.NEVER_PASSED::contains);
    return secret
        ? "secrets are redacted under every policy: use redact or drop"
        : "use pass, redact or drop there, or a treatment made for that category";
  }

  private Map<String, PropertyRule> properties(List<YamlNode.Entry> entries) {
    Map<String, PropertyRule> rules = new LinkedHashMap<>();
    for (YamlNode.Entry entry : entries) {
      Optional<PropertyRule> rule = property(entry);
      if (rule.isPresent() && rules.put(entry.key(), rule.get()) != null) {
        problem(entry.line(), "a second rule for '" + entry.key() + "'", "remove one");
      }
      lines.put("true " + entry.key(), entry.line());
    }
    return rules;
  }

  private Optional<PropertyRule> property(YamlNode.Entry entry) {
    @Nullable DataCategory declared = null;
    YamlNode value = entry.value();
    if (value instanceof YamlNode.Mapping mapping
        && (mapping.entry("category").isPresent() || mapping.entry("treatment").isPresent())) {
      for (YamlNode.Entry part : mapping.entries()) {
        if (!part.key().equals("category") && !part.key().equals("treatment")) {
          problem(part.line(), "unknown key '" + part.key() + "'", "use category and treatment");
        }
      }
      Optional<YamlNode.Entry> treatment = mapping.entry("treatment");
      if (treatment.isEmpty()) {
        problem(entry.line(), "'treatment' is missing", "say what becomes of the property");
        return Optional.empty();
      }
      value = treatment.get().value();
      declared = mapping.entry("category").flatMap(this::declaredCategory).orElse(null);
    }
    @Nullable DataCategory category = declared;
    return treatment(value)
        .filter(treatment -> propertyFits(entry, category, treatment))
        .map(treatment -> new PropertyRule(entry.key(), category, treatment));
  }

  /// A rule must fit the category that it declares, or else the one that the name of an exact path
  /// says; a token needs one of the two.
  private boolean propertyFits(
      YamlNode.Entry entry, @Nullable DataCategory declared, Treatment treatment) {
    Optional<DataCategory> category = new PropertyRule(entry.key(), declared, treatment).governed();
    if (category.isPresent() && !treatment.fits(category.get())) {
      String key = category.get().key();
      problem(
          entry.line(),
          "'" + treatment.label() + "' does not fit " + key,
          declared == null
              ? unfitHint(Set.of(key)) + "; or declare what it is: {category: KEY, treatment: ...}"
              : unfitHint(Set.of(key)));
      return false;
    }
    if (category.isEmpty() && treatment instanceof Treatment.Pseudonymize) {
      problem(
          entry.line(),
          "a token of what is not known could be guessed",
          "declare what it is: {category: KEY, treatment: pseudonymize}");
      return false;
    }
    boolean slot = entry.key().equals("time") || entry.key().equals("/event");
    if (slot && !(treatment instanceof Treatment.Pass || isTime(treatment))) {
      problem(
          entry.line(),
          "an event can't do without '" + entry.key() + "'",
          "use pass, or generalize: hour or day for the time; drop whole events under events:");
      return false;
    }
    return true;
  }

  private static boolean isTime(Treatment treatment) {
    return treatment instanceof Treatment.Generalize(Generalization level)
        && (level == Generalization.HOUR || level == Generalization.DAY);
  }

  private Optional<DataCategory> declaredCategory(YamlNode.Entry entry) {
    if (entry.value() instanceof YamlNode.Scalar scalar) {
      Optional<DataCategory> category =
          Taxonomy.categoryOf(scalar.text()).filter(found -> found != DataCategory.UNCLASSIFIED);
      if (category.isEmpty()) {
        problem(
            entry.line(),
            "unknown category '" + scalar.text() + "'",
            nearest(scalar.text(), categoryKeys()));
      }
      return category;
    }
    problem(entry.line(), "a property has one category", "write category: KEY");
    return Optional.empty();
  }

  private Map<String, Treatment> events(List<YamlNode.Entry> entries) {
    Map<String, Treatment> rules = new LinkedHashMap<>();
    for (YamlNode.Entry entry : entries) {
      Optional<Treatment> treatment = treatment(entry.value());
      if (treatment.isEmpty()) {
        continue;
      }
      if (!(treatment.get() instanceof Treatment.Drop
          || treatment.get() instanceof Treatment.Pass)) {
        problem(entry.line(), "an event is passed on or dropped", "use pass or drop");
      } else if (rules.put(entry.key(), treatment.get()) != null) {
        problem(entry.line(), "a second rule for this event", "remove one");
      }
      lines.put("false " + entry.key(), entry.line());
    }
    return rules;
  }

  private Optional<Treatment> treatment(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> simple(scalar);
      case YamlNode.Mapping mapping when mapping.entries().size() == 1 ->
          withArgument(mapping.entries().getFirst());
      case YamlNode.Mapping mapping -> unknownTreatment(mapping.line());
      case YamlNode.Sequence sequence -> unknownTreatment(sequence.line());
    };
  }

  private Optional<Treatment> simple(YamlNode.Scalar scalar) {
    return switch (scalar.text()) {
      case "hash", "k-threshold" -> notYet(scalar.text(), scalar.line());
      default -> Treatment.ofWord(scalar.text()).or(() -> unknownTreatment(scalar.line()));
    };
  }

  private Optional<Treatment> withArgument(YamlNode.Entry entry) {
    if (entry.key().equals("hash") || entry.key().equals("k-threshold")) {
      return notYet(entry.key(), entry.line());
    }
    if (!entry.key().equals("generalize")) {
      return unknownTreatment(entry.line());
    }
    Optional<Generalization> level =
        entry.value() instanceof YamlNode.Scalar scalar
            ? Generalization.ofLabel(scalar.text())
            : Optional.empty();
    if (level.isEmpty()) {
      problem(
          entry.line(),
          "unknown level of generalize",
          "use country, region, city, hour, day, band, prefix, family, template or origin");
    }
    return level.map(Treatment.Generalize::new);
  }

  private Optional<Treatment> notYet(String word, int line) {
    problem(line, "'" + word + "' is not in this version", "use pseudonymize, generalize or drop");
    return Optional.empty();
  }

  private Optional<Treatment> unknownTreatment(int line) {
    problem(
        line, "unknown treatment", "use pass, drop, redact, pseudonymize or {generalize: LEVEL}");
    return Optional.empty();
  }

  /// Two globs of equally long literals that match a common name have no order.
  private void ties(Set<String> patterns, boolean path) {
    List<Glob> globs =
        patterns.stream().filter(Glob::isGlob).sorted().map(p -> new Glob(p, path)).toList();
    for (int i = 0; i < globs.size(); i++) {
      for (int j = i + 1; j < globs.size(); j++) {
        Glob one = globs.get(i);
        Glob other = globs.get(j);
        if (one.literalLength() == other.literalLength() && one.overlaps(other)) {
          problem(
              Math.max(
                  lines.getOrDefault(path + " " + one.pattern(), 1),
                  lines.getOrDefault(path + " " + other.pattern(), 1)),
              "'" + one.pattern() + "' and '" + other.pattern() + "' tie",
              "make one longer, or name the property they share exactly");
        }
      }
    }
  }

  private static Set<String> categoryKeys() {
    Set<String> keys = new TreeSet<>(Taxonomy.aliases().keySet());
    for (DataCategory category : DataCategory.values()) {
      keys.add(category.key());
    }
    return keys;
  }

  private static String nearest(String word, Set<String> known) {
    String best = known.iterator().next();
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : new TreeSet<>(known)) {
      int distance = distance(word, candidate);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return "did you mean '" + best + "'?";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= Math.min(a.length(), 64); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private void problem(int line, String problem, String hint) {
    problems.add(new PolicyProblem(file, line, problem, hint));
  }
}
