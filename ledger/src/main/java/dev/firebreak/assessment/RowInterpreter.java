package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says of each row who it is about and what it shows, and counts the values on the way. Not
/// thread-safe.
final class RowInterpreter {
  private static final int CACHE_SLOTS = 1 << 16;
  private static final int CACHED_CHARS_MAX = 200;
  private static final int KEPT_CHARS_MAX = 1000;
  private static final int NUMBER_DIGITS_SCANNED = 7;

  /// What the detectors say of one value.
  private record Scanned(String value, ValueShape look, long mask, List<String> mails) {
    static Scanned nothing(String value) {
      return new Scanned(value, ValueShape.of(value), 0, List.of());
    }
  }

  private final TextScan scan;
  private final CategoryTally tally;
  private final Scanned[] cache = new Scanned[CACHE_SLOTS];
  private final ReducedRow reduced = new ReducedRow();

  RowInterpreter(TextScan scan, CategoryTally tally) {
    this.scan = scan;
    this.tally = tally;
  }

  /// The row in its reduced form; reused by the next call.
  ReducedRow interpret(FlatRow row) {
    RowShape shape = RowShapes.of(row.marks(), row);
    reduced.reset(shape);
    for (String mail : row.mailsInNames()) {
      reduced.mail(mail, ReducedRow.Standing.WITHIN, false);
      reduced.expose(Form.CLEAR, DataCategory.EMAIL.mask());
    }
    for (int i = 0; i < row.size(); i++) {
      String value = row.value(i);
      if (!ValueForm.isPlaceholder(value) && !shape.dialect().isNothing(value)) {
        value(shape, row.node(i), value, row.isText(i));
      }
    }
    reduced.complete();
    return reduced;
  }

  private void value(RowShape shape, PathNode node, String value, boolean text) {
    FieldMeaning meaning = node.meaning(shape);
    long hash = HashSet64.hash(value);
    boolean token = ValueForm.isToken(value);
    Scanned scanned =
        token || !isSearched(value, text) ? Scanned.nothing(value) : scanned(value, hash);
    if (text || scanned.mask() != 0) {
      tally.searched(scanned.mask());
    }
    Optional<DataCategory> category = category(meaning, value);
    Form form =
        token ? Form.TOKEN : category.map(each -> ValueForm.of(each, value)).orElse(Form.CLEAR);
    node.count(shape, form, hash);
    node.look(meaning, scanned.look(), value, hash);
    count(node, category, form, scanned, hash);
    if (meaning.slot() != Slot.NONE) {
      play(meaning.slot(), value, form);
    }
    if (meaning.slot() != Slot.EMAIL) {
      for (String mail : scanned.mails()) {
        boolean whole = Identifiers.email(value).equals(mail);
        reduced.mail(mail, whole ? ReducedRow.Standing.WHOLE : ReducedRow.Standing.WITHIN, false);
      }
    }
  }

  private void count(
      PathNode node, Optional<DataCategory> category, Form form, Scanned scanned, long hash) {
    if (scanned.mask() != 0) {
      node.detected(scanned.mask());
      reduced.expose(Form.CLEAR, scanned.mask());
      for (DataCategory found : DataCategory.ofMask(scanned.mask())) {
        if (category.isEmpty() || category.get() != found) {
          tally.clearValue(found, hash);
        }
      }
    }
    if (category.isPresent()) {
      reduced.expose(form, category.get().mask());
      if (form == Form.CLEAR) {
        tally.clearValue(category.get(), hash);
      }
    } else if (scanned.mask() == 0) {
      reduced.expose(form, DataCategory.UNCLASSIFIED.mask());
    }
  }

  /// Texts are searched, and numbers long enough to be something.
  private static boolean isSearched(String value, boolean text) {
    return text || value.length() >= NUMBER_DIGITS_SCANNED;
  }

  /// The field's category; an id with Mixpanel's prefix for devices is a device's.
  private static Optional<DataCategory> category(FieldMeaning meaning, String value) {
    Optional<DataCategory> category = meaning.category();
    boolean device =
        category.isPresent()
            && category.get() == DataCategory.ACCOUNT_ID
            && value.startsWith(ValueForm.DEVICE_PREFIX);
    return device ? Optional.of(DataCategory.DEVICE_ID) : category;
  }

  private Scanned scanned(String value, long hash) {
    if (value.length() > CACHED_CHARS_MAX) {
      return scan(value);
    }
    int at = (int) (hash >>> 24) & CACHE_SLOTS - 1;
    Scanned known = cache[at];
    if (known == null || !known.value().equals(value)) {
      known = scan(value);
      cache[at] = known;
    }
    return known;
  }

  private Scanned scan(String value) {
    List<TextScan.Hit> hits = scan.scan(value);
    if (hits.isEmpty()) {
      return Scanned.nothing(value);
    }
    long mask = 0;
    for (TextScan.Hit hit : hits) {
      mask |= hit.category().mask();
    }
    List<String> mails =
        hits.stream()
            .filter(hit -> hit.category() == DataCategory.EMAIL)
            .map(hit -> Identifiers.email(decoded(value.substring(hit.start(), hit.end()))))
            .filter(mail -> !mail.isEmpty())
            .distinct()
            .toList();
    return new Scanned(value, ValueShape.of(value), mask, mails);
  }

  private static String decoded(String span) {
    String text = span.toLowerCase(Locale.ROOT);
    return text.contains("%") ? text.replace("%40", "@").replace("%2b", "+") : text;
  }

  private void play(Slot slot, String value, Form form) {
    switch (slot) {
      case USER_ID,
          DISTINCT_ID,
          MEMBER_ID,
          REFERENCE_ID,
          MENTIONED_ID,
          WEAK_ID,
          DEVICE_ID,
          OTHER_ID,
          MERGED_ID ->
          identify(slot, value);
      case EMAIL -> mail(value, form, ReducedRow.Standing.OWN);
      case OTHER_EMAIL -> mail(value, form, ReducedRow.Standing.WHOLE);
      case PHONE -> phone(value, form);
      case EVENT -> reduced.event(bounded(value));
      case TIME -> reduced.time(EventTime.millis(value));
      case NONE -> {}
      case NAME,
          COUNTRY,
          REGION,
          CITY,
          BROWSER,
          BROWSER_VERSION,
          OS,
          REFERRER,
          REFERRING_DOMAIN,
          LOCALE -> {
        if (form != Form.TOKEN) {
          reduced.keep(slot, bounded(value));
        }
      }
      case ORGANIZATION -> organization(slot, MentionTally.Kind.ORGANIZATION_ID, value, form);
      case WORKPLACE -> organization(slot, MentionTally.Kind.ORGANIZATION_NAME, value, form);
    }
  }

  private void mail(String value, Form form, ReducedRow.Standing standing) {
    String mail = form == Form.TOKEN ? bounded(value.strip()) : Identifiers.email(value);
    if (!mail.isEmpty() && form != Form.GENERALIZED) {
      reduced.mail(mail, standing, form == Form.TOKEN);
    }
  }

  private void phone(String value, Form form) {
    String phone =
        switch (form) {
          case CLEAR -> Identifiers.phone(value);
          case TOKEN -> bounded(value.strip());
          case GENERALIZED -> "";
        };
    if (!phone.isEmpty()) {
      reduced.phone(phone);
    }
  }

  private void organization(Slot slot, MentionTally.Kind kind, String value, Form form) {
    boolean token = form == Form.TOKEN;
    if (!token) {
      reduced.keep(slot, bounded(value));
    }
    reduced.organization(kind, bounded(value.strip()), token);
  }

  private void identify(Slot slot, String value) {
    boolean device = slot == Slot.DEVICE_ID || value.startsWith(ValueForm.DEVICE_PREFIX);
    String id = bounded(ValueForm.withoutDevicePrefix(value.strip()));
    if (!Identifiers.isSomebody(id)) {
      return;
    }
    reduced.id(device ? Slot.DEVICE_ID : slot, id);
  }

  /// Without NUL, which the database's texts do not all bear, and not longer than is kept.
  private static String bounded(String value) {
    String clean = value.indexOf('\0') < 0 ? value : value.replace('\0', '\ufffd');
    return clean.length() <= KEPT_CHARS_MAX ? clean : clean.substring(0, KEPT_CHARS_MAX);
  }
}
