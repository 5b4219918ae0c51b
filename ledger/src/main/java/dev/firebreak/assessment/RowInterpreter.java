package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Optional;

/// Says of each row who it is about and what it shows, and counts the values on the way. Not
/// thread-safe.
final class RowInterpreter {
  private static final int KEPT_CHARS_MAX = 1000;

  private final CategoryTally tally;
  private final ReducedRow reduced = new ReducedRow();

  RowInterpreter(CategoryTally tally) {
    this.tally = tally;
  }

  /// The row in its reduced form; reused by the next call.
  ///
  /// @param row whose values were searched ([ValueSearch#search])
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
        value(shape, row.node(i), row.searched(i), row.isText(i));
      }
    }
    reduced.complete();
    return reduced;
  }

  private void value(RowShape shape, PathNode node, SearchedValue searched, boolean text) {
    FieldMeaning meaning = node.meaning(shape);
    String value = searched.value();
    if (text || searched.mask() != 0) {
      tally.searched(searched.mask());
    }
    Optional<DataCategory> category = category(meaning, value);
    Form form = form(category, searched);
    node.count(shape, form, searched.hash());
    node.look(meaning, searched.look(), value, searched.hash());
    count(node, category, form, searched);
    if (meaning.slot() != Slot.NONE) {
      play(meaning.slot(), value, form);
    }
    if (meaning.slot() != Slot.EMAIL) {
      for (String mail : searched.mails()) {
        boolean whole = value.equals(mail) || Identifiers.email(value).equals(mail);
        reduced.mail(mail, whole ? ReducedRow.Standing.WHOLE : ReducedRow.Standing.WITHIN, false);
      }
    }
  }

  private static Form form(Optional<DataCategory> category, SearchedValue searched) {
    if (searched.token()) {
      return Form.TOKEN;
    }
    return category.isPresent()
        ? ValueForm.ofNoToken(category.get(), searched.value())
        : Form.CLEAR;
  }

  private void count(
      PathNode node, Optional<DataCategory> category, Form form, SearchedValue searched) {
    long mask = searched.mask();
    if (mask != 0) {
      node.detected(mask);
      reduced.expose(Form.CLEAR, mask);
      for (DataCategory found : DataCategory.ofMask(mask)) {
        if (category.isEmpty() || category.get() != found) {
          tally.clearValue(found, searched.hash());
        }
      }
    }
    if (category.isPresent()) {
      reduced.expose(form, category.get().mask());
      if (form == Form.CLEAR) {
        tally.clearValue(category.get(), searched.hash());
      }
    } else if (mask == 0) {
      reduced.expose(form, DataCategory.UNCLASSIFIED.mask());
    }
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
          LOCALE,
          BIRTH_DATE,
          GENDER,
          AGE,
          POSTCODE,
          JOB_TITLE,
          IP_ADDRESS,
          LATITUDE,
          LONGITUDE,
          TIME_ZONE -> {
        if (form != Form.TOKEN) {
          reduced.keep(slot, QuasiValues.normal(slot, bounded(value)));
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
