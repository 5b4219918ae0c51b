package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.duty.Question;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.IncidentStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The duties of one incident: questions answered, each duty decided by a person, met, and looked
/// at again. Confined to the replay's thread.
final class DutyDesk {
  private static final String AS_EVALUATED = "as evaluated from the findings";

  private final DemoWorld world;
  private final IncidentServices services;
  private final String id;
  private final Set<String> owedBefore = new HashSet<>();

  DutyDesk(DemoWorld world, IncidentServices services, String incident) {
    this.world = world;
    this.services = services;
    this.id = incident;
  }

  List<DutyStanding> standings() {
    return services.duties().standings(id);
  }

  List<DutyFinding> findings() {
    return services.duties().evaluate(id);
  }

  /// What a person of the company can say about this incident. How old people are, nobody knows:
  /// that question stays open.
  void answer(DemoOperator operator) {
    answer(operator, "outside-attack", true, "an intruder exported the data, says the vendor");
    answer(operator, "nis2-significant", false, "our own service ran on and was not entered");
    answer(operator, "nis2-service-effect", false, "our own service ran on and was not entered");
    answer(operator, "br-large-scale", false, "few people of the file live in Brazil");
  }

  /// What GDPR Art. 33(3) asks for and no data shows.
  void state(DemoOperator operator) {
    state(
        operator,
        IncidentStatement.Kind.NATURE,
        "confidentiality",
        "an intruder at the vendor copied a data set; nothing was changed or deleted, says the"
            + " vendor");
    state(
        operator,
        IncidentStatement.Kind.PEOPLE,
        "customers",
        "people who use our product, most of them for the organization that they work for; nobody"
            + " has looked for children among them");
    state(
        operator,
        IncidentStatement.Kind.MEASURE,
        "taken",
        "No data is sent to the vendor any more, and its access to our systems is revoked");
    state(
        operator,
        IncidentStatement.Kind.MEASURE,
        "proposed",
        "Every vendor that gets personal data is reviewed");
  }

  private void state(
      DemoOperator operator, IncidentStatement.Kind kind, String name, String reason) {
    services
        .duties()
        .state(
            operator.confirm("IncidentStatementSigned", Role.PRIVACY_OFFICER),
            id,
            kind,
            name,
            true,
            IncidentStatement.Grounds.of(reason));
  }

  private void answer(DemoOperator operator, String question, boolean yes, String reason) {
    services
        .duties()
        .answer(
            operator.confirm("QuestionAnswered", Role.PRIVACY_OFFICER),
            id,
            question,
            yes,
            IncidentStatement.Grounds.of(reason));
  }

  /// Questions about the company that keep a duty unclear although the company could answer them.
  List<String> unanswered() {
    return services.duties().view(id).openQuestions().keySet().stream()
        .filter(question -> question.of() == Question.Of.COMPANY)
        .map(Question::key)
        .toList();
  }

  /// An operator signs what the evaluation says. What is unclear, and whose time would run out
  /// before the next look, is decided to be owed: doubt is no reason to let a clock run out.
  void decide(DemoOperator operator, Instant nextLook) {
    for (DutyStanding standing : standings()) {
      DutyFinding finding = standing.finding();
      boolean decided = standing.effective() == DutyFinding.Status.OWED;
      boolean signed = standing.decision().isPresent() && !standing.isOutdated();
      if (finding.status() == DutyFinding.Status.OWED && !(decided && signed)) {
        decide(operator, finding, AS_EVALUATED);
      } else if (finding.status() == DutyFinding.Status.UNCLEAR
          && !decided
          && standing.nextDueAt().filter(due -> due.isBefore(nextLook)).isPresent()) {
        decide(
            operator,
            finding,
            "unclear, and its time would run out first: met as a precaution, without saying that it"
                + " is owed");
      }
    }
    services
        .duties()
        .signNotOwed(operator.confirm("DutyDecided", Role.PRIVACY_OFFICER), id, AS_EVALUATED);
  }

  private void decide(DemoOperator operator, DutyFinding finding, String reason) {
    services
        .duties()
        .decide(
            operator.confirm("DutyDecided", Role.PRIVACY_OFFICER),
            id,
            finding.duty().id(),
            DutyFinding.Status.OWED,
            reason);
  }

  /// Where the people live to whom a notice is owed that they did not get yet.
  Set<String> placesToTell() {
    Set<String> places = new TreeSet<>();
    for (DutyStanding standing : standings()) {
      if (isOwed(standing) && standing.finding().metAt().isEmpty() && namesPeople(standing)) {
        places.addAll(standing.finding().duty().law().places());
      }
    }
    return places;
  }

  /// What is owed is met: by the notices to people, where they were sent, by a notification to each
  /// authority, and by the record of this incident.
  ///
  /// @param told when the last notice was accepted that these duties need; empty where none was
  /// @param notified when the authorities got their notifications
  void meet(Optional<Instant> told, Instant notified) {
    for (DutyStanding standing : standings()) {
      if (!isOwed(standing) || standing.finding().metAt().isPresent()) {
        continue;
      }
      String name = standing.finding().duty().id();
      List<String> owedTo = standing.finding().duty().owedTo();
      if (namesPeople(standing) && told.isEmpty()) {
        continue;
      }
      if (owedTo.stream().allMatch(DutyDesk::isPeople)) {
        record(name, Moment.PEOPLE_TOLD, told.orElseThrow(), "outcomes of the notices");
      } else if (owedTo.equals(List.of("internal register"))) {
        record(name, Moment.DUTY_MET, world.clock.instant(), "the decision record");
      } else if (name.equals("eu-gdpr-33-authority")) {
        services
            .incidents()
            .record(
                world.responder.confirm("MomentRecorded", Role.RESPONDER),
                id,
                Moment.AUTHORITY_NOTIFIED,
                notified,
                "the authority's receipt of the notification by its form; the report followed");
      } else {
        record(
            name,
            Moment.AUTHORITY_NOTIFIED,
            notified,
            namesPeople(standing)
                ? "that authority's receipt; outcomes of the notices"
                : "that authority's receipt");
      }
    }
  }

  private void record(String duty, Moment moment, Instant at, String evidence) {
    services
        .duties()
        .recordMet(
            world.responder.confirm("MomentRecorded", Role.RESPONDER),
            id,
            duty,
            moment,
            at,
            evidence);
  }

  /// How the duties stand at one moment.
  ///
  /// @param owed decided or evaluated to be owed, precautions included
  /// @param inTime of those, how many have a due time and were met before it
  /// @param precautions of those, how many are owed only by the decision to be careful
  /// @param newly of those, how many were not owed when they were looked at before; they are met,
  ///   and their due time may have passed before anybody could know
  /// @param undecided neither owed nor not owed; people have to decide
  /// @param nextDue when the first time of those runs out; empty where none has one
  /// @param broken what is owed and not met, met late, or undecided beyond its time, in sentences
  record Look(
      long owed,
      long inTime,
      long precautions,
      long newly,
      long undecided,
      Optional<Instant> nextDue,
      List<String> broken) {}

  /// Looks at every duty of the catalogue.
  Look look() {
    List<DutyStanding> standings = standings();
    List<DutyStanding> owed = standings.stream().filter(DutyDesk::isOwed).toList();
    List<DutyStanding> open =
        standings.stream()
            .filter(standing -> standing.effective() == DutyFinding.Status.UNCLEAR)
            .filter(standing -> standing.finding().metAt().isEmpty())
            .toList();
    List<String> broken = new ArrayList<>();
    long newly = 0;
    boolean first = owedBefore.isEmpty();
    for (DutyStanding standing : owed) {
      boolean known = !owedBefore.add(standing.finding().duty().id()) || first;
      newly += known ? 0 : 1;
      whatIsWrong(standing, known).ifPresent(broken::add);
    }
    Instant now = world.clock.instant();
    for (DutyStanding standing : open) {
      standing
          .nextDueAt()
          .filter(due -> due.isBefore(now))
          .ifPresent(
              due -> broken.add(standing.finding().duty().id() + " is undecided beyond its time"));
    }
    return new Look(
        owed.size(),
        owed.stream().filter(standing -> standing.finding().metBefore().isPresent()).count(),
        owed.stream()
            .filter(standing -> standing.finding().status() != DutyFinding.Status.OWED)
            .count(),
        newly,
        open.size(),
        open.stream().flatMap(standing -> standing.nextDueAt().stream()).min(Instant::compareTo),
        broken);
  }

  private Optional<String> whatIsWrong(DutyStanding standing, boolean known) {
    DutyFinding finding = standing.finding();
    String name = finding.duty().id();
    if (finding.metAt().isEmpty()) {
      return Optional.of(name + " is owed and was not met");
    }
    if (known && finding.metBefore().filter(Duration::isNegative).isPresent()) {
      return Optional.of(name + " was met late");
    }
    return standing
        .nextDueAt()
        .filter(due -> due.isBefore(world.clock.instant()))
        .map(due -> "a later step of " + name + " is overdue");
  }

  private static boolean isOwed(DutyStanding standing) {
    return standing.effective() == DutyFinding.Status.OWED;
  }

  private static boolean namesPeople(DutyStanding standing) {
    return standing.finding().duty().owedTo().stream().anyMatch(DutyDesk::isPeople);
  }

  private static boolean isPeople(String owedTo) {
    return owedTo.startsWith("individuals");
  }
}
