package dev.firebreak.policy;

import dev.firebreak.detect.Detectors;
import dev.firebreak.event.MessageKind;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.KeyLexicon;
import dev.firebreak.taxonomy.MixpanelDictionary;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides about fields by their keys: the policy's property rules first, then the dialect's
/// dictionary, then the lexicon of key names. Remembers what it decided, up to a bound. Confined.
final class FieldRules {
  private static final int REMEMBERED_MAX = 4096;
  private static final int REMEMBERED_KEY_CHARS_MAX = 64;

  private final TreatmentSettings settings;
  private final boolean observe;
  private final Detectors detectors;
  private final Map<MessageKind, Map<String, FieldRule>> properties = perKind();
  private final Map<MessageKind, Map<String, FieldRule>> messageFields = perKind();
  private final Map<String, Optional<DataCategory>> nestedCategories = new HashMap<>();

  /// @param observe true to decide as observe mode does, whatever the settings say
  FieldRules(TreatmentSettings settings, boolean observe, Detectors detectors) {
    this.settings = settings;
    this.observe = observe;
    this.detectors = detectors;
  }

  /// What becomes of a detected span or of a field of this category.
  Treatment of(DataCategory category) {
    if (!observe) {
      return settings.policy().of(category);
    }
    return Treatment.NEVER_PASSED.contains(category) ? Treatment.redact() : Treatment.pass();
  }

  Treatment unclassified() {
    return observe ? Treatment.pass() : settings.policy().unclassified();
  }

  boolean dropsEvent(String name) {
    return !observe && settings.policy().dropsEvent(name);
  }

  /// A field in one of the dialect's property containers.
  FieldRule property(MessageKind kind, String name) {
    return remembered(
        properties.getOrDefault(kind, Map.of()), name, key -> decideProperty(kind, key));
  }

  /// A field of the message itself.
  FieldRule messageField(MessageKind kind, String name) {
    return remembered(
        messageFields.getOrDefault(kind, Map.of()),
        name,
        key -> {
          Slot slot = Slot.ofMessageField(kind, key);
          Optional<DataCategory> category =
              MixpanelDictionary.categoryOf(key).or(() -> KeyLexicon.categoryOf(key));
          return decide(slot, "/" + escape(key), key, category);
        });
  }

  /// A field inside a property that is an object. The container's own rule counts where it is
  /// stricter, and gives the category where the key says nothing.
  FieldRule nested(FieldRule parent, String path, String name) {
    DataCategory own = nestedCategory(name).orElse(null);
    FieldRule rule = decide(Slot.PLAIN, path, name, Optional.ofNullable(own));
    if (rule.ruled() || (parent.category() == null && !parent.ruled())) {
      return rule;
    }
    if (rule.category() == null) {
      return new FieldRule(
          Slot.PLAIN,
          parent.category(),
          parent.treatment(),
          parent.ruled(),
          rule.knownKey(),
          rule.keyDropped());
    }
    return new FieldRule(
        Slot.PLAIN,
        rule.category(),
        rule.treatment().stricter(parent.treatment()),
        rule.ruled(),
        rule.knownKey(),
        rule.keyDropped());
  }

  /// An item of an array: a rule of its own counts, else the array's.
  FieldRule item(FieldRule array, String path) {
    FieldRule item = decide(array.slot(), path, "", Optional.ofNullable(array.category()));
    return item.ruled() ? item : array;
  }

  /// What the key of a nested field says about its value.
  Optional<DataCategory> nestedCategory(String name) {
    if (name.length() > REMEMBERED_KEY_CHARS_MAX) {
      return Optional.empty();
    }
    Optional<DataCategory> known = nestedCategories.get(name);
    if (known == null) {
      known = MixpanelDictionary.categoryOf(name).or(() -> KeyLexicon.categoryOf(name));
      if (nestedCategories.size() >= REMEMBERED_MAX) {
        nestedCategories.clear();
      }
      nestedCategories.put(name, known);
    }
    return known;
  }

  /// A key as a segment of a path: separators are escaped.
  static String escape(String name) {
    if (name.indexOf('.') < 0 && name.indexOf('[') < 0 && name.indexOf('\\') < 0) {
      return name;
    }
    return name.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[");
  }

  private FieldRule decideProperty(MessageKind kind, String name) {
    Slot slot = settings.groups().contains(name) ? Slot.GROUP : Slot.ofProperty(kind, name);
    Optional<DataCategory> category =
        slot == Slot.GROUP
            ? Optional.of(DataCategory.ORGANIZATION_ID)
            : dictionary(kind, name).or(() -> KeyLexicon.categoryOf(name));
    return decide(slot, escape(name), name, category);
  }

  /// A group's name is an organisation's, not a person's.
  private static Optional<DataCategory> dictionary(MessageKind kind, String name) {
    boolean groupName = kind == MessageKind.GROUP && (name.equals("$name") || name.equals("name"));
    return groupName ? Optional.of(DataCategory.WORKPLACE) : MixpanelDictionary.categoryOf(name);
  }

  private FieldRule decide(Slot slot, String path, String name, Optional<DataCategory> byKey) {
    Optional<PropertyRule> rule = settings.policy().ruleFor(path);
    boolean keyWins = rule.isPresent() && byKey.isPresent() && keyWins(rule.get(), byKey.get());
    @Nullable DataCategory category =
        keyWins ? byKey.get() : rule.flatMap(PropertyRule::category).or(() -> byKey).orElse(null);
    Treatment treatment = treatment(rule, category);
    if (keyWins && !observe && Glob.isGlob(rule.get().path())) {
      treatment = treatment.stricter(settings.policy().of(byKey.get()));
    }
    boolean known =
        slot != Slot.PLAIN || MixpanelDictionary.isName(name) || KeyLexicon.isName(name);
    boolean keyDropped = !known && holdsValue(name);
    return new FieldRule(slot, category, treatment, rule.isPresent(), known, keyDropped);
  }

  /// A rule can't rename a secret; a glob, which names no field, can't loosen what a key says.
  private boolean keyWins(PropertyRule rule, DataCategory byKey) {
    return Treatment.NEVER_PASSED.contains(byKey)
        || (Glob.isGlob(rule.path())
            && settings.policy().of(byKey).strictness() > rule.treatment().strictness());
  }

  private Treatment treatment(Optional<PropertyRule> rule, @Nullable DataCategory category) {
    if (observe) {
      return category == null ? Treatment.pass() : of(category);
    }
    if (category == null) {
      return rule.map(PropertyRule::treatment).orElse(settings.policy().unclassified());
    }
    Treatment treatment = rule.map(PropertyRule::treatment).orElse(settings.policy().of(category));
    return Treatment.NEVER_PASSED.contains(category)
        ? treatment.stricter(Treatment.redact())
        : treatment;
  }

  private boolean holdsValue(String name) {
    return detectors.scan(name).stream()
        .anyMatch(hit -> !(of(hit.category()) instanceof Treatment.Pass));
  }

  private static Map<MessageKind, Map<String, FieldRule>> perKind() {
    Map<MessageKind, Map<String, FieldRule>> maps = new EnumMap<>(MessageKind.class);
    for (MessageKind kind : MessageKind.values()) {
      maps.put(kind, new HashMap<>());
    }
    return maps;
  }

  private static FieldRule remembered(
      Map<String, FieldRule> rules, String name, Function<String, FieldRule> decide) {
    FieldRule rule = rules.get(name);
    if (rule != null) {
      return rule;
    }
    FieldRule decided = decide.apply(name);
    if (name.length() <= REMEMBERED_KEY_CHARS_MAX) {
      if (rules.size() >= REMEMBERED_MAX) {
        rules.clear();
      }
      rules.put(name, decided);
    }
    return decided;
  }
}
