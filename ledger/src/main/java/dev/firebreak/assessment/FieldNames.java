package dev.firebreak.assessment;

import dev.firebreak.taxonomy.ColumnLexicon;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.ExportDictionaries;
import dev.firebreak.taxonomy.ExportDictionary;
import dev.firebreak.taxonomy.KeyLexicon;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a field means by its names alone: the dictionary of the row's dialect first, then the
/// lexicons of key names, from the innermost name outwards.
final class FieldNames {
  private static final double DIALECT_CONFIDENCE = 0.95;
  private static final double FOREIGN_DIALECT_CONFIDENCE = 0.7;
  private static final double NAME_CONFIDENCE = 0.8;
  private static final double END_CONFIDENCE = 0.6;
  private static final double OUTER_CONFIDENCE = 0.6;
  private static final int NAMES_AT_TOP_MAX = 4;

  private static List<String> words(String words) {
    return List.of(words.split(" "));
  }

  /// Objects that hold the properties of a row rather than being one.
  private static final Set<String> CONTAINERS =
      Set.of(
          "properties",
          "$properties",
          "traits",
          "context",
          "user_properties",
          "event_properties",
          "person_properties",
          "group_properties",
          "event_params",
          "$set",
          "$set_once",
          "$setOnce",
          "$group_set",
          "person",
          "user",
          "profile",
          "attributes");

  /// Objects in tables that hold what is the row's own all the same.
  private static final Set<String> OWN_OBJECTS =
      Set.of(
          "customer",
          "client",
          "member",
          "contact",
          "account",
          "address",
          "location",
          "geo",
          "groups",
          "$groups");

  private static final Set<String> OTHER_IDS =
      Set.of("alias", "distinctidbeforeidentity", "mporiginaldistinctid", "previousid");
  private static final Set<String> USER_IDS = Set.of("userid", "identifiedid", "uid", "externalid");
  private static final Map<String, Slot> MORE_IDS =
      Map.of(
          "distinctid", Slot.DISTINCT_ID,
          "distinctids", Slot.MERGED_ID,
          "memberid", Slot.MEMBER_ID,
          "customerid", Slot.MEMBER_ID,
          "accountid", Slot.REFERENCE_ID);

  /// What stands before an own address's name. Any other word makes it somebody's.
  private static final List<String> OWN_WORDS =
      List.of(
          "user",
          "customer",
          "client",
          "member",
          "work",
          "primary",
          "personal",
          "business",
          "adresse",
          "adres",
          "adresa",
          "indirizzo",
          "direccion");

  private static final Set<String> DEVICE_IDS =
      Set.of(
          "deviceid",
          "anonymousid",
          "anonid",
          "anondistinctid",
          "userpseudoid",
          "visitorid",
          "cookieid");
  private static final Set<String> TIMES =
      Set.of("time", "timestamp", "eventtime", "originaltimestamp", "occurredat");
  private static final Map<String, Slot> BY_NAME =
      Map.of(
          "event", Slot.EVENT,
          "eventname", Slot.EVENT,
          "eventtype", Slot.EVENT,
          "browserversion", Slot.BROWSER_VERSION,
          "browser", Slot.BROWSER,
          "useragent", Slot.BROWSER,
          "os", Slot.OS,
          "operatingsystem", Slot.OS,
          "referrer", Slot.REFERRER,
          "referringdomain", Slot.REFERRING_DOMAIN);

  private static final Map<DataCategory, Map<Slot, List<String>>> PARTS =
      Map.of(
          DataCategory.DEMOGRAPHIC,
          Map.of(
              Slot.GENDER,
              words(
                  "gender sex geschlecht sexe sexo genero genere geslacht plec sukupuoli cinsiyet"),
              Slot.AGE,
              words("age agerange agegroup alter edad eta idade leeftijd wiek alder yas")),
          DataCategory.POSTAL_ADDRESS,
          Map.of(
              Slot.POSTCODE,
              words(
                  "zip zipcode postcode postalcode plz postleitzahl codepostal codigopostal"
                      + " kodpocztowy postnummer postinumero")),
          DataCategory.PRECISE_LOCATION,
          Map.of(
              Slot.LATITUDE, words("latitude lat"),
              Slot.LONGITUDE, words("longitude lng lon long")),
          DataCategory.LOCALE,
          Map.of(Slot.TIME_ZONE, words("timezone tz")));

  /// Names that mean a page where an event has them and the person's where a profile has them.
  private static final Set<String> OF_PAGE_OR_PERSON = Set.of("name", "title", "category");

  /// Objects whose `id`, `name` or `number` says only with them what it is.
  private static final Set<String> COMPLETED_BY_PARENT = Set.of("id", "name", "number");

  private FieldNames() {}

  /// The meaning of the field at a path, in rows of a shape.
  ///
  /// @param names names from the outermost to the innermost, containers included, items of arrays
  ///   left out
  static FieldMeaning meaning(RowShape shape, List<String> names) {
    if (names.isEmpty()) {
      return FieldMeaning.NONE;
    }
    return shape.dialect() == ExportDialect.POSTHOG
        ? ofNames(shape, posthog(names))
        : ofNames(shape, names);
  }

  /// Columns of PostHog's pages as the names that they stand for: `*.properties.$os` is the
  /// event's, `person.properties.email` the person's, `person.distinct_ids.0` one of several.
  private static List<String> posthog(List<String> names) {
    List<String> parts =
        names.stream().filter(part -> !part.equals("*") && !part.matches("\\d+")).toList();
    return parts.isEmpty() ? names : parts;
  }

  private static FieldMeaning ofNames(RowShape shape, List<String> names) {
    boolean users = shape == RowShape.SEGMENT_USERS || shape == RowShape.RUDDERSTACK_USERS;
    if (users && names.equals(List.of("id"))) {
      return new FieldMeaning(
          Optional.of(DataCategory.ACCOUNT_ID),
          Slot.USER_ID,
          FieldMeaning.DIALECT,
          DIALECT_CONFIDENCE,
          false);
    }
    FieldMeaning found = named(shape, names);
    if (shape.isGroup() && found.category().equals(Optional.of(DataCategory.NAME))) {
      found =
          new FieldMeaning(
              Optional.of(DataCategory.WORKPLACE),
              Slot.NONE,
              found.reason(),
              found.confidence(),
              found.addedByVendor());
    }
    Slot slot = slot(shape, names, found.category());
    boolean anybodys = slot == Slot.EMAIL && !isOwnAddress(found, names.getLast());
    return found.withSlot(anybodys ? Slot.OTHER_EMAIL : slot);
  }

  /// True for `email` and its like in any language, and for the vendor's own names.
  private static boolean isOwnAddress(FieldMeaning meaning, String name) {
    String plain = normalize(name);
    for (String word : OWN_WORDS) {
      if (plain.startsWith(word) && isWholeName(plain.substring(word.length()))) {
        return true;
      }
    }
    return meaning.reason().equals(FieldMeaning.DIALECT) || isWholeName(name);
  }

  private static boolean isWholeName(String name) {
    if (KeyLexicon.categoryOf(name).isPresent()) {
      return KeyLexicon.isName(name);
    }
    return ColumnLexicon.guess(name)
        .filter(guess -> guess.match() == ColumnLexicon.Match.WHOLE)
        .isPresent();
  }

  private static FieldMeaning named(RowShape shape, List<String> names) {
    int innermost = names.size() - 1;
    for (int i = innermost; i >= 0; i--) {
      String name = names.get(i);
      if (i < innermost && CONTAINERS.contains(name)) {
        break;
      }
      boolean byLast = shape == RowShape.TABLE || shape.dialect() == ExportDialect.MIXPANEL;
      Optional<FieldMeaning> found =
          fromDialect(shape, names.subList(0, i + 1))
              .or(() -> fromParent(names, name))
              .or(() -> byLast ? entry(shape, name) : Optional.empty())
              .or(() -> fromLexicon(name));
      if (found.isPresent()) {
        FieldMeaning meaning = found.get();
        return i == innermost
            ? meaning
            : meaning.withConfidence(Math.min(meaning.confidence(), OUTER_CONFIDENCE));
      }
    }
    return foreign(shape, names);
  }

  private static Optional<FieldMeaning> fromDialect(RowShape shape, List<String> names) {
    for (int from = 0; from < names.size(); from++) {
      String path = String.join(".", names.subList(from, names.size()));
      boolean ofPage = shape.code() == 2 && OF_PAGE_OR_PERSON.contains(path);
      Optional<FieldMeaning> found = ofPage ? Optional.empty() : entry(shape, path);
      if (found.isPresent() || !CONTAINERS.contains(names.get(from))) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<FieldMeaning> entry(RowShape shape, String path) {
    boolean unknown = shape == RowShape.TABLE;
    return shape
        .dialect()
        .dictionary()
        .of(path)
        .map(entry ->
            new FieldMeaning(
                Optional.of(entry.category()),
                Slot.NONE,
                FieldMeaning.DIALECT,
                unknown ? FOREIGN_DIALECT_CONFIDENCE : DIALECT_CONFIDENCE,
                entry.addedByVendor() && !unknown));
  }

  /// An `id` or `name` says only with its object what it is: `company.name`.
  private static Optional<FieldMeaning> fromParent(List<String> names, String name) {
    int at = names.indexOf(name);
    if (at < 1 || !COMPLETED_BY_PARENT.contains(name)) {
      return Optional.empty();
    }
    String parent = names.get(at - 1);
    return CONTAINERS.contains(parent) && !name.equals("id")
        ? Optional.empty()
        : KeyLexicon.categoryOf(parent + name).map(found -> byName(found, NAME_CONFIDENCE));
  }

  private static Optional<FieldMeaning> fromLexicon(String name) {
    return KeyLexicon.categoryOf(name)
        .map(category -> byName(category, NAME_CONFIDENCE))
        .or(() ->
            ColumnLexicon.guess(name)
                .map(guess ->
                    byName(
                        guess.category(),
                        guess.match() == ColumnLexicon.Match.WHOLE
                            ? NAME_CONFIDENCE
                            : END_CONFIDENCE)));
  }

  private static FieldMeaning byName(DataCategory category, double confidence) {
    return new FieldMeaning(
        Optional.of(category), Slot.NONE, FieldMeaning.KEY_NAME, confidence, false);
  }

  /// A table may have been made of any vendor's export.
  private static FieldMeaning foreign(RowShape shape, List<String> names) {
    if (shape != RowShape.TABLE) {
      return FieldMeaning.NONE;
    }
    String path = String.join(".", names);
    for (ExportDictionary other :
        List.of(
            ExportDictionaries.posthog(),
            ExportDictionaries.amplitude(),
            ExportDictionaries.ga4(),
            ExportDictionaries.segmentColumns())) {
      Optional<ExportDictionary.Entry> entry = other.of(path).or(() -> other.of(names.getLast()));
      if (entry.isPresent() && entry.get().category() != DataCategory.OPERATIONS) {
        return new FieldMeaning(
            Optional.of(entry.get().category()),
            Slot.NONE,
            FieldMeaning.DIALECT,
            OUTER_CONFIDENCE,
            false);
      }
    }
    return FieldMeaning.NONE;
  }

  private static Slot slot(RowShape shape, List<String> names, Optional<DataCategory> category) {
    for (int from = 0; from < names.size(); from++) {
      Optional<Slot> known =
          shape.dialect().slot(String.join(".", names.subList(from, names.size())));
      if (known.isPresent()) {
        return known.get();
      }
      if (!CONTAINERS.contains(names.get(from))) {
        break;
      }
    }
    return isAtTop(names) ? commonSlot(category, names) : Slot.NONE;
  }

  private static boolean isAtTop(List<String> names) {
    return names.size() <= NAMES_AT_TOP_MAX
        && names.subList(0, names.size() - 1).stream()
            .allMatch(name -> CONTAINERS.contains(name) || OWN_OBJECTS.contains(name))
        && !CONTAINERS.contains(names.getLast());
  }

  private static Slot commonSlot(Optional<DataCategory> category, List<String> names) {
    String name = normalize(names.getLast());
    if (USER_IDS.contains(name)) {
      return Slot.USER_ID;
    }
    Slot id = MORE_IDS.get(name);
    if (id != null) {
      return id;
    }
    if (DEVICE_IDS.contains(name)) {
      return Slot.DEVICE_ID;
    }
    if (OTHER_IDS.contains(name)) {
      return Slot.OTHER_ID;
    }
    if (TIMES.contains(name)) {
      return Slot.TIME;
    }
    boolean account = category.equals(Optional.of(DataCategory.ACCOUNT_ID));
    if (name.equals("id") && (account || names.size() == 1)) {
      return account ? Slot.MEMBER_ID : Slot.WEAK_ID;
    }
    Slot byName = BY_NAME.get(name);
    if (byName != null) {
      return byName;
    }
    return account && ColumnLexicon.guess(names.getLast()).isPresent()
        ? Slot.MEMBER_ID
        : category.map(each -> slotOf(each, name)).orElse(Slot.NONE);
  }

  /// A category may hold several quasi-identifiers, which only the end of the name tells apart.
  private static Slot slotOf(DataCategory category, String name) {
    for (Map.Entry<Slot, List<String>> part :
        PARTS.getOrDefault(category, Map.<Slot, List<String>>of()).entrySet()) {
      if (part.getValue().stream().anyMatch(name::endsWith)) {
        return part.getKey();
      }
    }
    return FieldMeaning.slotOf(category);
  }

  private static String normalize(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
