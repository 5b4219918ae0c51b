package dev.firebreak.incident;

import dev.firebreak.duty.Duty;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.NotificationTopic.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one duty's authority asks for, filled from one [IncidentResult], with everything that is
/// still to be filled in. Nothing is invented: a phrase of the law that no finding or statement
/// answers is a gap. Counts, kinds and texts that persons signed; nobody's values. Immutable.
///
/// @param standing the duty, as evaluated and decided
/// @param phase 1 for the first notification, more for further information (GDPR Art. 33(4))
/// @param items what the law wants in it, in its order
/// @param delay reasons, where it is late; empty where it is not, or nobody gave any
/// @param gaps what is still to be filled in, each with what it is about
public record AuthorityNotification(
    IncidentResult result,
    DutyStanding standing,
    int phase,
    List<Item> items,
    List<String> delay,
    List<Gap> gaps) {
  private static final String DELAY = "reasons for the delay";

  public AuthorityNotification {
    items = List.copyOf(items);
    delay = List.copyOf(delay);
    gaps = List.copyOf(gaps);
  }

  /// A phrase of the law and what answers it; no sentences where nothing does.
  public record Item(String phrase, List<String> sentences) {
    public Item {
      sentences = List.copyOf(sentences);
    }
  }

  /// @param phrase of the law
  /// @param what is missing and, where there is one, the command that states it
  public record Gap(String phrase, String what) {}

  /// @param duty the duty's id
  /// @throws FirebreakException NOT_FOUND where the catalogue has no such duty
  static AuthorityNotification of(IncidentResult result, String duty) {
    DutyStanding standing =
        result.duties().standings().stream()
            .filter(each -> each.finding().duty().id().equals(duty))
            .findFirst()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "the catalogue has no such duty; `firebreak incident duties ID --all` shows"
                        + " all"));
    List<Item> items = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    NotificationContents contents = NotificationContents.shipped();
    for (String phrase : standing.finding().duty().contents().items()) {
      Answer answer = answer(contents.topics(phrase), result, standing.finding().duty());
      items.add(new Item(phrase, answer.sentences()));
      answer.gaps().forEach(gap -> gaps.add(new Gap(phrase, gap)));
    }
    List<String> delay = delay(result, duty);
    if (isLate(standing, result.heading().madeAt()) && delay.isEmpty()) {
      gaps.add(
          new Gap(
              DELAY,
              "the time is over and nobody has stated why: `firebreak incident statement ID delay "
                  + duty
                  + " ...`"));
    }
    return new AuthorityNotification(result, standing, phase(result, standing), items, delay, gaps);
  }

  private static Answer answer(List<NotificationTopic> topics, IncidentResult result, Duty duty) {
    if (topics.isEmpty()) {
      return Answer.gap("no finding answers this; a person fills it in");
    }
    Answer answer = new Answer(List.of(), List.of());
    for (NotificationTopic topic : topics) {
      answer = answer.and(topic.of(result, duty));
    }
    return answer;
  }

  /// Counts what was recorded for the duty before; a moment of the whole incident that met it
  /// counts once.
  private static int phase(IncidentResult result, DutyStanding standing) {
    String duty = standing.finding().duty().id();
    long own =
        result.recorded().history().stream()
            .filter(moment ->
                moment
                    .duty()
                    .filter(of -> of.equals(duty) || of.startsWith(duty + "/"))
                    .isPresent())
            .count();
    long met = standing.finding().metAt().isPresent() ? 1 : 0;
    return Math.toIntExact(1 + Math.max(own, met));
  }

  private static List<String> delay(IncidentResult result, String duty) {
    return result.stated(IncidentStatement.Kind.DELAY).stream()
        .filter(one -> one.name().equals(duty) && one.holds())
        .map(one -> one.grounds().reason())
        .toList();
  }

  private static boolean isLate(DutyStanding standing, Instant now) {
    DutyFinding finding = standing.finding();
    return finding.metAt().isPresent()
        ? finding.metBefore().filter(Duration::isNegative).isPresent()
        : standing.dueAt().filter(due -> due.toInstant().isBefore(now)).isPresent();
  }

  public Duty duty() {
    return standing.finding().duty();
  }

  /// Until when it is due, in words; empty where the law has no number.
  public Optional<String> due() {
    return standing.dueAt().map(ReportWords::time);
  }

  /// As a document for machines; docs/reference/incident.md has every key.
  public Map<String, Object> json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", 1);
    map.put("legalAdvice", false);
    map.put("incident", result.incident().id());
    map.put("madeAt", result.heading().madeAt().toString());
    map.put("auditHead", result.heading().auditHead());
    map.put("findings", result.version());
    map.put("duty", duty().id());
    map.put("law", duty().law().name());
    map.put("citation", duty().law().citation());
    map.put("owedTo", duty().owedTo());
    map.put("source", duty().check().source());
    map.put("phase", phase);
    standing
        .dueAt()
        .map(ZonedDateTime::toInstant)
        .ifPresent(due -> map.put("dueAt", due.toString()));
    map.put("delay", delay);
    putContents(map, items, gaps);
    map.put("notKnownYet", result.unknown());
    return map;
  }

  /// What a document for machines has of answers and gaps.
  static void putContents(Map<String, Object> map, List<Item> items, List<Gap> gaps) {
    map.put(
        "stillToBeFilledIn",
        gaps.stream().map(gap -> Map.of("phrase", gap.phrase(), "what", gap.what())).toList());
    map.put(
        "contents",
        items.stream()
            .map(item -> Map.of("phrase", item.phrase(), "sentences", item.sentences()))
            .toList());
  }

  /// How many things a person has to fill in.
  @Override
  public String toString() {
    return "AuthorityNotification[" + duty().id() + ", gaps=" + gaps.size() + "]";
  }
}
