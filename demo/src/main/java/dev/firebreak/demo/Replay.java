package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.delivery.CutItem;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.demo.analytics.VendorAnalytics;
import dev.firebreak.demo.traffic.OutsideKnowledge;
import dev.firebreak.digest.Sha256;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.testkit.company.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The incident of November 2025 from beginning to end, at a vendor that got everything and at one
/// behind Firebreak. Each step does the real thing through the services that the commands use.
/// Confined to one thread.
final class Replay {
  private static final int TARGETS_MAX = 1_000;
  private static final Duration NEXT_LOOK = Duration.ofDays(14);

  private final DemoWorld world;
  private final Steps steps;
  private final Checks checks = new Checks();
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final Map<String, Object> provisional = new LinkedHashMap<>();
  private final Map<String, Object> notices = new LinkedHashMap<>();
  private final IncidentServices services;
  private final TrafficReplay traffic;
  private final CutOff cutOff;
  private final Side direct;
  private final Side guarded;
  private final long seed;

  Replay(DemoWorld world, Steps steps, long seed) {
    this.world = world;
    this.steps = steps;
    this.seed = seed;
    services = IncidentServices.of(world.firebreak);
    traffic = new TrafficReplay(world, steps);
    cutOff = new CutOff(world, traffic, checks);
    direct = new Side(world, services, "2025-11-direct", DemoWorld.DIRECT);
    guarded = new Side(world, services, "2025-11-mixpanel", DemoWorld.VENDOR);
  }

  Checks checks() {
    return checks;
  }

  /// Runs every step and gives the figures by the names that `demo --json` promises.
  Map<String, Object> run() throws Exception {
    json.put("people", world.company.people().size());
    steps.run("traffic", "Thirty days of product events, to both vendors ...", this::thirtyDays);
    OutsideKnowledge knowledge =
        OutsideKnowledge.write(
            world.folder.resolve("outside-knowledge"),
            world.traffic,
            Math.min(TARGETS_MAX, world.company.apiCustomers().size()),
            Story.STOLEN,
            seed);
    Theft[] thefts =
        steps.run("theft", "9 November: the attacker exports both vendors' data ...", this::steal);
    steps.run(
        "trafficAfter", "Sixteen days pass; nobody knows, events go on ...", this::sixteenDays);
    steps.run(
        "provisional",
        "25 November: the vendor's word arrives. Who is affected?",
        this::provisional);
    json.put(
        "cut",
        steps.run("cut", "The vendor is cut off while events go on ...", () -> cutOff.run(steps)));
    steps.run("analytics", "Did minimising cost the analytics anything?", this::analytics);
    Findings directFindings = assess("direct", direct, thefts[0].firstFiles(), knowledge);
    Findings guardedFindings = assess("firebreak", guarded, thefts[1].firstFiles(), knowledge);
    steps.run(
        "compare",
        "What was stolen, side by side ...",
        () -> compare(directFindings, guardedFindings));
    steps.run("grade", "How good was the list from before the file?", () -> grade(true));
    steps.run("decide", "Which duties exist? A person answers and signs ...", this::decide);
    steps.run("tell", "The people of the direct side are told ...", this::tell);
    steps.run(
        "tellFirebreak",
        "Behind Firebreak, those are told to whom a law owes it all the same ...",
        this::tellBehindFirebreak);
    steps.run(
        "notify", "The authorities are notified, the cut is signed off ...", this::notifyOthers);
    steps.run(
        "corrected",
        "A corrected file arrives with people that the first one lacked ...",
        () -> corrected(thefts, knowledge));
    json.put("events", traffic.events());
    json.put("otherMessages", traffic.updates());
    json.put("conservation", new Reckoning(world, traffic, checks).of(cutOff.sentAfter()));
    new Results(world, thefts[0], thefts[1]).write(direct, guarded);
    times();
    return json;
  }

  private Void thirtyDays() throws Exception {
    traffic.runTo(Story.STOLEN);
    steps.result("%d messages to each vendor", traffic.messages());
    return null;
  }

  private Theft[] steal() throws Exception {
    Set<String> missing = world.traffic.insertIdsOf(person -> !person.apiCustomer());
    Path stolen = world.folder.resolve("stolen");
    Theft fromDirect =
        Theft.from(world.direct.uri(), DemoWorld.DIRECT_TOKEN, missing, stolen.resolve("direct"));
    Theft fromGuarded =
        Theft.from(
            world.guarded.uri(), DemoWorld.GUARDED_TOKEN, missing, stolen.resolve("firebreak"));
    checks.equal(world.direct.eventCount(), fromDirect.events(), "events in the direct export");
    checks.equal(world.guarded.eventCount(), fromGuarded.events(), "events in the other export");
    steps.result(
        "%d and %d events, downloaded from the vendors' export endpoints",
        fromDirect.events(), fromGuarded.events());
    return new Theft[] {fromDirect, fromGuarded};
  }

  private Void sixteenDays() throws Exception {
    traffic.runTo(Story.TOLD);
    return null;
  }

  private Void provisional() throws IOException {
    world.clock.moveTo(Story.TOLD);
    direct.open("Customer data copied at Mixpanel, sent there as it was");
    guarded.open("Customer data copied at Mixpanel, behind Firebreak");
    ProvisionalList list =
        services
            .assessments()
            .provisional(
                world.responder.confirm("ProvisionalListMade", Role.RESPONDER),
                guarded.id(),
                Optional.of(world.accounts()));
    provisional.put("people", list.accounts());
    provisional.put("seconds", list.sources().machineSeconds());
    json.put("provisional", provisional);
    Files.writeString(world.folder.resolve("letter.txt"), services.letter().text(guarded.id()));
    steps.result(
        "%d people from the ledger, in %.1f s, before any file",
        list.accounts(), list.sources().machineSeconds());
    return null;
  }

  private Void analytics() {
    VendorAnalytics left = VendorAnalytics.of(world.direct, Story.BEGIN, Story.TOLD);
    VendorAnalytics right = VendorAnalytics.of(world.guarded, Story.BEGIN, Story.TOLD);
    Map<String, Object> equal = new LinkedHashMap<>();
    for (VendorAnalytics.Measure measure : left.compare(right)) {
      equal.put(measure.name(), measure.equal());
      checks.require(
          measure.equal(),
          measure.name() + " differs: " + measure.left() + " and " + measure.right());
      steps.result(
          "%-17s %s | %s%s",
          measure.name(), measure.left(), measure.right(), measure.equal() ? "" : "  DIFFERS");
    }
    json.put("analyticsEqual", equal);
    return null;
  }

  private Findings assess(String name, Side side, List<Path> files, OutsideKnowledge knowledge)
      throws Exception {
    boolean clear = name.equals("direct");
    return steps.run(
        clear ? "assessDirect" : "assessFirebreak",
        "The stolen file of the "
            + (clear ? "vendor that got everything" : "vendor behind Firebreak")
            + " is read ...",
        () -> {
          Findings read = side.assess(files, knowledge, steps);
          steps.result(
              "%d rows, %d people found, severity %.2f to %.2f",
              read.data().rowsRead(),
              read.people().found(),
              read.risk().severity().low(),
              read.risk().severity().high());
          return read;
        });
  }

  private Void compare(Findings fromDirect, Findings fromGuarded) {
    json.put("direct", direct.json(fromDirect));
    Map<String, Object> behind = guarded.json(fromGuarded);
    HourCost cost = HourCost.of(world.guarded, Story.BEGIN, Story.TOLD);
    Map<String, Object> lowering = new LinkedHashMap<>();
    lowering.put("hourLevelTimes", cost.json());
    lowering.put("coarserFields", SideBySide.json(fromGuarded));
    behind.put("lowering", lowering);
    json.put("firebreak", behind);
    long customers = world.company.apiCustomers().size();
    checks.equal(customers, fromDirect.people().found(), "people found in the direct file");
    checks.equal(customers, fromGuarded.people().found(), "people found in the file of tokens");
    checks.equal(0, fromDirect.data().rowsRejected(), "rejected rows of the direct file");
    checks.equal(0, fromGuarded.data().rowsRejected(), "rejected rows of the file of tokens");
    for (String figure :
        List.of(
            "names", "emails", "cities", "regions", "browsers", "userIds", "orgIds", "referrers")) {
      checks.equal(0, figure("firebreak", figure), figure + " in clear behind Firebreak");
      checks.require(figure("direct", figure) > 0, figure + " are in the direct file");
    }
    checks.require(
        fromGuarded.risk().severity().high() < fromDirect.risk().severity().high(),
        "the severity behind Firebreak is lower");
    new SideBySide(steps)
        .print(
            new SideBySide.Read(fromDirect, direct.readable(fromDirect)),
            new SideBySide.Read(fromGuarded, guarded.readable(fromGuarded)),
            cost);
    return null;
  }

  private long figure(String side, String name) {
    return ((Map<?, ?>) json.getOrDefault(side, Map.of())).get(name) instanceof Number number
        ? number.longValue()
        : -1;
  }

  /// How good the provisional list was: against the file, and against the truth, which the replay
  /// knows. The first file lacks people whom the ledger rightly names.
  private Void grade(boolean firstFile) {
    ProvisionalList.Grade grade =
        services.assessments().grade(world.responder.name(), guarded.id()).orElseThrow();
    long lacking = firstFile ? world.company.others().size() : 0;
    checks.equal(0, grade.missed(), "people of the file whom the provisional list missed");
    checks.equal(lacking, grade.extra(), "people on the provisional list and not in the file");
    steps.result(
        "against the file: %d people, %d missed, %d not in this file",
        grade.people(), grade.missed(), grade.extra());
    if (!firstFile) {
      provisional.put("missed", grade.missed());
      provisional.put("extra", grade.extra());
      return null;
    }
    provisional.put("extraBeforeCorrection", grade.extra());
    Set<String> truth =
        world.company.people().stream().map(Person::accountId).collect(Collectors.toSet());
    Set<String> listed = guarded.provisionalAccounts();
    long missed = truth.stream().filter(account -> !listed.contains(account)).count();
    long extra = listed.stream().filter(account -> !truth.contains(account)).count();
    checks.equal(0, missed, "people whose data was stolen and whom the provisional list missed");
    checks.equal(0, extra, "people on the provisional list whose data was not stolen");
    provisional.put("missedOfTruth", missed);
    provisional.put("extraToTruth", extra);
    steps.result(
        "against the truth: %d people, %d missed, %d too many", truth.size(), missed, extra);
    return null;
  }

  private Void decide() {
    for (Side side : List.of(direct, guarded)) {
      side.record(Moment.DETERMINED, world.clock.instant(), "findings version 1");
      side.duties().answer(world.officer);
      side.duties().state(world.officer);
      checks.require(
          side.duties().unanswered().isEmpty(),
          "the company answered what it is: " + side.duties().unanswered());
      side.duties().decide(world.officer, Story.CORRECTED);
    }
    for (DutyFinding duty : direct.duties().findings()) {
      if (duty.duty().id().equals("eu-gdpr-33-authority")) {
        Optional<Instant> due = duty.deadline().dueAt().map(at -> at.toInstant());
        checks.require(
            duty.status() == DutyFinding.Status.OWED
                && due.equals(Optional.of(Story.TOLD.plus(Duration.ofDays(3)))),
            "GDPR Art. 33 is owed on the direct side, 72 hours after the vendor's word: " + due);
      }
    }
    new SideBySide(steps).printDuties(direct.duties().findings(), guarded.duties().findings());
    return null;
  }

  /// The document behind the signed finding: of the replay's own systems, which is all it can say.
  private String accessLogReview() throws IOException {
    String review =
        """
        Review of the access logs of the replay's own systems.
        They listened on loopback only; nobody but the replay reached them.
        """;
    Files.writeString(world.folder.resolve("access-log-review.txt"), review);
    return Sha256.hex(review);
  }

  private Void tell() throws IOException {
    String sha256 = accessLogReview();
    for (Side side : List.of(direct, guarded)) {
      side.sign("Our own systems were not broken into.", "access-log-review.txt", sha256);
    }
    Telling telling = new Telling(world, services);
    CampaignProgress progress =
        telling
            .tell(direct.id(), Telling.Audience.everybody("people of the first file"), steps)
            .orElseThrow();
    long addresses = world.company.apiCustomers().stream().map(Person::email).distinct().count();
    checks.equal(addresses, progress.sent(), "notices accepted by the mail server");
    checks.equal(addresses, world.mailbox.byAddress().size(), "addresses that got a notice");
    checks.equal(0, progress.inDoubt(), "notices in doubt");
    NoticeChecks.Verdicts verdicts = telling.verify(world.mailbox.kept());
    checks.require(verdicts.allRight(), "notices are told apart: " + verdicts);
    notices.put("sent", progress.sent());
    notices.put("inDoubt", progress.inDoubt());
    notices.put("verifiedGenuine", verdicts.genuine());
    notices.put("verifiedGenuineMails", verdicts.genuineMails());
    notices.put("refusedForged", verdicts.forged());
    notices.put("refusedAltered", verdicts.altered());
    notices.put("refusedReplayed", verdicts.replayed());
    json.put("notices", notices);
    progress
        .lastAcceptedAt()
        .ifPresent(at -> direct.record(Moment.PEOPLE_TOLD, at, "outcomes of the first campaign"));
    direct.told(Set.of(), progress.lastAcceptedAt());
    Files.write(world.folder.resolve("notice.eml"), world.mailbox.first().content());
    steps.result("%d notices accepted by the mail server", progress.sent());
    steps.result(
        "%d genuine mails verify; forged and altered ones do not, nor a genuine number and word",
        verdicts.genuineMails());
    steps.result(
        "in another text. Typed by hand with their owner's address, that number and word give the");
    steps.result("text that was really sent, to compare: they cannot say in which mail they stood");
    return null;
  }

  /// A notice is owed there to some people only; telling the others is decided apart.
  private Void tellBehindFirebreak() throws IOException {
    Set<String> places = guarded.duties().placesToTell();
    Optional<CampaignProgress> progress =
        tellResidents(
            new Telling(world, services),
            world.company.apiCustomers(),
            new Telling.Audience("people to whom a notice is owed", places, false));
    long told = progress.map(CampaignProgress::sent).orElse(0L);
    notices.put("sentBehindFirebreak", told);
    guarded.told(places, progress.flatMap(CampaignProgress::lastAcceptedAt));
    if (told > 0) {
      Files.write(world.folder.resolve("notice-firebreak.eml"), world.mailbox.first().content());
    }
    steps.result(
        "%d notices to residents of %s, with what was stolen of them",
        told, String.join(", ", places));
    return null;
  }

  private Void notifyOthers() throws Exception {
    VendorSwitch vendors = world.firebreak.deliveries().vendors();
    for (CutItem item : CutItem.values()) {
      vendors.sign(
          DemoWorld.VENDOR,
          item,
          world.responder.confirm("CutItemSigned", Role.RESPONDER),
          "done and checked");
    }
    checks.require(vendors.status(DemoWorld.VENDOR).contained(), "every item of the cut is signed");
    world.clock.moveTo(Story.NOTIFIED);
    for (Side side : List.of(direct, guarded)) {
      side.record(Moment.CONTAINED, Story.NOTIFIED, "the signed checklist of the cut");
      side.meet(Story.NOTIFIED);
      side.duties().decide(world.officer, Story.CORRECTED);
    }
    direct.handOut(world.officer);
    steps.result("all %d items of the cut's checklist are signed", CutItem.values().length);
    look("direct", direct);
    look("Firebreak", guarded);
    return null;
  }

  /// Says what the look at every duty found; whatever is unmet, late or undecided beyond its time
  /// does not hold.
  private void look(String name, Side side) {
    DutyDesk.Look look = side.duties().look();
    look.broken().forEach(sentence -> checks.require(false, name + " side: " + sentence));
    steps.result(
        "%s: %d duties owed, %d unmet or late; %d met before a due time, the others have none;",
        name, look.owed(), look.broken().size(), look.inTime());
    steps.result(
        "  %d of them as a precaution, %d new since the last look; %d undecided, %s",
        look.precautions(),
        look.newly(),
        look.undecided(),
        look.nextDue().map(due -> "the next runs out on " + due).orElse("none with a due time"));
    Map<String, Object> duties = new LinkedHashMap<>();
    duties.put("owed", look.owed());
    duties.put("broken", look.broken());
    duties.put("metBeforeDue", look.inTime());
    duties.put("precautions", look.precautions());
    duties.put("undecided", look.undecided());
    if (json.get(name.equals("direct") ? "direct" : "firebreak") instanceof Map<?, ?> figures) {
      Map<String, Object> with = new LinkedHashMap<>();
      figures.forEach((key, value) -> with.put(key.toString(), value));
      with.put("dutiesAtLast", duties);
      json.put(name.equals("direct") ? "direct" : "firebreak", with);
    }
  }

  private Void corrected(Theft[] thefts, OutsideKnowledge knowledge) throws Exception {
    world.clock.moveTo(Story.CORRECTED);
    Findings findings = direct.assess(thefts[0].correctedFiles(), knowledge, steps);
    guarded.assess(thefts[1].correctedFiles(), knowledge, steps);
    checks.equal(world.company.people().size(), findings.people().found(), "people found at last");
    grade(false);
    for (Side side : List.of(direct, guarded)) {
      side.duties().decide(world.officer, Story.CORRECTED.plus(NEXT_LOOK));
    }
    world.mailbox.clear();
    Telling telling = new Telling(world, services);
    CampaignProgress progress =
        telling
            .tell(
                direct.id(),
                new Telling.Audience("people of the corrected file", Set.of(), true),
                steps)
            .orElseThrow();
    Set<String> newly =
        world.company.others().stream().map(Person::email).collect(Collectors.toSet());
    checks.require(
        world.mailbox.byAddress().keySet().equals(newly),
        "only the people of the corrected file get mail");
    checks.equal(newly.size(), progress.sent(), "notices after the corrected file");
    notices.put("secondFileSent", progress.sent());
    steps.result("%d people more, and only they get mail", progress.sent());
    long residents =
        tellResidents(
                telling,
                world.company.others(),
                new Telling.Audience("residents of the corrected file", guarded.placesTold(), true))
            .map(CampaignProgress::sent)
            .orElse(0L);
    notices.put("secondFileSentBehindFirebreak", residents);
    steps.result("behind Firebreak %d of them, residents of the places named above", residents);
    for (Side side : List.of(direct, guarded)) {
      side.meet(world.clock.instant());
    }
    direct.handOut(world.officer);
    look("direct", direct);
    look("Firebreak", guarded);
    return null;
  }

  /// Tells residents of the audience's places among these people; nobody else gets mail.
  private Optional<CampaignProgress> tellResidents(
      Telling telling, List<Person> people, Telling.Audience audience) {
    world.mailbox.clear();
    Set<String> residents = Side.residents(people, audience.places());
    Optional<CampaignProgress> progress =
        residents.isEmpty() ? Optional.empty() : telling.tell(guarded.id(), audience, steps);
    checks.require(
        world.mailbox.byAddress().keySet().equals(residents),
        "behind Firebreak all residents of " + audience.places() + " get mail, and nobody else");
    return progress;
  }

  private void times() {
    Map<String, Double> seconds = steps.seconds();
    double truth = seconds.getOrDefault("assessDirect", 0.0);
    json.put("seconds", seconds);
    json.put("timeToTruth", truth);
    json.put(
        "timeToTell",
        truth + seconds.getOrDefault("decide", 0.0) + seconds.getOrDefault("tell", 0.0));
    json.put("failed", checks.failed());
  }
}
