package dev.firebreak.policy;

import dev.firebreak.digest.Sha256;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one vendor may have: a treatment for every category, rules for single properties, and
/// events that it never gets. Grammar and precedence: docs/adr/0004-policy-grammar.md. Immutable.
///
/// Two files that mean the same have the same [#version], whatever their comments, order and
/// quoting.
public final class Policy {
  private static final int VERSION_DIGITS = 12;

  private final VendorId vendor;
  private final Treatment unclassified;
  private final Map<DataCategory, Treatment> byCategory;
  private final Map<String, PropertyRule> exact;
  private final List<PropertyGlob> globs;
  private final Set<String> onTheWay;
  private final Map<String, Treatment> exactEvents;
  private final List<EventGlob> eventGlobs;
  private final PolicySource source;
  private final Map<DataCategory, Treatment> caps;
  private final String canonical;
  private final String version;

  private record PropertyGlob(Glob glob, PropertyRule rule) {}

  private record EventGlob(Glob glob, Treatment treatment) {}

  Policy(PolicySource source) {
    this(source, Map.of());
  }

  private Policy(PolicySource source, Map<DataCategory, Treatment> caps) {
    this.source = source;
    this.caps = Collections.unmodifiableMap(caps);
    vendor = source.vendor();
    unclassified = source.unclassified().stricter(cap(DataCategory.UNCLASSIFIED));
    byCategory = byCategory(source);
    byCategory.replaceAll((category, treatment) -> capped(treatment, category));
    exact = new TreeMap<>();
    globs =
        source.properties().values().stream()
            .filter(rule -> Glob.isGlob(rule.path()))
            .map(rule -> new PropertyGlob(new Glob(rule.path(), true), rule))
            .sorted(
                Comparator.comparingInt((PropertyGlob each) -> each.glob().literalLength())
                    .reversed())
            .toList();
    source.properties().values().stream()
        .filter(rule -> !Glob.isGlob(rule.path()))
        .forEach(rule -> exact.put(rule.path(), rule));
    onTheWay =
        source.properties().keySet().stream()
            .flatMap(Policy::above)
            .collect(Collectors.toUnmodifiableSet());
    exactEvents = new TreeMap<>(source.events());
    exactEvents.keySet().removeIf(Glob::isGlob);
    eventGlobs =
        source.events().entrySet().stream()
            .filter(event -> Glob.isGlob(event.getKey()))
            .map(event -> new EventGlob(new Glob(event.getKey(), false), event.getValue()))
            .sorted(
                Comparator.comparingInt((EventGlob each) -> each.glob().literalLength()).reversed())
            .toList();
    canonical = canonical(source) + canonical(mattering(source, caps));
    version = Sha256.hex(canonical).substring(0, VERSION_DIGITS);
  }

  /// Reads a policy from its text; `name` stands in messages. Files are read by the caller.
  ///
  /// @throws dev.firebreak.error.FirebreakException with `POLICY_INVALID` and all problems of the
  ///   text in its message
  public static Policy parse(String name, String yaml) {
    return PolicyReader.read(name, yaml).policyOrThrow();
  }

  /// The policy that [#canonical] wrote down, its caps included.
  ///
  /// @throws IllegalArgumentException where the text is none
  public static Policy ofCanonical(String text) {
    CanonicalReader.Read read = new CanonicalReader(text).read();
    return new Policy(read.source(), read.caps());
  }

  /// All problems of a policy file, in the order of its lines; empty where it is good.
  public static List<PolicyProblem> problems(String name, String yaml) {
    return PolicyReader.read(name, yaml).problems();
  }

  /// The policy that comes with the product for a vendor, such as `mixpanel`.
  public static Policy shipped(String name) {
    String resource = "/policies/" + name + ".yaml";
    try (InputStream stream = Policy.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no policy ships under this name");
      }
      return parse(
          "policies/" + name + ".yaml", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("a shipped policy can't be read", e);
    }
  }

  public VendorId vendor() {
    return vendor;
  }

  /// This policy, and no more than every cap allows. Property rules are capped too, by the category
  /// that they give a field and by the one that its name says; a field of neither by what the cap
  /// says of unclassified ones. Caps that change nothing leave the policy and its version as they
  /// are; others make another version.
  public Policy cappedBy(List<PolicyCap> all) {
    Map<DataCategory, Treatment> most = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      Treatment cap = cap(category);
      for (PolicyCap each : all) {
        cap = cap.stricter(each.of(category));
      }
      if (!(cap instanceof Treatment.Pass)) {
        most.put(category, cap);
      }
    }
    boolean same = most.equals(caps) || (caps.isEmpty() && mattering(source, most).isEmpty());
    return same ? this : new Policy(source, most);
  }

  /// Every category of which a cap leaves less than this policy would, by bit, with the strictest
  /// cap's reason.
  public List<CappedCategory> cappedCategories(List<PolicyCap> all) {
    List<CappedCategory> found = new ArrayList<>();
    categories()
        .forEach((category, treatment) -> {
          Treatment effective = treatment;
          @Nullable String because = null;
          for (PolicyCap cap : all) {
            Treatment stricter = fitting(effective.stricter(cap.of(category)), category);
            if (stricter.strictness() > effective.strictness()) {
              effective = stricter;
              because = cap.because();
            }
          }
          if (because != null) {
            found.add(new CappedCategory(category, treatment, effective, because));
          }
        });
    return found;
  }

  /// The most that a field of this category may become; pass where no cap speaks of it.
  Treatment cap(DataCategory category) {
    return caps.getOrDefault(category, Treatment.pass());
  }

  /// The stricter of a treatment and the category's cap; where that cannot be done to values of the
  /// category, drop.
  Treatment capped(Treatment treatment, DataCategory category) {
    Treatment cap = cap(category);
    return cap.strictness() <= treatment.strictness() ? treatment : fitting(cap, category);
  }

  Map<String, PropertyRule> propertyRules() {
    return source.properties();
  }

  Map<String, Treatment> eventRules() {
    return source.events();
  }

  private static Treatment fitting(Treatment treatment, DataCategory category) {
    boolean fits =
        category == DataCategory.UNCLASSIFIED
            ? treatment instanceof Treatment.Pass || treatment.withholds()
            : treatment.withholds() || treatment.fits(category);
    return fits ? treatment : Treatment.drop();
  }

  /// The caps that could change what becomes of any field. Of which category the field of a
  /// property rule is, is known for certain only when it comes: by its place, its container or as a
  /// group, not by its name alone.
  private static Map<DataCategory, Treatment> mattering(
      PolicySource source, Map<DataCategory, Treatment> caps) {
    Map<DataCategory, Treatment> found = new EnumMap<>(DataCategory.class);
    caps.forEach((category, cap) -> {
      Treatment own =
          category == DataCategory.UNCLASSIFIED
              ? source.unclassified()
              : effective(source, category);
      boolean laxerRule =
          source.properties().values().stream()
              .anyMatch(rule -> rule.treatment().strictness() < cap.strictness());
      if (laxerRule || cap.strictness() > own.strictness()) {
        found.put(category, cap);
      }
    });
    return found;
  }

  /// The first 12 hex digits of SHA-256 over [#canonical].
  public String version() {
    return version;
  }

  /// The policy in one fixed form, the input of [#version].
  public String canonical() {
    return canonical;
  }

  /// What becomes of fields of a category that no property rule names. Secrets are redacted at
  /// least.
  public Treatment of(DataCategory category) {
    Treatment treatment = byCategory.get(category);
    return treatment == null ? unclassified : treatment;
  }

  /// What becomes of fields without a category.
  public Treatment unclassified() {
    return unclassified;
  }

  /// Every category with its treatment, by bit; `unclassified` last.
  public SortedMap<DataCategory, Treatment> categories() {
    SortedMap<DataCategory, Treatment> all = new TreeMap<>(byCategory);
    all.put(DataCategory.UNCLASSIFIED, unclassified);
    return Collections.unmodifiableSortedMap(all);
  }

  /// What becomes of properties of a category that a rule of their own names, by path or glob:
  /// those that the rule or their name counts to it.
  public SortedMap<String, Treatment> properties(DataCategory category) {
    SortedMap<String, Treatment> found = new TreeMap<>();
    source
        .properties()
        .forEach((path, rule) -> {
          if (rule.governed().filter(category::equals).isPresent()) {
            found.put(path, capped(rule.treatment(), category));
          }
        });
    return Collections.unmodifiableSortedMap(found);
  }

  /// What becomes of properties that a rule of their own names, by path or glob. Where a rule says
  /// of which category they are, that category's cap is in it.
  public SortedMap<String, Treatment> properties() {
    SortedMap<String, Treatment> all = new TreeMap<>();
    source
        .properties()
        .forEach((path, rule) ->
            all.put(
                path,
                rule.governed()
                    .map(category -> capped(rule.treatment(), category))
                    .orElse(rule.treatment())));
    return Collections.unmodifiableSortedMap(all);
  }

  /// What becomes of events that a rule names, by name or glob.
  public SortedMap<String, Treatment> events() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(source.events()));
  }

  /// True where the policy drops events of this name as a whole.
  public boolean dropsEvent(String eventName) {
    Treatment treatment = exactEvents.get(eventName);
    if (treatment == null) {
      for (EventGlob event : eventGlobs) {
        if (event.glob().matches(eventName)) {
          return event.treatment() instanceof Treatment.Drop;
        }
      }
    }
    return treatment instanceof Treatment.Drop;
  }

  /// True where a rule of its own decides about a property, by a path as in the policy's file.
  public boolean rules(String path) {
    return ruleFor(path).isPresent();
  }

  /// The rule for a property path: an exact one beats a glob, a longer literal a shorter. Fields of
  /// the message itself, which begin with `/`, are matched by globs that do so too.
  Optional<PropertyRule> ruleFor(String path) {
    PropertyRule rule = exact.get(path);
    if (rule != null) {
      return Optional.of(rule);
    }
    for (PropertyGlob candidate : globs) {
      if (candidate.glob().pattern().startsWith("/") == path.startsWith("/")
          && candidate.glob().matches(path)) {
        return Optional.of(candidate.rule());
      }
    }
    return Optional.empty();
  }

  /// True where a rule for a field further inside spells this path as its beginning.
  boolean leadsToRule(String path) {
    return onTheWay.contains(path);
  }

  /// The paths above a rule's own, as far as it spells them.
  private static Stream<String> above(String path) {
    List<String> above = new ArrayList<>();
    for (int i = 1; i < path.length() && path.charAt(i) != '*'; i++) {
      boolean separator = path.charAt(i) == '.' || path.charAt(i) == '[';
      if (separator && path.charAt(i - 1) != '\\') {
        above.add(path.substring(0, i));
      }
    }
    return above.stream();
  }

  /// True where tokens are made of values of this category.
  boolean pseudonymizes(DataCategory category) {
    return of(category) instanceof Treatment.Pseudonymize
        || Stream.concat(exact.values().stream(), globs.stream().map(PropertyGlob::rule))
            .anyMatch(rule ->
                capped(rule.treatment(), category) instanceof Treatment.Pseudonymize
                    && rule.governed().filter(category::equals).isPresent());
  }

  private static Map<DataCategory, Treatment> byCategory(PolicySource source) {
    Map<DataCategory, Treatment> map = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      if (category != DataCategory.UNCLASSIFIED) {
        map.put(category, effective(source, category));
      }
    }
    return map;
  }

  private static Treatment effective(PolicySource source, DataCategory category) {
    @Nullable String longest = null;
    for (String key : source.categories().keySet()) {
      if (Taxonomy.covers(key, category) && (longest == null || key.length() > longest.length())) {
        longest = key;
      }
    }
    Treatment ruled =
        longest == null
            ? source.otherwise()
            : source.categories().getOrDefault(longest, Treatment.drop());
    return Treatment.NEVER_PASSED.contains(category) ? ruled.stricter(Treatment.redact()) : ruled;
  }

  private static String canonical(PolicySource source) {
    StringBuilder text = new StringBuilder("firebreak-policy 1\n");
    text.append("vendor ").append(source.vendor()).append('\n');
    text.append("default ").append(source.otherwise().label()).append('\n');
    text.append("unclassified ").append(source.unclassified().label()).append('\n');
    new TreeMap<>(source.categories())
        .forEach((key, treatment) -> line(text, "category", key, treatment.label()));
    new TreeMap<>(source.properties())
        .forEach((path, rule) ->
            line(
                text,
                "property",
                path,
                rule.category().map(DataCategory::key).orElse("-")
                    + " "
                    + rule.treatment().label()));
    new TreeMap<>(source.events())
        .forEach((name, treatment) -> line(text, "event", name, treatment.label()));
    return text.toString();
  }

  private static String canonical(Map<DataCategory, Treatment> caps) {
    StringBuilder text = new StringBuilder();
    caps.forEach((category, most) -> line(text, "cap", category.key(), most.label()));
    return text.toString();
  }

  /// The length before the name keeps two different policies from writing the same text.
  private static void line(StringBuilder text, String kind, String name, String rest) {
    text.append(kind).append(' ').append(name.length()).append(' ').append(name);
    text.append(' ').append(rest).append('\n');
  }
}
