package dev.firebreak.incident;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The duties of an incident as the report and the command line show them: in groups, the nearest
/// first.
///
/// @param standings every duty of the catalogue
/// @param catalogue what they were evaluated under
/// @param flags what is to be seen beside the due times
/// @param madeAt when
public record DutiesView(
    List<DutyStanding> standings,
    DutyCatalogue catalogue,
    List<IncidentStatement> flags,
    Instant madeAt) {
  private static final Set<String> ITSELF_OR_PEOPLE = Set.of("individuals", "internal register");

  public DutiesView {
    standings = List.copyOf(standings);
    flags = List.copyOf(flags);
  }

  /// The duties of one status, as decided, else as evaluated; the next due first, those without a
  /// time last.
  public List<DutyStanding> in(DutyFinding.Status status) {
    return standings.stream()
        .filter(standing -> standing.effective() == status)
        .sorted(
            Comparator.comparing(
                (DutyStanding standing) -> standing.nextDueAt().orElse(Instant.MAX)))
        .toList();
  }

  /// The duties of one group, the next due first, those without a time last.
  public List<DutyStanding> in(DutyGroup group) {
    return standings.stream()
        .filter(standing -> group(standing) == group)
        .sorted(
            Comparator.comparing(
                (DutyStanding standing) -> standing.nextDueAt().orElse(Instant.MAX)))
        .toList();
  }

  /// What is to be done about a duty, at this moment.
  public DutyGroup group(DutyStanding standing) {
    return standing.group(madeAt);
  }

  /// Owed duties to notify others than the people themselves that were met.
  public List<DutyStanding> metNotifications() {
    return in(DutyFinding.Status.OWED).stream()
        .filter(standing -> standing.finding().metAt().isPresent())
        .filter(standing -> !ITSELF_OR_PEOPLE.contains(standing.finding().duty().towards()))
        .toList();
  }

  /// Until when the next of a duty is due, and what time that leaves, in words.
  public String dueWords(DutyStanding standing) {
    if (standing.finding().metAt().isPresent()) {
      return standing.finding().progress().steps().stream()
          .filter(step -> step.metAt().isEmpty() && step.dueAt().isPresent())
          .min(Comparator.comparing(step -> step.dueAt().orElseThrow().toInstant()))
          .map(step -> step.phase().what() + ", " + by(step.dueAt().orElseThrow()))
          .orElseGet(() -> left(standing));
    }
    return standing.dueAt().map(this::by).orElse("without a number of days, so without delay");
  }

  private String by(ZonedDateTime due) {
    Duration left = Duration.between(madeAt, due.toInstant());
    return "by "
        + ReportWords.time(due)
        + (left.isNegative()
            ? ", " + ReportWords.span(left.negated()) + " late"
            : ", " + ReportWords.span(left) + " left");
  }

  /// Duties that are evaluated as not owed and that nobody signed so.
  public List<DutyStanding> unsigned() {
    return standings.stream().filter(DutyStanding::isUnsigned).toList();
  }

  /// What is due within a time from now or overdue, the nearest first.
  public List<DutyStanding> dueWithin(Duration time) {
    Instant until = madeAt.plus(time);
    return standings.stream()
        .filter(standing -> standing.nextDueAt().filter(due -> !due.isAfter(until)).isPresent())
        .sorted(Comparator.comparing(standing -> standing.nextDueAt().orElseThrow()))
        .toList();
  }

  /// The questions that keep duties unclear, with how many each.
  public Map<Question, Long> openQuestions() {
    Map<String, Long> counts = new TreeMap<>();
    in(DutyFinding.Status.UNCLEAR)
        .forEach(standing ->
            standing.finding().questions().forEach(key -> counts.merge(key, 1L, Long::sum)));
    Map<Question, Long> open = new java.util.LinkedHashMap<>();
    catalogue.questions().stream()
        .filter(question -> counts.containsKey(question.key()))
        .forEach(question -> open.put(question, counts.getOrDefault(question.key(), 0L)));
    return open;
  }

  /// When a duty was met and how long before or after its due time, else the time left, in words;
  /// empty where it has no time.
  public String left(DutyStanding standing) {
    DutyFinding finding = standing.finding();
    if (finding.metAt().isPresent()) {
      return margin(standing).map(margin -> "met " + margin).orElse("met");
    }
    return standing
        .dueAt()
        .map(ZonedDateTime::toInstant)
        .map(due -> Duration.between(madeAt, due))
        .map(left ->
            left.isNegative()
                ? ReportWords.span(left.negated()) + " late"
                : ReportWords.span(left) + " left")
        .orElse("");
  }

  /// How long before or after its due time a duty was met, in words; empty where it was not, or has
  /// no time.
  Optional<String> margin(DutyStanding standing) {
    return standing
        .finding()
        .metBefore()
        .map(before ->
            before.isNegative()
                ? ReportWords.span(before.negated()) + " after it was due"
                : ReportWords.span(before) + " before it was due");
  }

  /// What a signed flag says about a due time that law enforcement may delay; empty where none
  /// does.
  public Optional<String> delay(DutyStanding standing) {
    boolean mayBeDelayed =
        standing.finding().duty().contents().exceptions().stream()
            .anyMatch(exception -> exception.contains("law enforcement asks for delay"));
    return flags.stream()
        .filter(flag -> flag.name().equals(IncidentStatements.LAW_ENFORCEMENT_DELAY))
        .filter(_ -> mayBeDelayed)
        .map(flag ->
            "law enforcement asked for delay"
                + flag.until().map(day -> " until " + day).orElse("")
                + "; the due time is not moved, a person decides")
        .findFirst();
  }
}
