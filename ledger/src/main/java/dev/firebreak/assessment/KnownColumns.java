package dev.firebreak.assessment;

import dev.firebreak.risk.QuasiIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which columns of an attacker's knowledge mean which field of a data set, by their names: the key
/// of a quasi-identifier, `name`, `latitude`, `longitude`, or any name that the dictionaries know.
/// Immutable.
///
/// @param fields the column of each field that is known
/// @param unused columns that mean no field, in the order of the file
record KnownColumns(Map<String, String> fields, List<String> unused) {
  /// Names the target; it is compared with nothing but our own matching.
  static final String TARGET = "target_id";

  /// Fields of one file that count: a pattern of them is the bits of a number.
  private static final int FIELDS_MAX = 30;

  private static final Map<String, String> VALUES = values();

  KnownColumns {
    fields = new LinkedHashMap<>(fields);
    unused = List.copyOf(unused);
  }

  /// A field's value of a person as SQL over the table `quasi`, each by itself.
  private static Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (QuasiIdentifier each : QuasiIdentifier.values()) {
      values.put(each.key(), QuasiColumns.value(each));
    }
    values.put(QuasiIdentifier.BROWSER_VERSION.key(), "browser_version");
    values.put(QuasiIdentifier.FIRST_DAY.key(), "strftime(epoch_ms(first_event), '%Y-%m-%d')");
    values.put(QuasiIdentifier.FIRST_HOUR.key(), "strftime(epoch_ms(first_event), '%Y-%m-%dT%H')");
    for (String column : List.of("name", "latitude", "longitude")) {
      values.put(column, column);
    }
    return values;
  }

  /// The fields that the names of columns tell; of two columns for one field the first counts.
  static KnownColumns of(List<String> columns) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> unused = new ArrayList<>();
    for (String column : columns) {
      Optional<String> field = field(column);
      if (field.isPresent() && !fields.containsKey(field.get()) && fields.size() < FIELDS_MAX) {
        fields.put(field.get(), column);
      } else if (!column.equals(TARGET)) {
        unused.add(column);
      }
    }
    return new KnownColumns(fields, unused);
  }

  private static Optional<String> field(String column) {
    String name = column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    if (VALUES.containsKey(name)) {
      return Optional.of(name);
    }
    return switch (FieldNames.meaning(RowShape.TABLE, List.of(column)).slot()) {
      case NAME -> Optional.of("name");
      case COUNTRY -> Optional.of(QuasiIdentifier.COUNTRY.key());
      case REGION -> Optional.of(QuasiIdentifier.REGION.key());
      case CITY -> Optional.of(QuasiIdentifier.CITY.key());
      case BROWSER -> Optional.of(QuasiIdentifier.BROWSER.key());
      case BROWSER_VERSION -> Optional.of(QuasiIdentifier.BROWSER_VERSION.key());
      case OS -> Optional.of(QuasiIdentifier.OS.key());
      case REFERRER -> Optional.of(QuasiIdentifier.REFERRER.key());
      case REFERRING_DOMAIN -> Optional.of(QuasiIdentifier.REFERRER_ORIGIN.key());
      case ORGANIZATION -> Optional.of(QuasiIdentifier.ORGANIZATION_ID.key());
      case WORKPLACE -> Optional.of(QuasiIdentifier.WORKPLACE.key());
      case LOCALE -> Optional.of(QuasiIdentifier.LOCALE.key());
      case BIRTH_DATE -> Optional.of(QuasiIdentifier.BIRTH_DATE.key());
      case GENDER -> Optional.of(QuasiIdentifier.GENDER.key());
      case AGE -> Optional.of(QuasiIdentifier.AGE.key());
      case POSTCODE -> Optional.of(QuasiIdentifier.POSTCODE.key());
      case JOB_TITLE -> Optional.of(QuasiIdentifier.JOB_TITLE.key());
      case IP_ADDRESS -> Optional.of(QuasiIdentifier.IP_ADDRESS.key());
      case TIME_ZONE -> Optional.of(QuasiIdentifier.TIME_ZONE.key());
      case LATITUDE -> Optional.of("latitude");
      case LONGITUDE -> Optional.of("longitude");
      case NONE,
          USER_ID,
          DISTINCT_ID,
          MEMBER_ID,
          REFERENCE_ID,
          MENTIONED_ID,
          WEAK_ID,
          DEVICE_ID,
          OTHER_ID,
          MERGED_ID,
          EMAIL,
          OTHER_EMAIL,
          PHONE,
          EVENT,
          TIME ->
          Optional.empty();
    };
  }

  /// A value of a column in the form in which the data's values are compared.
  String normal(String column, String value) {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (field.getValue().equals(column)) {
        String slot = field.getKey().replace('_', '-');
        return Slot.ofKey(slot).map(each -> QuasiValues.normal(each, value)).orElse(value);
      }
    }
    return value;
  }

  /// The values of the data, in lower case, as columns `f0`, `f1`, ... in the order of the fields.
  String dataColumns() {
    return columns(fields.keySet().stream().map(VALUES::get).toList());
  }

  /// The same of the table `knowledge`.
  String knowledgeColumns() {
    return columns(fields.values().stream().map(KnownColumns::quoted).toList());
  }

  private static String columns(List<String> expressions) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < expressions.size(); i++) {
      columns.append(", nullif(lower(trim((").append(expressions.get(i));
      columns.append(")::VARCHAR)), '') AS f").append(i);
    }
    return columns.toString();
  }

  /// A name as SQL spells it.
  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
