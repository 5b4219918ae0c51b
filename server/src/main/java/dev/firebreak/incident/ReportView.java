package dev.firebreak.incident;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the templates of the report and of the decision record print, and how. Public for the
/// templates alone.
///
/// @param record the incident with what was recorded about it
/// @param provisional the list from the ledger; empty where none was made
/// @param findings the latest findings; empty before any file was read
/// @param duties what the evaluation says
/// @param dutiesView the same with what people decided, in groups
/// @param company who reports
/// @param madeAt when the page was made
/// @param auditHead where the audit log ended then, `NUMBER:HASH`: a copy of the page kept
///   elsewhere later shows a log that was cut or written anew
public record ReportView(
    Recorded record,
    Optional<ProvisionalList> provisional,
    Optional<Findings> findings,
    List<DutyFinding> duties,
    DutiesView dutiesView,
    FirebreakConfig.Company company,
    Instant madeAt,
    String auditHead) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

  public ReportView {
    duties = List.copyOf(duties);
  }

  /// What people recorded.
  public record Recorded(
      Incident incident,
      List<RecordedMoment> history,
      Map<Moment, RecordedMoment> moments,
      List<ManualFinding> manual,
      List<DutyDecision> decisions) {
    public Recorded {
      history = List.copyOf(history);
      moments = Map.copyOf(moments);
      manual = List.copyOf(manual);
      decisions = List.copyOf(decisions);
    }
  }

  /// A point of the time line.
  ///
  /// @param y vertical position in the drawing
  /// @param gap the time since the point before, in words; empty for the first
  public record Mark(int y, String time, String words, String gap) {}

  /// The moments that count, in the order of time.
  public List<Mark> marks() {
    List<RecordedMoment> ordered =
        record.moments().values().stream()
            .sorted(Comparator.comparing(RecordedMoment::at).thenComparing(RecordedMoment::moment))
            .toList();
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      RecordedMoment moment = ordered.get(i);
      String gap =
          i == 0 ? "" : "+ " + span(Duration.between(ordered.get(i - 1).at(), moment.at()));
      marks.add(new Mark(24 + 40 * i, time(moment.at()), moment.moment().words(), gap));
    }
    return marks;
  }

  public int drawingHeight() {
    return 40 * Math.max(1, record.moments().size()) + 16;
  }

  /// The time from one moment to another, in words; `unknown` where one is missing.
  public String between(Moment from, Moment to) {
    RecordedMoment start = record.moments().get(from);
    RecordedMoment end = record.moments().get(to);
    return start == null || end == null ? "unknown" : span(Duration.between(start.at(), end.at()));
  }

  /// How many duties have this status, where a person decided the decided one.
  public long owed(DutyFinding.Status status) {
    return duties.stream().filter(duty -> effective(duty) == status).count();
  }

  /// What a person decided, else what the evaluation says.
  public DutyFinding.Status effective(DutyFinding duty) {
    return decision(duty).map(DutyDecision::decision).orElse(duty.status());
  }

  /// The duty that is due first, of those owed or unclear that nobody met yet.
  public Optional<DutyFinding> mostUrgent() {
    return mostUrgent(DutyFinding.Status.OWED).or(() -> mostUrgent(DutyFinding.Status.UNCLEAR));
  }

  private Optional<DutyFinding> mostUrgent(DutyFinding.Status status) {
    return duties.stream()
        .filter(duty -> effective(duty) == status)
        .filter(duty -> duty.metAt().isEmpty())
        .filter(duty -> due(duty).isPresent())
        .min(Comparator.comparing(duty -> due(duty).orElseThrow().toInstant()));
  }

  private static Optional<ZonedDateTime> due(DutyFinding duty) {
    return duty.deadline().dueAt().or(() -> duty.deadline().earliestSafeDueAt());
  }

  public String due(Optional<ZonedDateTime> time) {
    return time.map(due -> TIME.format(due) + " " + due.getZone()).orElse("no number in the law");
  }

  /// When a duty was met and how long before or after its due time; else the time left, in words.
  public String left(DutyFinding duty) {
    if (duty.metAt().isPresent()) {
      return "met " + time(duty.metAt().get()) + beforeDue(duty);
    }
    return duty.deadline()
        .left(madeAt)
        .map(left -> left.isNegative() ? span(left.negated()) + " late" : span(left) + " left")
        .orElse("");
  }

  private static String beforeDue(DutyFinding duty) {
    return duty.metBefore()
        .map(before ->
            before.isNegative()
                ? ", " + span(before.negated()) + " after it was due"
                : ", " + span(before) + " before it was due")
        .orElse("");
  }

  /// The latest decision about a duty.
  public Optional<DutyDecision> decision(DutyFinding duty) {
    return record.decisions().stream()
        .filter(decision -> decision.duty().equals(duty.duty().id()))
        .reduce((first, second) -> second);
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
    return category.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  public String words(List<DataCategory> categories) {
    return categories.isEmpty()
        ? "none"
        : String.join(", ", categories.stream().map(this::words).toList());
  }

  public String time(Instant time) {
    return TIME.format(time.atZone(ZoneOffset.UTC)) + " UTC";
  }

  public String time(long millis) {
    return millis == 0 ? "unknown" : time(Instant.ofEpochMilli(millis));
  }

  public String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  public String percent(double share) {
    return String.format(Locale.ENGLISH, "%.1f %%", share * 100);
  }

  public String decimal(double number) {
    return String.format(Locale.ENGLISH, "%.2f", number);
  }

  /// Places with the most people first, at most ten.
  public List<Map.Entry<String, Long>> places() {
    Map<String, Long> byPlace =
        findings
            .map(found -> found.people().residences())
            .or(() -> provisional.map(ProvisionalList::residences))
            .map(residences -> new TreeMap<>(residences.byPlace()))
            .orElseGet(TreeMap::new);
    return byPlace.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(10)
        .toList();
  }

  /// What the exposed kinds of data make possible, in sentences.
  public List<String> consequences() {
    long clear = findings.map(Findings::clear).orElse(0L);
    List<String> sentences = new ArrayList<>();
    if ((clear & (DataCategory.EMAIL.mask() | DataCategory.PHONE.mask())) != 0) {
      sentences.add(
          "Messages that pretend to come from us or from the vendor, made credible by what the data"
              + " says about the person.");
    }
    if ((clear & (DataCategory.PASSWORD.mask() | DataCategory.CREDENTIALS.mask())) != 0) {
      sentences.add("Accounts can be opened with what was taken, here and elsewhere.");
    }
    if ((clear & (DataCategory.CREDIT_CARD.mask() | DataCategory.BANK_ACCOUNT.mask())) != 0) {
      sentences.add("Money can be taken with the payment data.");
    }
    if ((clear & DataCategory.CITY.mask()) != 0 && (clear & DataCategory.NAME.mask()) != 0) {
      sentences.add("People can be linked with where they live and what they did.");
    }
    if (sentences.isEmpty()) {
      sentences.add(
          "The data names nobody by itself. Whoever holds further knowledge about a person may"
              + " recognize that person's entry; the measured numbers are below.");
    }
    return sentences;
  }

  /// What the thief can write, to invented people; empty before any file was read, and where the
  /// data helps nobody to write.
  public List<Lure.Side> lures() {
    return findings
        .map(found -> new IncidentLure(company, found.risk().phishing()).sides(Optional.empty()))
        .orElse(List.of())
        .stream()
        .filter(side -> !side.lure().used().isEmpty())
        .toList();
  }

  private static String span(Duration duration) {
    if (duration.toDays() >= 2) {
      return duration.toDays() + " days " + duration.toHoursPart() + " h";
    }
    return duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
