package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.CutItem;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.demo.analytics.VendorAnalytics;
import dev.firebreak.demo.traffic.OutsideKnowledge;
import dev.firebreak.digest.Sha256;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.event.DropReason;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.testkit.company.Person;
import dev.firebreak.testkit.smtp.ReceivedMail;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The incident of November 2025 from beginning to end, at a vendor that got everything and at one
/// behind Firebreak. Each step does the real thing through the services that the commands use.
/// Confined to one thread.
final class Replay {
  private static final int TARGETS_MAX = 1_000;

  private final DemoWorld world;
  private final Steps steps;
  private final Checks checks = new Checks();
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final IncidentServices services;
  private final TrafficReplay traffic;
  private final Side direct;
  private final Side guarded;
  private final long seed;

  Replay(DemoWorld world, Steps steps, long seed) {
    this.world = world;
    this.steps = steps;
    this.seed = seed;
    services = IncidentServices.of(world.firebreak);
    traffic = new TrafficReplay(world, steps);
    direct = new Side(world, services, "2025-11-direct", new VendorId("mixpanel-direct"));
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
    Set<String> missing = world.traffic.insertIdsOf(person -> !person.apiCustomer());
    Theft[] thefts =
        steps.run(
            "theft",
            "9 November: the attacker exports both vendors' data ...",
            () -> steal(missing));
    steps.run(
        "trafficAfter", "Sixteen days pass; nobody knows, events go on ...", this::sixteenDays);
    steps.run(
        "provisional",
        "25 November: the vendor's word arrives. Who is affected?",
        this::provisional);
    steps.run("cut", "The vendor is cut off while events go on ...", this::cut);
    steps.run("analytics", "Did minimising cost the analytics anything?", this::analytics);
    Findings directFindings = assess("direct", direct, thefts[0].firstFiles(), knowledge);
    Findings guardedFindings = assess("firebreak", guarded, thefts[1].firstFiles(), knowledge);
    judge(directFindings, guardedFindings);
    grade(true);
    steps.run("tell", "The people of the direct side are told ...", this::tell);
    steps.run("decide", "Two people decide, sign, and notify the authority ...", this::decide);
    steps.run(
        "corrected",
        "A corrected file arrives with people that the first one lacked ...",
        () -> corrected(thefts, knowledge));
    conservation();
    new Results(world, thefts[0], thefts[1]).write(direct, guarded);
    times();
    return json;
  }

  private Void thirtyDays() throws Exception {
    traffic.runTo(Story.STOLEN);
    steps.result("%d messages, half of them through Firebreak", 2 * traffic.sent());
    return null;
  }

  private Theft[] steal(Set<String> missing) throws Exception {
    Theft fromDirect = Theft.from(world.direct, missing, world.folder.resolve("stolen/direct"));
    Theft fromGuarded =
        Theft.from(world.guarded, missing, world.folder.resolve("stolen/firebreak"));
    steps.result("%d events from each", world.direct.eventCount());
    return new Theft[] {fromDirect, fromGuarded};
  }

  private Void sixteenDays() throws Exception {
    traffic.runTo(Story.TOLD);
    json.put("events", traffic.sent());
    return null;
  }

  private Void provisional() {
    world.clock.moveTo(Story.TOLD);
    direct.open("Customer data exported at the analytics vendor, sent directly");
    guarded.open("Customer data exported at the analytics vendor, behind Firebreak");
    ProvisionalList list =
        services
            .assessments()
            .provisional(
                world.responder.confirm("ProvisionalListMade", Role.RESPONDER),
                guarded.id(),
                Optional.of(world.accounts()));
    Map<String, Object> provisional = new LinkedHashMap<>();
    provisional.put("people", list.accounts());
    provisional.put("seconds", list.sources().machineSeconds());
    json.put("provisional", provisional);
    steps.result(
        "%d people from the ledger, in %.1f s, before any file",
        list.accounts(), list.sources().machineSeconds());
    return null;
  }

  private Void cut() throws Exception {
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      Future<?> events = traffic.runOnTo(Story.END.minus(Duration.ofHours(1)), background);
      long startedNanos = System.nanoTime();
      VendorSwitch.Cut cut =
          world
              .firebreak
              .deliveries()
              .vendors()
              .cut(
                  DemoWorld.VENDOR,
                  world.responder.confirm("VendorCut", Role.RESPONDER),
                  "the vendor was breached");
      double seconds = (System.nanoTime() - startedNanos) / 1e9;
      long atAcknowledgement = world.guarded.requestsStarted();
      events.get();
      traffic.settle();
      long startedAfter = world.guarded.requestsStarted() - atAcknowledgement;
      checks.equal(0, startedAfter, "requests to the vendor that began after the cut");
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("startedAfterAcknowledgement", startedAfter);
      json.put("aborted", cut.aborted());
      json.put("seconds", seconds);
      json.put("checklist", cut.status().checklist().size());
      this.json.put("cut", json);
      steps.result(
          "acknowledged in %.2f s; %d requests began after it; %d items of a checklist to sign",
          seconds, startedAfter, cut.status().checklist().size());
    }
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

  private Findings assess(
      String name, Side side, List<java.nio.file.Path> files, OutsideKnowledge k) throws Exception {
    Findings findings =
        steps.run(
            "assess" + (name.equals("direct") ? "Direct" : "Firebreak"),
            "The stolen file of the "
                + (name.equals("direct") ? "vendor that got everything" : "vendor behind Firebreak")
                + " is read ...",
            () -> side.assess(files, k, steps));
    json.put(name, side.json(findings));
    steps.result(
        "%d rows, %d people found, severity %.2f to %.2f",
        findings.data().rowsRead(),
        findings.people().found(),
        findings.risk().severity().low(),
        findings.risk().severity().high());
    return findings;
  }

  private void judge(Findings fromDirect, Findings fromGuarded) {
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
    double orderLost = HourCost.of(world.direct.events());
    json.put("orderLostByTheHour", orderLost);
    new SideBySide(steps, orderLost).print(fromDirect, fromGuarded);
    for (DutyFinding duty : direct.duties()) {
      if (duty.duty().id().equals("eu-gdpr-33-authority")) {
        Optional<Instant> due = duty.deadline().dueAt().map(at -> at.toInstant());
        checks.require(
            duty.status() == DutyFinding.Status.OWED
                && due.equals(Optional.of(Story.TOLD.plus(Duration.ofDays(3)))),
            "GDPR Art. 33 is owed on the direct side, 72 hours after the vendor's word: " + due);
      }
    }
    new SideBySide(steps, orderLost).printDuties(direct.duties(), guarded.duties());
  }

  private long figure(String side, String name) {
    return ((Map<?, ?>) json.getOrDefault(side, Map.of())).get(name) instanceof Number number
        ? number.longValue()
        : -1;
  }

  /// How good the provisional list was. The first file lacks people whom the ledger rightly names.
  private void grade(boolean firstFile) {
    ProvisionalList.Grade grade =
        services.assessments().grade("demo-responder", guarded.id()).orElseThrow();
    long lacking = firstFile ? world.company.others().size() : 0;
    checks.equal(0, grade.missed(), "people whom the provisional list missed");
    checks.equal(lacking, grade.extra(), "people on the provisional list and not in the file");
    Map<String, Object> provisional = new LinkedHashMap<>();
    if (json.get("provisional") instanceof Map<?, ?> before) {
      before.forEach((key, value) -> provisional.put(key.toString(), value));
    }
    if (firstFile) {
      provisional.put("extraBeforeCorrection", grade.extra());
    } else {
      provisional.put("missed", grade.missed());
      provisional.put("extra", grade.extra());
    }
    json.put("provisional", provisional);
    steps.result(
        "the provisional list: %d people, %d missed, %d not in this file",
        grade.people(), grade.missed(), grade.extra());
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
    services
        .incidents()
        .sign(
            world.officer.confirm("FindingSigned", Role.PRIVACY_OFFICER),
            direct.id(),
            "Our own systems were not broken into.",
            "access-log-review.txt",
            accessLogReview());
    Telling telling = new Telling(world, services);
    CampaignProgress progress = telling.tell(direct.id(), false, steps);
    long addresses = world.company.apiCustomers().stream().map(Person::email).distinct().count();
    checks.equal(addresses, progress.sent(), "notices accepted by the mail server");
    checks.equal(addresses, world.mailbox.byAddress().size(), "addresses that got a notice");
    checks.equal(0, progress.inDoubt(), "notices in doubt");
    List<ReceivedMail> kept = world.mailbox.kept();
    Telling.Verified verified = telling.verify(kept.getFirst(), kept.getLast());
    checks.require(verified.allRight(), "notices are told apart: " + verified);
    Map<String, Object> notices = new LinkedHashMap<>();
    notices.put("sent", progress.sent());
    notices.put("inDoubt", progress.inDoubt());
    notices.put("verifiedGenuine", verified.genuine());
    notices.put("refusedForged", verified.forged());
    notices.put("refusedAltered", verified.altered());
    notices.put("refusedReplayed", verified.replayed());
    json.put("notices", notices);
    progress
        .lastAcceptedAt()
        .ifPresent(at -> direct.record(Moment.PEOPLE_TOLD, at, "outcomes of the first campaign"));
    Files.write(world.folder.resolve("notice.eml"), world.mailbox.first().content());
    steps.result(
        "%d notices accepted; a genuine one verifies, forged, altered and copied ones do not",
        progress.sent());
    return null;
  }

  private Void decide() throws Exception {
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
      side.decide(world.officer);
    }
    direct.handOut(world.officer);
    for (Side side : List.of(direct, guarded)) {
      side.meetWhatIsOwed();
      side.decide(world.officer);
    }
    late("direct", direct);
    steps.result(
        "the checklist of the cut is signed; every authority notified before its deadline");
    return null;
  }

  /// What is owed on this side was met in time.
  private void late(String name, Side side) {
    for (DutyFinding duty : side.duties()) {
      checks.require(
          duty.status() != DutyFinding.Status.OWED
              || duty.metBefore().map(span -> !span.isNegative()).orElse(duty.metAt().isPresent()),
          duty.duty().id() + " was met in time on the " + name + " side");
    }
  }

  private Void corrected(Theft[] thefts, OutsideKnowledge knowledge) throws Exception {
    world.clock.moveTo(Story.CORRECTED);
    world.mailbox.clear();
    Findings findings = direct.assess(thefts[0].correctedFiles(), knowledge, steps);
    guarded.assess(thefts[1].correctedFiles(), knowledge, steps);
    checks.equal(world.company.people().size(), findings.people().found(), "people found at last");
    grade(false);
    CampaignProgress progress = new Telling(world, services).tell(direct.id(), true, steps);
    Set<String> newly = Set.copyOf(world.company.others().stream().map(Person::email).toList());
    checks.require(
        world.mailbox.byAddress().keySet().equals(newly),
        "only the people of the corrected file get mail");
    if (json.get("notices") instanceof Map<?, ?> before) {
      Map<String, Object> notices = new LinkedHashMap<>();
      before.forEach((key, value) -> notices.put(key.toString(), value));
      notices.put("secondFileSent", progress.sent());
      json.put("notices", notices);
    }
    checks.equal(newly.size(), progress.sent(), "notices after the corrected file");
    direct.decide(world.officer);
    guarded.decide(world.officer);
    direct.handOut(world.officer);
    steps.result("%d people more, and only they get mail", progress.sent());
    return null;
  }

  private void conservation() throws Exception {
    Conservation terms = world.path.conservation(DemoWorld.BINDING);
    checks.require(terms.holds(), "conservation holds: " + terms);
    checks.require(
        terms.dropped().getOrDefault(DropReason.CUT, 0L) > 0, "events went on under the cut");
    Map<String, Object> conservation = new LinkedHashMap<>();
    conservation.put("received", terms.received());
    conservation.put("refused", terms.refused());
    conservation.put("accepted", terms.accepted());
    conservation.put("delivered", terms.delivered());
    conservation.put("inDoubt", terms.inDoubt());
    Map<String, Object> dropped = new LinkedHashMap<>();
    terms.dropped().forEach((reason, count) -> dropped.put(reason.label(), count));
    conservation.put("dropped", dropped);
    conservation.put("quarantined", terms.quarantined());
    conservation.put("deadLettered", terms.deadLettered());
    conservation.put("expired", terms.expired());
    conservation.put("queued", terms.queued());
    conservation.put("holds", terms.holds());
    json.put("conservation", conservation);
  }

  private void times() {
    Map<String, Double> seconds = steps.seconds();
    json.put("seconds", seconds);
    json.put("timeToTruth", seconds.getOrDefault("assessDirect", 0.0));
    json.put(
        "timeToTell",
        seconds.getOrDefault("assessDirect", 0.0) + seconds.getOrDefault("tell", 0.0));
    json.put("failed", checks.failed());
  }
}
