package dev.firebreak.policy;

import dev.firebreak.detect.Detection;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The second walk: writes the treated message field by field. Confined, reused.
final class MessageWriter {
  /// Stands for the message between two, so that no value outlives its message.
  private static final TokenBuffer NONE = new TokenBuffer();

  private final FieldRules rules;
  private final TextTreatment texts;
  private final ScalarWriter scalars;
  private final DedupeIds dedupeIds;
  private final MaskBuilder masks = new MaskBuilder();

  private TreatedJson json = new TreatedJson();
  private TokenBuffer message = NONE;
  private MessageKind kind = MessageKind.EVENT;
  private final MessageSurvey survey;
  private long receivedMillis;
  private @Nullable Long timeMillis;
  private @Nullable String dedupeId;

  MessageWriter(
      FieldRules rules,
      TextTreatment texts,
      Pseudonymizer pseudonymizer,
      DedupeIds dedupeIds,
      MessageSurvey survey) {
    this.rules = rules;
    this.texts = texts;
    scalars = new ScalarWriter(texts, pseudonymizer, masks);
    this.dedupeIds = dedupeIds;
    this.survey = survey;
  }

  /// What the writer hands back beside the header's identities.
  ///
  /// @param payload the treated message
  /// @param masks what happened to each category
  /// @param timeMillis when it happened, as treated
  /// @param dedupeId kept, replaced or new
  /// @param subjectAtVendor the subject's id as it stands in the payload
  record Written(
      byte[] payload,
      Masks masks,
      long timeMillis,
      String dedupeId,
      @Nullable String subjectAtVendor) {}

  /// Writes a surveyed message; empty where the policy leaves nothing of it, as when its event name
  /// may not go out.
  ///
  /// @param subject the raw id of the message's subject, if it has one
  Optional<Written> write(
      TokenBuffer treated, MessageKind kind, long receivedMillis, @Nullable String subject) {
    rules.work().refill();
    message = treated;
    this.kind = kind;
    this.receivedMillis = receivedMillis;
    timeMillis = null;
    dedupeId = null;
    masks.reset();
    json = new TreatedJson();
    scalars.begin(json, subject);
    json.open(null, true);
    json.keep();
    boolean forward = kind == MessageKind.EVENT ? writeEvent() : writeUpdate();
    json.close(true);
    byte[] payload = json.finish();
    message = NONE;
    String subjectAtVendor = scalars.end();
    if (!forward) {
      return Optional.empty();
    }
    String id = dedupeId == null ? dedupeIds.random() : dedupeId;
    long time = timeMillis == null ? receivedMillis : timeMillis;
    return Optional.of(new Written(payload, masks.build(), time, id, subjectAtVendor));
  }

  private boolean writeEvent() {
    boolean named = false;
    for (int i = 1; i < message.end(0); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      switch (name) {
        case "event" -> named = eventName(message.text(i + 1));
        case "properties" -> {
          json.open("properties", true);
          json.keep();
          properties(i + 1);
          stamp();
          json.close(true);
        }
        default -> messageField(name, i + 1);
      }
    }
    if (survey.propertiesAt < 0) {
      json.open("properties", true);
      json.keep();
      stamp();
      json.close(true);
    }
    return named;
  }

  /// Missing time and dedupe id: the vendor must neither use its own clock nor count a repeat.
  private void stamp() {
    if (timeMillis == null) {
      timeMillis = receivedMillis;
      json.number("time", Long.toString(receivedMillis));
    }
    if (dedupeId == null) {
      dedupeId = dedupeIds.random();
      json.text("$insert_id", dedupeId);
    }
  }

  private boolean eventName(String name) {
    FieldRule rule = rules.messageField(kind, "event");
    DataCategory category = rule.category() == null ? DataCategory.BEHAVIOR : rule.category();
    if (!(rule.treatment() instanceof Treatment.Pass)) {
      return false;
    }
    masks.add(category, Treatment.pass());
    Optional<String> treated =
        texts.treat(name, texts.scan(name), category, Treatment.pass(), masks);
    treated.ifPresent(text -> json.text("event", text));
    return treated.isPresent();
  }

  private boolean writeUpdate() {
    for (int i = 1; i < message.end(0); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      if (ProfileOperations.isOperation(name)) {
        operation(name, i + 1);
      } else {
        messageField(name, i + 1);
      }
    }
    return true;
  }

  private void operation(String name, int operand) {
    switch (message.kind(operand)) {
      case START_OBJECT -> {
        json.open(name, true);
        json.keep();
        properties(operand);
        json.close(true);
      }
      case START_ARRAY -> names(name, operand);
      default -> {
        if (name.equals("$delete")) {
          json.text(name, "");
        }
      }
    }
  }

  /// `$unset` lists properties by name; those that the vendor never gets need no removing.
  private void names(String name, int array) {
    json.open(name, false);
    json.keep();
    for (int i = array + 1; i < message.end(array); i = message.end(i) + 1) {
      if (message.kind(i) == Kind.STRING) {
        FieldRule rule = rules.property(kind, message.text(i));
        if (!hidesKey(rule, message.text(i)) && !rule.treatment().withholds()) {
          json.text(null, message.text(i));
        }
      }
    }
    json.close(false);
  }

  private void messageField(String name, int value) {
    field(rules.messageField(kind, name), name, "/" + FieldRules.escape(name), value);
  }

  private void properties(int container) {
    for (int i = container + 1; i < message.end(container); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      field(rules.property(kind, name), name, FieldRules.propertyPath(name), i + 1);
    }
  }

  private void field(FieldRule rule, String name, String path, int value) {
    if (rule.slot() == Slot.STRIPPED || hidesKey(rule, name)) {
      return;
    }
    switch (rule.slot()) {
      case TIME -> time(rule, name, value);
      case DEDUPE -> dedupe(name, value);
      case PLAIN, PERSON, GROUP, STRIPPED -> named(rule, name, path, value);
    }
  }

  /// A value with its key. A key that nothing explains may say anything, whatever its value became.
  private void named(FieldRule rule, String name, String path, int value) {
    int before = json.written();
    value(rule, name, path, value);
    if (json.written() == before || rule.knownKey()) {
      return;
    }
    if (rule.category() == null) {
      masks.add(DataCategory.UNCLASSIFIED, Treatment.pass());
    }
    for (Detection hit : texts.scan(name)) {
      masks.add(hit.category(), Treatment.pass());
    }
  }

  private boolean hidesKey(FieldRule rule, String name) {
    return rule.keyDropped() || (!rule.knownKey() && texts.hides(name));
  }

  private void value(FieldRule rule, @Nullable String name, String path, int value) {
    boolean scalar = message.end(value) == value;
    if (scalar && message.kind(value) != Kind.STRING && rule.hidesWhole()) {
      return;
    }
    switch (message.kind(value)) {
      case STRING -> scalars.text(rule, name, message.text(value));
      case NUMBER -> scalars.number(rule, name, message.text(value));
      case TRUE, FALSE -> scalars.bool(rule, name, message.kind(value) == Kind.TRUE);
      case NULL -> {
        if (!(rule.treatment() instanceof Treatment.Drop)) {
          json.nothing(name);
        }
      }
      case START_ARRAY -> array(rule, name, path, value);
      case START_OBJECT -> object(rule, name, path, value);
      case NAME, END_OBJECT, END_ARRAY ->
          throw new IllegalStateException("a value was expected at token " + value);
    }
  }

  private void array(FieldRule rule, @Nullable String name, String path, int value) {
    if (dropsWhole(rule, path)) {
      withholdAll(rule, value);
      return;
    }
    json.open(name, false);
    boolean empty = message.end(value) == value + 1;
    if (empty && (rule.category() != null || rule.treatment() instanceof Treatment.Pass)) {
      json.keep();
    }
    String itemPath = path + "[]";
    FieldRule item = empty ? rule : rules.item(rule, itemPath);
    for (int i = value + 1; i < message.end(value); i = message.end(i) + 1) {
      value(item, null, itemPath, i);
    }
    json.close(false);
  }

  private void object(FieldRule rule, @Nullable String name, String path, int value) {
    boolean formless =
        rule.treatment() instanceof Treatment.Pseudonymize
            || (rule.treatment() instanceof Treatment.Generalize && rule.category() != null);
    if (dropsWhole(rule, path) || formless) {
      withholdAll(rule, value);
      return;
    }
    json.open(name, true);
    if (rule.treatment() instanceof Treatment.Pass && message.end(value) == value + 1) {
      json.keep();
    }
    for (int i = value + 1; i < message.end(value); i = message.end(i + 1) + 1) {
      String key = message.text(i);
      String nestedPath = rules.below(path, key);
      FieldRule nested = rules.nested(rule, nestedPath, key);
      if (!hidesKey(nested, key)) {
        named(nested, key, nestedPath, i + 1);
      }
    }
    json.close(true);
  }

  /// What is known of a container that goes as a whole, and of the fields inside it, is withheld.
  private void withholdAll(FieldRule rule, int container) {
    scalars.withhold(rule);
    if (rule.category() != null) {
      return;
    }
    for (int i = container + 1; i < message.end(container); i++) {
      if (message.kind(i) == Kind.NAME) {
        rules.nestedCategory(message.text(i)).ifPresent(scalars::withhold);
      } else if (message.kind(i) == Kind.STRING) {
        scalars.withholdText(message.text(i));
      }
    }
  }

  /// A container goes as a whole where its own category or a rule withholds it, and where nothing
  /// is known of it: its names are then as unknown as its values. One whose name a rule spells on
  /// the way to a field inside is gone into.
  private boolean dropsWhole(FieldRule rule, String path) {
    if (!rule.treatment().withholds()) {
      return false;
    }
    return rule.category() != null || rule.ruled() || !rules.leadsToRule(path);
  }

  /// The event's time; what can't be read as one gives way to the receipt time.
  private void time(FieldRule rule, String name, int value) {
    Kind type = message.kind(value);
    DataCategory category = rule.category() == null ? DataCategory.BEHAVIOR : rule.category();
    OptionalLong time =
        switch (type) {
          case NUMBER -> EventTime.ofNumber(message.text(value));
          case STRING -> EventTime.ofText(message.text(value));
          default -> OptionalLong.empty();
        };
    if (time.isEmpty()) {
      return;
    }
    switch (rule.strictest()) {
      case Treatment.Pass _ -> {
        masks.add(category, Treatment.pass());
        timeMillis = time.getAsLong();
        if (type == Kind.NUMBER) {
          json.number(name, message.text(value));
        } else {
          json.text(name, message.text(value));
        }
      }
      case Treatment.Generalize(Generalization level)
          when level == Generalization.HOUR || level == Generalization.DAY -> {
        boolean seconds = type == Kind.NUMBER && EventTime.isSeconds(message.text(value));
        timeMillis = Generalizer.time(level, time.getAsLong());
        scalars.writeTime(category, level, name, time, seconds);
      }
      case Treatment.Generalize _, Treatment.Pseudonymize _, Treatment.Redact _, Treatment.Drop _ ->
          masks.add(category, Treatment.drop());
    }
  }

  private void dedupe(String name, int value) {
    Kind type = message.kind(value);
    boolean scalar = type == Kind.STRING || type == Kind.NUMBER;
    if (scalar && !message.text(value).isEmpty() && dedupeId == null) {
      String id = message.text(value);
      dedupeId = survey.isIdentity(id) ? dedupeIds.hidden(id) : dedupeIds.kept(id);
      json.text(name, dedupeId);
    }
  }
}
