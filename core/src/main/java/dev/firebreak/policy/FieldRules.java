package dev.firebreak.policy;

import dev.firebreak.detect.Detection;
import dev.firebreak.detect.DetectionType;
import dev.firebreak.detect.Detectors;
import dev.firebreak.detect.ScanWork;
import dev.firebreak.detect.SelfReference;
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
  private static final int PATH_CHARS_MAX = 1024;

  /// Stands for paths that are too long: what is below it is withheld, unless all goes out.
  private static final String TOO_LONG = "/../too long";

  private static final SelfReference NOTHING_KNOWN = new SelfReference();

  private final TreatmentSettings settings;
  private final boolean observe;
  private final Detectors detectors;
  private final Map<MessageKind, Map<String, FieldRule>> properties = perKind();
  private final Map<MessageKind, Map<String, FieldRule>> messageFields = perKind();
  private final Map<String, Optional<DataCategory>> nestedCategories = new HashMap<>();
  private final @Nullable FieldRules before;
  private final ScanWork work;

  /// @param observe true to decide as observe mode does, whatever the settings say
  FieldRules(TreatmentSettings settings, boolean observe, Detectors detectors) {
    this(settings, observe, detectors, null, ScanWork.ofMessage());
  }

  private FieldRules(
      TreatmentSettings settings,
      boolean observe,
      Detectors detectors,
      @Nullable FieldRules before,
      ScanWork work) {
    this.settings = settings;
    this.observe = observe;
    this.detectors = detectors;
    this.before = before;
    this.work = work;
  }

  /// Rules for messages that were treated once.
  ///
  /// @param first under which they were treated
  static FieldRules after(TreatmentSettings first, TreatmentSettings now, Detectors detectors) {
    ScanWork shared = ScanWork.ofMessage();
    FieldRules earlier = new FieldRules(first, first.observe(), detectors, null, shared);
    return new FieldRules(now, false, detectors, earlier, shared);
  }

  /// What looking at the message's names and texts may cost; begun anew for each walk.
  ScanWork work() {
    return work;
  }

  /// What becomes of a detected span or of a field of this category.
  Treatment of(DataCategory category) {
    if (!observe) {
      return settings.policy().of(category);
    }
    return Treatment.NEVER_PASSED.contains(category) ? Treatment.redact() : Treatment.pass();
  }

  /// Whether a token of this category may stand inside a text of a message that was treated once.
  boolean leftTokensInside(DataCategory category) {
    return before != null && !before.of(category).withholds();
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
        properties.getOrDefault(kind, Map.of()),
        name,
        key -> decideProperty(kind, key).after(before == null ? null : before.property(kind, key)));
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
          return decide(slot, "/" + escape(key), key, category)
              .after(before == null ? null : before.messageField(kind, key));
        });
  }

  /// A field inside a property that is an object. The container's own rule counts where it is
  /// stricter, and gives the category where the key says nothing.
  FieldRule nested(FieldRule parent, String path, String name) {
    FieldRule first = parent.before();
    return decideNested(parent, path, name)
        .after(before == null || first == null ? null : before.nested(first, path, name));
  }

  private FieldRule decideNested(FieldRule parent, String path, String name) {
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
    FieldRule first = array.before();
    return (item.ruled() ? item : array)
        .after(before == null || first == null ? null : before.item(first, path));
  }

  /// What the key of a nested field says about its value.
  Optional<DataCategory> nestedCategory(String name) {
    if (name.length() > REMEMBERED_KEY_CHARS_MAX) {
      return MixpanelDictionary.categoryOf(name).or(() -> KeyLexicon.categoryOf(name));
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

  /// The path of a field inside an object; beyond any rule where it is too long to be compared.
  String below(String path, String name) {
    if (path.startsWith(TOO_LONG) || path.length() + name.length() >= PATH_CHARS_MAX) {
      return TOO_LONG;
    }
    String below = path + "." + escape(name);
    return below.length() > PATH_CHARS_MAX ? TOO_LONG : below;
  }

  /// True where a rule for a field inside spells the path so far.
  boolean leadsToRule(String path) {
    return settings.policy().leadsToRule(path);
  }

  /// A key as a segment of a path: separators are escaped.
  static String escape(String name) {
    if (name.indexOf('.') < 0 && name.indexOf('[') < 0 && name.indexOf('\\') < 0) {
      return name;
    }
    return name.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[");
  }

  /// The path of a property: one that begins like a field of the message itself is none.
  static String propertyPath(String name) {
    return name.startsWith("/") ? "\\" + escape(name) : escape(name);
  }

  private FieldRule decideProperty(MessageKind kind, String name) {
    Slot slot = settings.groups().contains(name) ? Slot.GROUP : Slot.ofProperty(kind, name);
    Optional<DataCategory> category =
        slot == Slot.GROUP
            ? Optional.of(DataCategory.ORGANIZATION_ID)
            : dictionary(kind, name).or(() -> KeyLexicon.categoryOf(name));
    return decide(slot, propertyPath(name), name, category);
  }

  /// A group's name is an organisation's, not a person's.
  private static Optional<DataCategory> dictionary(MessageKind kind, String name) {
    boolean groupName = kind == MessageKind.GROUP && (name.equals("$name") || name.equals("name"));
    return groupName ? Optional.of(DataCategory.WORKPLACE) : MixpanelDictionary.categoryOf(name);
  }

  private FieldRule decide(Slot slot, String path, String name, Optional<DataCategory> byKey) {
    boolean tooLong = path.startsWith(TOO_LONG);
    Optional<PropertyRule> rule = tooLong ? Optional.empty() : ruleFor(slot, path);
    boolean keyWins = rule.isPresent() && byKey.isPresent() && keyWins(rule.get(), byKey.get());
    @Nullable DataCategory category =
        keyWins ? byKey.get() : rule.flatMap(PropertyRule::category).or(() -> byKey).orElse(null);
    Treatment treatment = treatment(rule, category);
    if (keyWins && !observe && Glob.isGlob(rule.get().path())) {
      Treatment own = settings.policy().of(byKey.get());
      boolean token = treatment instanceof Treatment.Pseudonymize;
      treatment = token && !treatment.equals(own) ? Treatment.drop() : treatment.stricter(own);
    }
    if (keyWins && !treatment.fits(byKey.get())) {
      treatment = treatment.stricter(Treatment.redact());
    }
    if (!observe) {
      treatment = capped(treatment, category, byKey.orElse(null));
    }
    boolean known =
        slot != Slot.PLAIN || MixpanelDictionary.isName(name) || KeyLexicon.isName(name);
    boolean keyDropped = (tooLong && !observe) || (!known && holdsValue(name));
    return new FieldRule(slot, category, treatment, rule.isPresent(), known, keyDropped);
  }

  /// No more than the policy's caps allow: of the category that the field got, and of the one that
  /// its key says, should a rule have given it another.
  private Treatment capped(
      Treatment treatment, @Nullable DataCategory category, @Nullable DataCategory byKey) {
    Policy policy = settings.policy();
    if (category == null) {
      return treatment.stricter(policy.cap(DataCategory.UNCLASSIFIED));
    }
    Treatment capped = policy.capped(treatment, category);
    if (byKey == null || byKey == category) {
      return capped;
    }
    Treatment both = policy.capped(capped, byKey);
    return both.withholds() || both.fits(category) ? both : Treatment.drop();
  }

  /// An event can't do without its name, time and dedupe id; a glob, which does not name them,
  /// takes none of them away.
  private Optional<PropertyRule> ruleFor(Slot slot, String path) {
    return settings
        .policy()
        .ruleFor(path)
        .filter(rule ->
            !Glob.isGlob(rule.path())
                || (slot != Slot.TIME && slot != Slot.DEDUPE && !path.equals("/event"))
                || rule.treatment() instanceof Treatment.Pass
                || (slot == Slot.TIME && rule.treatment().isOfTime()));
  }

  /// A rule can't rename a secret; a glob, which names no field, can't loosen what a key says, nor
  /// make tokens of another category of it.
  private boolean keyWins(PropertyRule rule, DataCategory byKey) {
    if (Treatment.NEVER_PASSED.contains(byKey)) {
      return true;
    }
    boolean renamed =
        rule.treatment() instanceof Treatment.Pseudonymize && rule.declared() != byKey;
    return Glob.isGlob(rule.path())
        && (renamed || settings.policy().of(byKey).strictness() > rule.treatment().strictness());
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
    for (Detection hit : detectors.scan(name, NOTHING_KNOWN, work)) {
      if (hit.type() == DetectionType.UNSCANNED
          || !(of(hit.category()) instanceof Treatment.Pass)) {
        return true;
      }
    }
    return false;
  }

  private static Map<MessageKind, Map<String, FieldRule>> perKind() {
    Map<MessageKind, Map<String, FieldRule>> maps = new EnumMap<>(MessageKind.class);
    for (MessageKind kind : MessageKind.values()) {
      maps.put(kind, new HashMap<>());
    }
    return maps;
  }

  /// What was decided without looking, since the message's work was spent, is for it alone.
  private FieldRule remembered(
      Map<String, FieldRule> rules, String name, Function<String, FieldRule> decide) {
    FieldRule rule = rules.get(name);
    if (rule != null) {
      return rule;
    }
    FieldRule decided = decide.apply(name);
    if (name.length() <= REMEMBERED_KEY_CHARS_MAX && !work.exhausted()) {
      if (rules.size() >= REMEMBERED_MAX) {
        rules.clear();
      }
      rules.put(name, decided);
    }
    return decided;
  }
}
