package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A result as the templates print it: times, numbers and kinds of data in words, and no figure of
/// its own. Public for the templates alone.
///
/// @param result what is printed
/// @param persons what only some roles may see; empty on pages with numbers only
/// @param paper true for the page that a PDF document is made of
public record ReportView(IncidentResult result, Optional<PersonsAnnex> persons, boolean paper) {
  private static final int OPEN_CHARS_MAX = 160;

  /// What persons stated of a kind, as `nature`.
  public List<IncidentStatement> stated(String kind) {
    return result.stated(IncidentStatement.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
  }

  /// Who signed a statement, and when.
  public String signed(IncidentStatement statement) {
    return statement.signedBy() + ", " + time(statement.signedAt());
  }

  /// What stands at the foot of every sheet.
  public String footer() {
    return result.heading().company().name()
        + " · incident "
        + result.incident().id()
        + " · "
        + edition();
  }

  /// Which edition of the report it is.
  public String edition() {
    return result
            .heading()
            .handedOut()
            .map(out -> "phase " + out.phase() + ", handed to " + out.to())
            .orElse("draft, not handed out")
        + ", "
        + time(result.heading().madeAt());
  }

  public String due(Optional<ZonedDateTime> time) {
    return time.map(ReportWords::time).orElse("no number in the law");
  }

  /// When a duty was met and how long before or after its due time; else the time left, in words.
  public String left(DutyStanding standing) {
    String words = result.duties().left(standing);
    return standing
        .finding()
        .metAt()
        .map(met -> words.replaceFirst("^met", "met " + time(met) + ","))
        .map(met -> met.endsWith(",") ? met.substring(0, met.length() - 1) : met)
        .orElse(words);
  }

  /// What a duty lacks: in the words of whoever decided, else as evaluated.
  public String missing(DutyStanding standing) {
    return standing
        .decision()
        .map(decision -> decision.grounds().missing())
        .filter(text -> !text.isEmpty())
        .orElse(String.join("; ", standing.finding().missing()));
  }

  /// What would have to be known for a duty to be clear; a short form of it.
  public String open(DutyStanding standing) {
    return standing.finding().missing().stream()
        .findFirst()
        .map(text -> ReportWords.brief(text, OPEN_CHARS_MAX))
        .orElse("a person's decision");
  }

  public String status(DutyFinding.Status status) {
    return switch (status) {
      case OWED -> "owed";
      case NOT_OWED -> "not owed";
      case UNCLEAR -> "unclear: the clock runs";
    };
  }

  public String color(DutyFinding.Status status) {
    return switch (status) {
      case OWED -> "red";
      case NOT_OWED -> "green";
      case UNCLEAR -> "amber";
    };
  }

  public String grade(AbsenceFinding absence) {
    return switch (absence.grade()) {
      case SEARCHED -> "searched";
      case NEVER_SENT -> "never sent";
      case BOTH -> "both";
    };
  }

  public String words(DataCategory category) {
    return CategoryWords.of(category);
  }

  public String words(List<DataCategory> categories) {
    return CategoryWords.list(categories);
  }

  public String words(long mask) {
    return CategoryWords.list(mask);
  }

  /// A key with underscores or hyphens as words.
  public String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
  }

  /// The way in which somebody was found, in words.
  public String method(String method) {
    return switch (method) {
      case "token" -> "token that Firebreak gave the vendor";
      case "account_id" -> "account id";
      case "email" -> "e-mail address";
      case "email_hash" -> "hash of the e-mail address";
      case "email_rule" -> "e-mail address, written differently";
      case "phone" -> "telephone number";
      case "phone_hash" -> "hash of the telephone number";
      case "device_link" -> "link of a device to an account";
      case "mentioned" -> "named only in rows about others";
      default -> plain(method);
    };
  }

  public String methods(PersonExposure person) {
    return person.methods().stream().map(this::method).collect(Collectors.joining(", "));
  }

  public String time(Instant time) {
    return ReportWords.time(time);
  }

  public String time(long millis) {
    return millis == 0 ? "unknown" : time(Instant.ofEpochMilli(millis));
  }

  public String span(Optional<Duration> span) {
    return span.map(ReportWords::span).orElse("unknown");
  }

  public String number(long number) {
    return ReportWords.number(number);
  }

  public String percent(double share) {
    return ReportWords.percent(share);
  }

  public String decimal(double number) {
    return ReportWords.decimal(number);
  }

  public String count(long number, String noun) {
    return ReportWords.count(number, noun);
  }
}
