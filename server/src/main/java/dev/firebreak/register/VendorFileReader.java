package dev.firebreak.register;

import dev.firebreak.policy.CapReader;
import dev.firebreak.policy.PolicyCap;
import dev.firebreak.standard.VendorFacts;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import dev.firebreak.vendor.VendorId;
import dev.firebreak.yaml.YamlSection;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one vendor's file; whatever is wrong becomes a problem of its section. Confined.
final class VendorFileReader {
  private static final VendorId NOBODY = new VendorId("none");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern REGION = Pattern.compile("[A-Z]{2,3}");
  private static final Pattern DATA_USE = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,5})([hd]?)");
  private static final int TEXT_CHARS_MAX = 500;
  private static final Set<String> LEGAL_BASES =
      Set.of(
          "consent",
          "contract",
          "legal-obligation",
          "vital-interests",
          "public-task",
          "legitimate-interests");
  private static final Set<String> MECHANISMS =
      Set.of(
          "adequacy-decision",
          "standard-contractual-clauses",
          "binding-corporate-rules",
          "code-of-conduct",
          "certification",
          "derogation");

  private final YamlSection root;
  private final Set<String> standards;

  private VendorFileReader(YamlSection root, Set<String> standards) {
    this.root = root;
    this.standards = standards;
  }

  /// @param name of the file, without its ending: the vendor's
  /// @param standards the names that there are
  static VendorFile read(String name, YamlSection root, Set<String> standards) {
    return new VendorFileReader(root, standards).read(name);
  }

  private VendorFile read(String fileName) {
    VendorId vendor = root.required("vendor", "1 to 32 of a-z, 0-9 and -", VendorId::new, NOBODY);
    if (!vendor.value().equals(fileName) && !vendor.equals(NOBODY)) {
      root.problem("vendor", "is " + vendor + " in a file named " + fileName + "; rename one");
    }
    YamlSection contacts = root.requiredSection("contacts");
    VendorFile file =
        new VendorFile(
            vendor,
            text("name"),
            text("owner"),
            text("purpose"),
            matching("data-uses", DATA_USE, "words as analytics.reporting"),
            root.required("legal-basis", oneOf(LEGAL_BASES), among(LEGAL_BASES), ""),
            agreement("contract"),
            agreement("dpa"),
            subProcessors(),
            matching("regions", REGION, "countries as US, or EU, EEA"),
            transfers(),
            new VendorFile.Contacts(contacts.text("security"), contacts.text("incident")),
            amount("notice-within", "h", "hours as 48h"),
            amount("retention", "d", "days as 90d"),
            mayReceive(fileName),
            knownStandards(),
            declared());
    contacts.finish();
    root.finish();
    return file;
  }

  private String text(String key) {
    String text = root.text(key);
    if (text.length() > TEXT_CHARS_MAX) {
      root.problem(key, "has more than " + TEXT_CHARS_MAX + " characters; shorten it");
    }
    return text;
  }

  private List<String> matching(String key, Pattern shape, String expected) {
    List<String> texts = root.texts(key);
    if (!texts.stream().allMatch(text -> shape.matcher(text).matches())) {
      root.problem(key, "expected " + expected);
    }
    return texts;
  }

  private static String oneOf(Set<String> words) {
    return "one of " + String.join(", ", words.stream().sorted().toList());
  }

  private static java.util.function.Function<String, String> among(Set<String> words) {
    return text -> {
      if (!words.contains(text)) {
        throw new IllegalArgumentException("none of them");
      }
      return text;
    };
  }

  private Optional<VendorFile.Agreement> agreement(String key) {
    return root.section(key)
        .map(section -> {
          String reference = section.text("reference");
          LocalDate begins =
              section.required(
                  "signed", "a day as 2026-01-31", VendorFileReader::day, LocalDate.MIN);
          Optional<LocalDate> ends =
              section.optional("ends", "a day as 2026-01-31", VendorFileReader::day);
          if (ends.isPresent() && ends.get().isBefore(begins)) {
            section.problem("ends", "is before it was signed; check both days");
          }
          section.finish();
          return new VendorFile.Agreement(reference, new VendorFacts.Term(begins, ends));
        });
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no day", e);
    }
  }

  private List<VendorFile.SubProcessor> subProcessors() {
    List<VendorFile.SubProcessor> all = new ArrayList<>();
    for (YamlSection section : root.sections("sub-processors")) {
      all.add(
          new VendorFile.SubProcessor(
              section.text("name"),
              section.required("country", "a country as IE", VendorFileReader::country, ""),
              section.text("purpose")));
      section.finish();
    }
    return all;
  }

  private static String country(String text) {
    if (!COUNTRY.matcher(text).matches()) {
      throw new IllegalArgumentException("no country");
    }
    return text;
  }

  private List<VendorFile.Transfer> transfers() {
    List<VendorFile.Transfer> all = new ArrayList<>();
    for (YamlSection section : root.sections("transfers")) {
      all.add(
          new VendorFile.Transfer(
              section.text("to"),
              section.required("mechanism", oneOf(MECHANISMS), among(MECHANISMS), "")));
      section.finish();
    }
    return all;
  }

  /// An amount with its unit, which may be left out.
  private OptionalInt amount(String key, String unit, String expected) {
    Optional<Integer> found =
        root.optional(
            key,
            expected,
            text -> {
              Matcher matcher = AMOUNT.matcher(text);
              if (!matcher.matches() || !List.of("", unit).contains(matcher.group(2))) {
                throw new IllegalArgumentException(expected);
              }
              return Integer.valueOf(matcher.group(1));
            });
    return found.isPresent() ? OptionalInt.of(found.get()) : OptionalInt.empty();
  }

  private Optional<PolicyCap> mayReceive(String fileName) {
    String because = "vendors/" + fileName + ".yaml: may-receive";
    return root.section("may-receive").map(section -> CapReader.read(section, because));
  }

  private List<String> knownStandards() {
    List<String> named = root.texts("standards");
    for (String name : named) {
      if (!standards.contains(name)) {
        root.problem(
            "standards",
            "no standard is named "
                + name
                + "; there are "
                + String.join(", ", standards.stream().sorted().toList()));
      }
    }
    return named.stream().filter(standards::contains).distinct().toList();
  }

  private List<DataCategory> declared() {
    List<DataCategory> categories = new ArrayList<>();
    for (String key : root.texts("declared-categories")) {
      List<DataCategory> under = Taxonomy.under(key);
      Optional<DataCategory> alias = Taxonomy.categoryOf(key);
      if (under.isEmpty() && alias.isEmpty()) {
        root.problem(
            "declared-categories", "unknown category " + key + "; `firebreak taxonomy` lists them");
      }
      categories.addAll(under.isEmpty() ? alias.stream().toList() : under);
    }
    return categories.stream().distinct().sorted().toList();
  }
}
