package dev.firebreak.incident;

import dev.firebreak.duty.Moment;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The first page of a report: what somebody who reads nothing else has to know. Every list on it
/// is cut to what one page has room for and says how much it leaves out.
///
/// @param figures the numbers at its top
/// @param items question by question
public record ExecutivePage(List<Figure> figures, List<Item> items) {
  private static final int DUTIES_MAX = 5;
  private static final int MEASURES_MAX = 4;
  private static final int UNKNOWN_MAX = 5;
  private static final int PLACES_MAX = 5;
  private static final int SIGNED_MAX = 2;
  private static final int KINDS_MAX = 8;
  private static final int TEXT_CHARS_MAX = 160;

  public ExecutivePage {
    figures = List.copyOf(figures);
    items = List.copyOf(items);
  }

  /// A number with what it counts.
  public record Figure(String value, String label) {}

  /// A question with its answer.
  ///
  /// @param key in documents, as `whatHappened`
  /// @param title as the page shows it
  /// @param sentences the answer
  public record Item(String key, String title, List<String> sentences) {
    public Item {
      sentences = List.copyOf(sentences);
    }
  }

  static ExecutivePage of(IncidentResult result) {
    return new ExecutivePage(
        figures(result),
        List.of(
            new Item("whatHappened", "What happened", whatHappened(result)),
            new Item("who", "Who, and how many", who(result)),
            new Item("exposed", "What data", exposed(result)),
            new Item("notExposed", "What not", notExposed(result)),
            new Item("severity", "How severe", severity(result)),
            new Item("owed", "What is owed, by when", owed(result.duties())),
            new Item("done", "What was done", done(result)),
            new Item("unknown", "What is not known yet", unknown(result))));
  }

  private static List<Figure> figures(IncidentResult result) {
    List<Figure> figures = new ArrayList<>();
    result
        .findings()
        .ifPresentOrElse(
            found -> {
              figures.add(
                  new Figure(
                      ReportWords.number(found.people().found()),
                      "people affected, of "
                          + ReportWords.count(found.people().organizations(), "organization")));
              figures.add(
                  new Figure(
                      ReportWords.decimal(found.risk().severity().low())
                          + " – "
                          + ReportWords.decimal(found.risk().severity().high()),
                      "severity by ENISA: " + bands(found)));
              figures.add(
                  new Figure(
                      ReportWords.percent(found.people().shareDirect()),
                      "with a direct identifier in clear"));
            },
            () ->
                result
                    .provisional()
                    .ifPresent(list ->
                        figures.add(
                            new Figure(
                                ReportWords.number(list.people()),
                                "people on the provisional list: a floor"))));
    DutiesView duties = result.duties();
    figures.add(
        new Figure(
            ReportWords.number(
                    duties.in(DutyGroup.OWED_NOW).size() + duties.in(DutyGroup.OWED_LATER).size())
                + " · "
                + ReportWords.number(duties.in(DutyGroup.DECISION_NEEDED).size()),
            "duties still owed · to be decided"));
    return figures;
  }

  private static String bands(Findings found) {
    return ReportWords.range(
        found.risk().severity().lowBand().words(), found.risk().severity().highBand().words());
  }

  private static List<String> whatHappened(IncidentResult result) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "At the vendor "
            + result.heading().vendor()
            + ", somebody without a right to it copied data about people whom "
            + result.heading().company().name()
            + " is responsible for.");
    Map<Moment, RecordedMoment> moments = result.recorded().moments();
    List<String> times = new ArrayList<>();
    for (Moment moment : List.of(Moment.ACCESS_BEGAN, Moment.ACCESS_ENDED, Moment.VENDOR_TOLD_US)) {
      RecordedMoment recorded = moments.get(moment);
      if (recorded != null) {
        times.add(moment.words() + " " + ReportWords.time(recorded.at()));
      }
    }
    if (!times.isEmpty()) {
      sentences.add(
          sentence(String.join(", ", times))
              + result
                  .timeline()
                  .span(Timeline.UNTOLD)
                  .map(span ->
                      " Between the end of access and the vendor's word lie "
                          + ReportWords.span(span)
                          + ".")
                  .orElse(""));
    }
    result.recorded().manual().stream()
        .limit(SIGNED_MAX)
        .forEach(finding ->
            sentences.add(
                ReportWords.brief(finding.statement(), TEXT_CHARS_MAX)
                    + " (signed by "
                    + finding.signedBy()
                    + ")"));
    further(sentences, result.recorded().manual().size() - SIGNED_MAX, "signed finding");
    return sentences;
  }

  private static List<String> who(IncidentResult result) {
    List<String> sentences = new ArrayList<>();
    if (result.findings().isPresent()) {
      Findings.People people = result.findings().get().people();
      sentences.add(
          ReportWords.people(people.found())
              + " of our accounts directory are in the data set (findings version "
              + result.version()
              + "). "
              + (people.ambiguous() + people.unresolved() == 0
                  ? "Nobody else is in it whom we know of."
                  : ReportWords.number(people.ambiguous())
                      + " more fit several accounts, "
                      + ReportWords.number(people.unresolved())
                      + " more have no account with us."));
    } else if (result.provisional().isPresent()) {
      sentences.add(
          "No data set was read yet. By our own ledger "
              + ReportWords.people(result.provisional().get().people())
              + " are probably affected; this is a floor.");
    } else {
      sentences.add("Nothing is known yet about who is affected.");
    }
    ReportPlaces places = result.places();
    if (!places.all().isEmpty()) {
      sentences.add(
          "Most live in: "
              + places.top(PLACES_MAX).stream()
                  .map(
                      country -> country.name() + " (" + ReportWords.number(country.people()) + ")")
                  .collect(Collectors.joining(", "))
              + "; "
              + ReportWords.number(places.countries().size())
              + (places.countries().size() == 1 ? " country" : " countries")
              + " in all.");
    }
    return sentences;
  }

  private static List<String> exposed(IncidentResult result) {
    return result
        .findings()
        .map(found ->
            List.of(
                "In clear: " + CategoryWords.list(found.clear()) + ".",
                "Coarser, or as tokens only: " + CategoryWords.list(result.coarserOnly()) + "."))
        .orElse(List.of("Unknown until the data set is read."));
  }

  private static List<String> notExposed(IncidentResult result) {
    if (result.findings().isEmpty()) {
      return List.of("Unknown until the data set is read.");
    }
    Findings found = result.findings().get();
    List<String> sentences = new ArrayList<>();
    if (found.notExposed().isEmpty()) {
      sentences.add("For no kind of data is there proof that it was not exposed.");
    } else {
      sentences.add(
          "Searched for, and never sent to the vendor: "
              + CategoryWords.list(found.notExposed())
              + ".");
    }
    weaker(
        sentences,
        found,
        AbsenceFinding.Grade.SEARCHED,
        "Searched for and not found, which alone is no proof: ");
    weaker(
        sentences,
        found,
        AbsenceFinding.Grade.NEVER_SENT,
        "Never sent through Firebreak, and not to be searched for in the file: ");
    return sentences;
  }

  private static void weaker(
      List<String> sentences, Findings found, AbsenceFinding.Grade grade, String lead) {
    List<DataCategory> kinds =
        found.absences().stream()
            .filter(absence -> absence.grade() == grade)
            .map(AbsenceFinding::category)
            .toList();
    if (!kinds.isEmpty()) {
      int more = kinds.size() - KINDS_MAX;
      sentences.add(
          lead
              + CategoryWords.list(kinds.stream().limit(KINDS_MAX).toList())
              + (more > 0 ? " and " + ReportWords.count(more, "further kind") + " of data." : "."));
    }
  }

  private static List<String> severity(IncidentResult result) {
    if (result.findings().isEmpty()) {
      return List.of("Unknown until the data set is read.");
    }
    Findings found = result.findings().get();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "ENISA "
            + ReportWords.decimal(found.risk().severity().low())
            + " to "
            + ReportWords.decimal(found.risk().severity().high())
            + " ("
            + bands(found)
            + "). Phishing: "
            + ReportWords.people(found.risk().phishing().in(PhishingRisk.Band.CRITICAL))
            + " at critical risk, "
            + ReportWords.number(found.risk().phishing().in(PhishingRisk.Band.HIGH))
            + " at high risk; "
            + ReportWords.number(found.people().withoutSecondFactor())
            + " of those found have no second factor.");
    sentences.add(result.consequences().getFirst());
    return sentences;
  }

  private static List<String> owed(DutiesView duties) {
    List<String> sentences = new ArrayList<>();
    List<DutyStanding> now = duties.in(DutyGroup.OWED_NOW);
    now.stream().limit(DUTIES_MAX).forEach(one -> sentences.add(line(duties, one)));
    further(sentences, now.size() - DUTIES_MAX, "duty", "duties", "owed now");
    List<DutyStanding> later = duties.in(DutyGroup.OWED_LATER);
    if (!later.isEmpty()) {
      sentences.add(
          ReportWords.number(later.size())
              + " owed with a later date, the first: "
              + line(duties, later.getFirst()));
    }
    List<DutyStanding> open = duties.in(DutyGroup.DECISION_NEEDED);
    if (!open.isEmpty()) {
      sentences.add(
          ReportWords.number(open.size())
              + " need a decision while their clocks run"
              + open.getFirst()
                  .nextDueAt()
                  .map(due -> ", the earliest time that could be meant is " + ReportWords.time(due))
                  .orElse("")
              + ".");
    }
    sentences.add(
        ReportWords.number(duties.in(DutyGroup.MET).size())
            + " are met, "
            + ReportWords.number(duties.in(DutyGroup.NOT_OWED).size())
            + " not owed.");
    return sentences;
  }

  private static String line(DutiesView duties, DutyStanding standing) {
    return standing.finding().duty().law().name()
        + ", to "
        + standing.finding().duty().towards()
        + ": "
        + duties.dueWords(standing)
        + ".";
  }

  private static List<String> done(IncidentResult result) {
    List<String> sentences = new ArrayList<>();
    RecordedMoment contained = result.recorded().moments().get(Moment.CONTAINED);
    sentences.add(
        contained == null
            ? "Nobody has recorded that the incident is contained."
            : Timeline.sentence(contained) + " " + ReportWords.time(contained.at()) + ".");
    sentences.addAll(result.told());
    notified(sentences, result.duties());
    List<IncidentStatement> taken =
        result.stated(IncidentStatement.Kind.MEASURE).stream()
            .filter(measure -> measure.name().equals("taken"))
            .toList();
    taken.stream()
        .limit(SIGNED_MAX)
        .forEach(measure ->
            sentences.add(
                "Measure: "
                    + ReportWords.brief(measure.grounds().reason(), TEXT_CHARS_MAX)
                    + " (signed by "
                    + measure.signedBy()
                    + ")"));
    further(sentences, taken.size() - SIGNED_MAX, "signed measure");
    List<Measure> measures =
        result.evidence().measures().stream().filter(ExecutivePage::isOfTheFirstPage).toList();
    measures.stream()
        .limit(MEASURES_MAX)
        .forEach(measure ->
            sentences.add(
                ReportWords.time(measure.at())
                    + ": "
                    + ReportWords.brief(measure.words(), TEXT_CHARS_MAX)
                    + "."));
    further(sentences, measures.size() - MEASURES_MAX, "measure");
    return sentences;
  }

  /// The notification under GDPR Art. 33(1) first, with its time: it is what its authority asks.
  private static void notified(List<String> sentences, DutiesView duties) {
    List<DutyStanding> others = new ArrayList<>();
    for (DutyStanding standing : duties.metNotifications()) {
      if (standing.finding().duty().id().equals("eu-gdpr-33-authority")) {
        sentences.add(
            "The supervisory authority was notified (GDPR Art. 33(1)) "
                + standing.finding().metAt().map(ReportWords::time).orElse("")
                + duties.margin(standing).map(margin -> ", " + margin).orElse("")
                + ".");
      } else {
        others.add(standing);
      }
    }
    if (!others.isEmpty()) {
      sentences.add(
          ReportWords.count(others.size(), "notification")
              + (others.size() == duties.metNotifications().size() ? "" : " beside it")
              + ": "
              + others.stream()
                  .limit(DUTIES_MAX)
                  .map(standing -> standing.finding().duty().law().name())
                  .collect(Collectors.joining(", "))
              + (others.size() > DUTIES_MAX ? " and others" : "")
              + ".");
    }
  }

  private static boolean isOfTheFirstPage(Measure measure) {
    return !measure.action().equals("CutItemSigned")
        && !measure.action().startsWith("Notice")
        && !measure.action().equals("ReportHandedOut");
  }

  private static List<String> unknown(IncidentResult result) {
    List<String> all = result.unknown();
    if (all.isEmpty()) {
      return List.of("Nothing that would change this page.");
    }
    List<String> sentences = new ArrayList<>();
    all.stream()
        .limit(UNKNOWN_MAX)
        .forEach(text -> sentences.add(ReportWords.brief(text, 2 * TEXT_CHARS_MAX)));
    further(sentences, all.size() - UNKNOWN_MAX, "open point");
    return sentences;
  }

  private static void further(List<String> sentences, int more, String noun) {
    further(sentences, more, noun, noun + "s", "below");
  }

  private static void further(
      List<String> sentences, int more, String noun, String nouns, String where) {
    if (more > 0) {
      sentences.add(
          ReportWords.number(more) + " further " + (more == 1 ? noun : nouns) + " " + where + ".");
    }
  }

  private static String sentence(String text) {
    return ReportWords.capital(text) + ".";
  }
}
