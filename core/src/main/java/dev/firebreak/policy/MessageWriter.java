package dev.firebreak.policy;

import dev.firebreak.detect.Detection;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The second walk: writes the treated message field by field. Confined, reused.
final class MessageWriter {
  private static final String DEVICE_PREFIX = "$device:";

  private final FieldRules rules;
  private final TextTreatment texts;
  private final Pseudonymizer pseudonymizer;
  private final DedupeIds dedupeIds;
  private final MaskBuilder masks = new MaskBuilder();

  private TreatedJson json = new TreatedJson();
  private TokenBuffer message = new TokenBuffer();
  private MessageKind kind = MessageKind.EVENT;
  private MessageSurvey survey;
  private long receivedMillis;
  private @Nullable Long timeMillis;
  private @Nullable String dedupeId;
  private @Nullable String subjectId;
  private @Nullable String subjectAtVendor;

  MessageWriter(
      FieldRules rules,
      TextTreatment texts,
      Pseudonymizer pseudonymizer,
      DedupeIds dedupeIds,
      MessageSurvey survey) {
    this.rules = rules;
    this.texts = texts;
    this.pseudonymizer = pseudonymizer;
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
    message = treated;
    this.kind = kind;
    this.receivedMillis = receivedMillis;
    timeMillis = null;
    dedupeId = null;
    subjectId = subject;
    subjectAtVendor = null;
    masks.reset();
    json = new TreatedJson();
    json.open(null, true);
    json.keep();
    boolean forward = kind == MessageKind.EVENT ? writeEvent() : writeUpdate();
    json.close(true);
    byte[] payload = json.finish();
    message = new TokenBuffer();
    subjectId = null;
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
        texts.treat(name, texts.scan(name, survey.known), category, Treatment.pass(), masks);
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
    field(rules.messageField(kind, name), name, "/" + name, value);
  }

  private void properties(int container) {
    for (int i = container + 1; i < message.end(container); i = message.end(i + 1) + 1) {
      String name = message.text(i);
      field(rules.property(kind, name), name, name, i + 1);
    }
  }

  private void field(FieldRule rule, String name, String path, int value) {
    if (rule.slot() == Slot.STRIPPED || hidesKey(rule, name)) {
      return;
    }
    switch (rule.slot()) {
      case TIME -> time(rule, name, value);
      case DEDUPE -> dedupe(name, value);
      case PLAIN, PERSON, GROUP, STRIPPED -> value(rule, name, path, value);
    }
  }

  private boolean hidesKey(FieldRule rule, String name) {
    return rule.keyDropped()
        || (!rules.observes()
            && !rule.knownKey()
            && !survey.known.isEmpty()
            && !survey.known.find(name).isEmpty());
  }

  private void value(FieldRule rule, @Nullable String name, String path, int value) {
    switch (message.kind(value)) {
      case STRING -> text(rule, name, message.text(value));
      case NUMBER -> number(rule, name, message.text(value));
      case TRUE, FALSE -> bool(rule, name, message.kind(value) == Kind.TRUE);
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
    if (dropsWhole(rule)) {
      withhold(rule);
      return;
    }
    json.open(name, false);
    if (rule.category() != null || message.end(value) == value + 1) {
      json.keep();
    }
    for (int i = value + 1; i < message.end(value); i = message.end(i) + 1) {
      value(rule, null, path + "[]", i);
    }
    json.close(false);
  }

  private void object(FieldRule rule, @Nullable String name, String path, int value) {
    boolean formless =
        rule.treatment() instanceof Treatment.Pseudonymize
            || (rule.treatment() instanceof Treatment.Generalize && rule.category() != null);
    if (dropsWhole(rule) || formless) {
      withhold(rule);
      return;
    }
    json.open(name, true);
    if (rule.treatment() instanceof Treatment.Pass && message.end(value) == value + 1) {
      json.keep();
    }
    for (int i = value + 1; i < message.end(value); i = message.end(i + 1) + 1) {
      String key = message.text(i);
      String nestedPath = path + "." + FieldRules.escape(key);
      FieldRule nested = rules.nested(rule, nestedPath, key);
      if (!hidesKey(nested, key)) {
        value(nested, key, nestedPath, i + 1);
      }
    }
    json.close(true);
  }

  /// A container goes as a whole where its own category or a rule withholds it.
  private static boolean dropsWhole(FieldRule rule) {
    return rule.treatment().withholds() && (rule.category() != null || rule.ruled());
  }

  private void withhold(FieldRule rule) {
    if (rule.category() != null) {
      masks.add(rule.category(), Treatment.drop());
    }
  }

  private void text(FieldRule rule, @Nullable String name, String value) {
    DataCategory category = rule.category();
    if (category == null) {
      unclassifiedText(rule, name, value);
      return;
    }
    switch (rule.treatment()) {
      case Treatment.Drop _ -> withhold(rule);
      case Treatment.Redact _ -> redact(category, name);
      case Treatment.Pseudonymize _ -> pseudonymize(rule, category, name, value);
      case Treatment.Generalize(Generalization level) -> generalize(category, level, name, value);
      case Treatment.Pass _ -> passText(category, name, value, rule.slot());
    }
  }

  private void redact(DataCategory category, @Nullable String name) {
    masks.add(category, Treatment.redact());
    json.text(name, "[" + category.key() + "]");
  }

  private void passText(DataCategory category, @Nullable String name, String value, Slot slot) {
    Optional<String> treated =
        texts.treat(value, texts.scan(value, survey.known), category, Treatment.pass(), masks);
    if (treated.isEmpty()) {
      return;
    }
    masks.add(category, Treatment.pass());
    json.text(name, treated.get());
    if (slot == Slot.PERSON) {
      noteSubject(value, treated.get());
    }
  }

  private void generalize(
      DataCategory category, Generalization level, @Nullable String name, String value) {
    if (level == Generalization.HOUR || level == Generalization.DAY) {
      OptionalLong time = EventTime.ofText(value);
      writeTime(category, level, name, time, false);
      return;
    }
    Optional<String> coarse = Generalizer.text(level, category, value);
    if (coarse.isEmpty()) {
      masks.add(category, Treatment.drop());
      return;
    }
    Treatment done = new Treatment.Generalize(level);
    String text = coarse.get();
    Optional<String> treated =
        texts.treat(text, texts.scan(text, survey.known), category, Treatment.pass(), masks);
    boolean unchanged = text.equals(value) && category == DataCategory.COUNTRY;
    masks.add(category, treated.isEmpty() ? Treatment.drop() : unchanged ? Treatment.pass() : done);
    treated.ifPresent(rest -> json.text(name, rest));
  }

  private void unclassifiedText(FieldRule rule, @Nullable String name, String value) {
    List<Detection> hits = texts.scan(value, survey.known);
    Optional<Detection> whole = TextTreatment.whole(value, hits);
    if (whole.isPresent() && !rule.ruled()) {
      Optional<String> treated = texts.treat(value, hits, null, Treatment.pass(), masks);
      treated.ifPresent(text -> json.text(name, text));
      return;
    }
    switch (rule.treatment()) {
      case Treatment.Pass _ -> {
        Optional<String> treated = texts.treat(value, hits, null, Treatment.pass(), masks);
        if (treated.isPresent()) {
          masks.add(DataCategory.UNCLASSIFIED, Treatment.pass());
          json.text(name, treated.get());
        }
      }
      case Treatment.Redact _ -> json.text(name, "[unclassified]");
      case Treatment.Drop _ -> {}
      case Treatment.Pseudonymize _ -> json.text(name, pseudonymizer.token(Domain.OTHER, value));
      case Treatment.Generalize(Generalization level) ->
          generalize(DataCategory.UNCLASSIFIED, level, name, value);
    }
  }

  private void pseudonymize(
      FieldRule rule, DataCategory category, @Nullable String name, String id) {
    Domain domain =
        switch (rule.slot()) {
          case PERSON -> Domain.PERSON;
          case GROUP -> Domain.ORG;
          case PLAIN, TIME, DEDUPE, STRIPPED -> TextTreatment.domain(category);
        };
    boolean device = domain == Domain.PERSON && id.startsWith(DEVICE_PREFIX);
    String bare = device ? id.substring(DEVICE_PREFIX.length()) : id;
    String token = bare.isEmpty() ? "" : pseudonymizer.token(domain, bare);
    String written = device ? DEVICE_PREFIX + token : token;
    masks.add(device ? DataCategory.DEVICE_ID : category, Treatment.pseudonymize());
    if (id.indexOf('@') > 0) {
      for (Detection hit : texts.scan(id, survey.known)) {
        masks.add(hit.category(), Treatment.pseudonymize());
      }
    }
    json.text(name, written);
    if (rule.slot() == Slot.PERSON) {
      noteSubject(id, written);
    }
  }

  private void noteSubject(String raw, String written) {
    if (subjectAtVendor == null && raw.equals(subjectId)) {
      subjectAtVendor = written;
    }
  }

  private void number(FieldRule rule, @Nullable String name, String number) {
    DataCategory category = rule.category() == null ? DataCategory.UNCLASSIFIED : rule.category();
    switch (rule.treatment()) {
      case Treatment.Drop _ -> withhold(rule);
      case Treatment.Redact _ -> redact(category, name);
      case Treatment.Pseudonymize _ -> pseudonymize(rule, category, name, number);
      case Treatment.Generalize(Generalization level) ->
          generalizeNumber(category, level, name, number);
      case Treatment.Pass _ -> passNumber(category, name, number, rule.slot());
    }
  }

  private void passNumber(DataCategory category, @Nullable String name, String number, Slot slot) {
    List<Detection> hits = texts.scan(number, survey.known);
    if (!hits.isEmpty()) {
      Optional<String> treated = texts.treat(number, hits, category, Treatment.pass(), masks);
      if (treated.isEmpty()) {
        return;
      }
      if (!treated.get().equals(number)) {
        json.text(name, treated.get());
        return;
      }
    }
    masks.add(category, Treatment.pass());
    json.number(name, number);
    if (slot == Slot.PERSON) {
      noteSubject(number, number);
    }
  }

  private void generalizeNumber(
      DataCategory category, Generalization level, @Nullable String name, String number) {
    switch (level) {
      case HOUR, DAY -> {
        OptionalLong time = EventTime.ofNumber(number);
        writeTime(category, level, name, time, time.isPresent() && EventTime.isSeconds(number));
      }
      case BAND -> {
        Optional<String> band = Generalizer.band(number);
        masks.add(category, band.isPresent() ? new Treatment.Generalize(level) : Treatment.drop());
        band.ifPresent(text -> json.number(name, text));
      }
      case CITY, REGION, COUNTRY, PREFIX, FAMILY, TEMPLATE, ORIGIN ->
          masks.add(category, Treatment.drop());
    }
  }

  private void bool(FieldRule rule, @Nullable String name, boolean value) {
    DataCategory category = rule.category() == null ? DataCategory.UNCLASSIFIED : rule.category();
    switch (rule.treatment()) {
      case Treatment.Pass _ -> {
        masks.add(category, Treatment.pass());
        json.bool(name, value);
      }
      case Treatment.Redact _ -> redact(category, name);
      case Treatment.Drop _, Treatment.Pseudonymize _, Treatment.Generalize _ -> withhold(rule);
    }
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
    switch (rule.treatment()) {
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
        writeTime(category, level, name, time, seconds);
      }
      case Treatment.Generalize _, Treatment.Pseudonymize _, Treatment.Redact _, Treatment.Drop _ ->
          masks.add(category, Treatment.drop());
    }
  }

  private void writeTime(
      DataCategory category,
      Generalization level,
      @Nullable String name,
      OptionalLong time,
      boolean seconds) {
    if (time.isEmpty()) {
      masks.add(category, Treatment.drop());
      return;
    }
    long coarse = Generalizer.time(level, time.getAsLong());
    masks.add(category, new Treatment.Generalize(level));
    json.number(name, Long.toString(seconds ? coarse / 1000 : coarse));
  }

  private void dedupe(String name, int value) {
    Kind type = message.kind(value);
    boolean scalar = type == Kind.STRING || type == Kind.NUMBER;
    if (scalar && !message.text(value).isEmpty() && dedupeId == null) {
      dedupeId = dedupeIds.kept(message.text(value));
      json.text(name, dedupeId);
    }
  }
}
