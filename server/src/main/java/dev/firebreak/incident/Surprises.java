package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.EventHours;
import dev.firebreak.assessment.ValueShape;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks through a data set for what nobody expected in it.
final class Surprises {
  /// The most that are told, the most urgent and largest first.
  static final int MAX = 500;

  private static final Duration CLOCKS_APART = Duration.ofDays(1);
  private static final Instant BEFORE_ALL_PRODUCTS = Instant.parse("2000-01-01T00:00:00Z");
  private static final double MOST = 0.5;

  private static final Set<DataCategory> SECRETS =
      EnumSet.of(DataCategory.PASSWORD, DataCategory.CREDENTIALS, DataCategory.API_KEY);
  private static final Set<DataCategory> ADDRESSES =
      EnumSet.of(DataCategory.BROWSING_HISTORY, DataCategory.REFERRER, DataCategory.CONTACT_URL);

  /// What names somebody or costs them money wherever it stands.
  private static final Set<DataCategory> DIRECT =
      EnumSet.of(
          DataCategory.EMAIL,
          DataCategory.PHONE,
          DataCategory.CREDIT_CARD,
          DataCategory.IP_ADDRESS,
          DataCategory.GOVERNMENT_ID,
          DataCategory.BANK_ACCOUNT);

  private final Expectation expected;
  private final List<Surprise> found = new ArrayList<>();

  private Surprises(Expectation expected) {
    this.expected = expected;
  }

  static List<Surprise> of(Assessment read, EventHours hours, Expectation expected) {
    Surprises surprises = new Surprises(expected);
    for (Assessment.Field field : read.fields()) {
      if (field.values() > 0) {
        surprises.field(field);
      }
    }
    read.originals().stream().flatMap(file -> file.parts().stream()).forEach(surprises::encoding);
    surprises.times(hours);
    return surprises.found.stream()
        .sorted(
            Comparator.comparing(Surprise::kind)
                .thenComparing(Comparator.comparingLong(Surprise::count).reversed())
                .thenComparing(Surprise::place))
        .limit(MAX)
        .toList();
  }

  private void field(Assessment.Field field) {
    Optional<DataCategory> category = field.category();
    for (Map.Entry<DataCategory, Long> detected : field.detections().entrySet()) {
      if (category.equals(Optional.of(detected.getKey()))) {
        continue;
      }
      if (SECRETS.contains(detected.getKey())) {
        secret(field, detected.getKey(), detected.getValue());
      } else if (DIRECT.contains(detected.getKey())) {
        within(field, detected.getKey(), detected.getValue());
      }
    }
    if (category.filter(SECRETS::contains).isPresent()) {
      secret(field, category.get(), field.values());
    } else if (field.meaning().addedByVendor()) {
      added(field);
    } else if (category.isPresent() && expected.withholds(field, category.get())) {
      withheld(field, category.get());
    } else if (isUnexpected(field)) {
      unexpected(field);
    }
  }

  private void secret(Assessment.Field field, DataCategory category, long count) {
    boolean address =
        field.profile().share(ValueShape.URL) > MOST
            || field.category().filter(ADDRESSES::contains).isPresent();
    add(
        Surprise.Kind.SECRET,
        field,
        Optional.of(category),
        count,
        address
            ? "secrets stand in addresses: whoever has the file can open what they open"
            : "secrets stand in this field: whoever has the file can open what they open",
        "revoke or expire them now, tell the people whose they are, and have the product keep them"
            + (address ? " out of addresses" : " out of events"));
  }

  private void within(Assessment.Field field, DataCategory category, long count) {
    add(
        Surprise.Kind.WITHIN,
        field,
        Optional.of(category),
        count,
        "values of this field hold "
            + category.key()
            + ", which is not what the field is for"
            + field.category().map(own -> " (" + own.key() + ")").orElse(""),
        "people are told of it as of any other exposure; have the product stop sending it there");
  }

  private void added(Assessment.Field field) {
    if (field.category().equals(Optional.of(DataCategory.OPERATIONS))) {
      return;
    }
    add(
        Surprise.Kind.ADDED_BY_VENDOR,
        field,
        field.category(),
        field.values(),
        "the vendor fills this field by itself, from the address of the connection or from its own"
            + " bookkeeping: no policy of ours saw it",
        "count it as exposed; ask the vendor what it is made from and how to turn it off");
  }

  private void withheld(Assessment.Field field, DataCategory category) {
    add(
        Surprise.Kind.WITHHELD,
        field,
        Optional.of(category),
        field.values(),
        "the policy of today withholds " + category.key() + ", yet the file has it",
        "find the way past Firebreak: an old app version, a direct import, another project, or a"
            + " time before the policy");
  }

  /// With policies a field that neither they nor the dictionary knows; without, one of a known
  /// export whose values could be about persons.
  private boolean isUnexpected(Assessment.Field field) {
    boolean explained = field.category().isPresent() && !field.meaning().reason().equals("values");
    if (explained || field.meaning().isByOperator()) {
      return false;
    }
    return expected.policies().isEmpty()
        ? Findings.unexplained(List.of(field)) > 0
        : !expected.isNamed(field);
  }

  private void unexpected(Assessment.Field field) {
    add(
        Surprise.Kind.UNEXPECTED_FIELD,
        field,
        field.category(),
        field.values(),
        expected.policies().isEmpty()
            ? "no dictionary knows this field"
            : "neither the vendor's dictionary nor the policy knows this field",
        "look at it with `incident map`, say what it is, and assess again; ask the vendor where it"
            + " comes from");
  }

  private void encoding(Assessment.Part part) {
    part.doubtedEncoding()
        .ifPresent(guess ->
            found.add(
                new Surprise(
                    Surprise.Kind.ENCODING,
                    part.name(),
                    Optional.empty(),
                    part.rowsRead(),
                    "the text is no UTF-8 and was read as Windows-1252, which makes no words of it;"
                        + " it may be "
                        + guess,
                    "names and addresses in it may be found wrongly: look at its letters, and"
                        + " assess the files again with --encoding")));
  }

  private void times(EventHours hours) {
    expected
        .accessEnded()
        .ifPresent(ended ->
            times(
                hours.after(ended.toEpochMilli()),
                "rows are later than the end of access",
                "ask the vendor which is wrong: the end of access, the clock of these rows, or"
                    + " whether they were exported later"));
    times(
        hours.after(expected.now().plus(CLOCKS_APART).toEpochMilli()),
        "rows are in the future",
        "they say nothing about when; look at the clocks of the apps that sent them");
    Instant since =
        expected.ledgerSince().map(known -> known.minus(CLOCKS_APART)).orElse(BEFORE_ALL_PRODUCTS);
    times(
        hours.before(since.toEpochMilli()),
        expected.ledgerSince().isPresent()
            ? "rows are older than what the ledger knows"
            : "rows are older than any product of today",
        expected.ledgerSince().isPresent()
            ? "the ledger says nothing about them: load the history with `ledger import`, or count"
                + " them as unknown"
            : "their times are wrong: ask the vendor what they stand for");
  }

  private void times(long rows, String words, String action) {
    if (rows > 0) {
      found.add(new Surprise(Surprise.Kind.TIMES, "times", Optional.empty(), rows, words, action));
    }
  }

  private void add(
      Surprise.Kind kind,
      Assessment.Field field,
      Optional<DataCategory> category,
      long count,
      String words,
      String action) {
    found.add(new Surprise(kind, field.path(), category, count, words, action));
  }
}
