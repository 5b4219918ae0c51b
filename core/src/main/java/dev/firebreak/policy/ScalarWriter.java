package dev.firebreak.policy;

import dev.firebreak.detect.Detection;
import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Writes one scalar of a message as its rule and what is detected in it say. Confined, reused.
final class ScalarWriter {
  private static final String DEVICE_PREFIX = DevicePrefix.TEXT;

  private final TextTreatment texts;
  private final Pseudonymizer pseudonymizer;
  private final MaskBuilder masks;

  private TreatedJson json = new TreatedJson();
  private @Nullable String subjectId;
  private @Nullable String subjectAtVendor;

  ScalarWriter(TextTreatment texts, Pseudonymizer pseudonymizer, MaskBuilder masks) {
    this.texts = texts;
    this.pseudonymizer = pseudonymizer;
    this.masks = masks;
  }

  /// Starts a message.
  ///
  /// @param subject the raw id of the message's subject, if it has one
  void begin(TreatedJson output, @Nullable String subject) {
    json = output;
    subjectId = subject;
    subjectAtVendor = null;
  }

  /// Ends the message: forgets its subject and tells how the vendor got its id.
  @Nullable String end() {
    String written = subjectAtVendor;
    subjectId = null;
    subjectAtVendor = null;
    return written;
  }

  void text(FieldRule rule, @Nullable String name, String value) {
    FieldRule first = rule.before();
    if (first != null
        && again(
            rule,
            name,
            TreatedForm.ofText(first, value),
            value,
            () -> asItIs(rule.category(), name, value))) {
      return;
    }
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

  /// A coarser form that stays may have tokens inside, which are looked at all the same.
  private void asItIs(@Nullable DataCategory category, @Nullable String name, String value) {
    texts
        .treat(value, List.of(), category, Treatment.pass(), masks)
        .ifPresent(text -> json.text(name, text));
  }

  private void redact(DataCategory category, @Nullable String name) {
    masks.add(category, Treatment.redact());
    json.text(name, "[" + category.key() + "]");
  }

  private void passText(DataCategory category, @Nullable String name, String value, Slot slot) {
    Optional<String> treated =
        texts.treat(value, texts.scan(value), category, Treatment.pass(), masks);
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
    Optional<String> coarse = Generalizer.text(level, category, value, texts::isOwn);
    if (coarse.isEmpty()) {
      masks.add(category, Treatment.drop());
      return;
    }
    Treatment done = new Treatment.Generalize(level);
    String text = coarse.get();
    Optional<String> treated =
        texts.treat(text, texts.scan(text), category, Treatment.pass(), masks);
    boolean unchanged = text.equals(value) && category == DataCategory.COUNTRY;
    masks.add(category, treated.isEmpty() ? Treatment.drop() : unchanged ? Treatment.pass() : done);
    treated.ifPresent(rest -> json.text(name, rest));
  }

  private void unclassifiedText(FieldRule rule, @Nullable String name, String value) {
    List<Detection> hits = texts.scan(value);
    Optional<Detection> whole = TextTreatment.whole(value, hits);
    if (rule.hidesWhole()) {
      whole.ifPresent(hit -> withhold(hit.category()));
      return;
    }
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
      case Treatment.Pseudonymize _ -> {
        masks.add(DataCategory.UNCLASSIFIED, Treatment.pseudonymize());
        hits.forEach(hit -> masks.add(hit.category(), Treatment.pseudonymize()));
        json.text(name, pseudonymizer.token(Domain.OTHER, value));
      }
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
      for (Detection hit : texts.scan(id)) {
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

  /// A scalar that was treated once. What it stood for is not there any more, so it stays as it is
  /// where today's rule leaves as much of it, and goes where not.
  ///
  /// @return false where it is as it came, and today's rule is for it as for any other
  private boolean again(
      FieldRule rule, @Nullable String name, Treatment form, String value, Runnable asItIs) {
    DataCategory category = rule.category();
    if (form instanceof Treatment.Pass) {
      return false;
    }
    if (category == null) {
      // of which category it was, only its value could tell; a category's name says nothing
      if (form.withholds() && !(rule.treatment() instanceof Treatment.Drop)) {
        asItIs.run();
      }
      return true;
    }
    if (rule.treatment().strictness() <= form.strictness()) {
      boolean device = form instanceof Treatment.Pseudonymize && value.startsWith(DEVICE_PREFIX);
      masks.add(device ? DataCategory.DEVICE_ID : category, form);
      asItIs.run();
      if (rule.slot() == Slot.PERSON) {
        noteSubject(value, value);
      }
    } else if (rule.treatment() instanceof Treatment.Redact) {
      redact(category, name);
    } else {
      withhold(category);
    }
    return true;
  }

  void number(FieldRule rule, @Nullable String name, String number) {
    FieldRule first = rule.before();
    if (first != null
        && again(
            rule, name, TreatedForm.ofNumber(first), number, () -> json.number(name, number))) {
      return;
    }
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
    List<Detection> hits = texts.scan(number);
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

  void bool(FieldRule rule, @Nullable String name, boolean value) {
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

  void withhold(FieldRule rule) {
    if (rule.category() != null) {
      withhold(rule.category());
    }
  }

  void withhold(DataCategory category) {
    masks.add(category, Treatment.drop());
  }

  /// A text that goes with what is around it: what the whole of it is, is withheld.
  void withholdText(String value) {
    TextTreatment.whole(value, texts.scan(value)).ifPresent(hit -> withhold(hit.category()));
  }

  void writeTime(
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
}
