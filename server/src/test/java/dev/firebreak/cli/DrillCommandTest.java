package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.delivery.VendorAnswer;
import dev.firebreak.delivery.VendorBatch;
import dev.firebreak.delivery.VendorClient;
import dev.firebreak.delivery.VendorGate;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.installation.Installation;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DrillCommandTest {
  private static final BindingId WEB = new BindingId("web");
  private static final Instant TIME = Instant.parse("2025-11-03T08:00:00Z");
  private static final Masks ACCOUNT_AND_CITY =
      new Masks(DataCategory.CITY.mask(), 0, DataCategory.ACCOUNT_ID.mask(), 0);

  @TempDir Path folder;
  private CommandRun commands;
  private SubjectKeyring keyring;

  @BeforeEach
  void installation() throws IOException {
    commands = new CommandRun(folder);
    commands.run("init");
    Files.writeString(folder.resolve("token"), "0123456789abcdef");
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace(
                "bindings: []",
                """
                bindings:
                  - id: web
                    vendor: mixpanel
                    dialect: mixpanel
                    path-prefix: /mp
                    upstream: http://127.0.0.1:9
                    credential: {file: token}
                    sender: public
                    policy: shipped:mixpanel
                """));
    Files.writeString(
        folder.resolve("people.csv"), "account_id,country,region\nu-1,US,CA\nu-2,DE,\nu-3,DE,\n");
    try (Installation installation = commands.open()) {
      keyring = installation.keys().subjectKeyring();
    }
  }

  @Test
  void withoutValuesItSaysWhatIsUnknownAndWhichClocksWouldRun() throws IOException {
    assertThat(commands.run("drill", "mixpanel")).isZero();
    assertThat(commands.out())
        .contains("0 people")
        .contains("Where they live: unknown")
        .contains("severity: unknown: no export was given (--data), and the journal holds nothing")
        .contains("Duties, if the vendor told us now:")
        .contains("eu-gdpr-33-authority");
    JsonNode json = json("drill", "mixpanel");
    assertThat(json.get("measuredOn").asString()).isEqualTo("nothing");
    assertThat(json.has("measured")).isFalse();
    assertThat(json.get("unknown").propertyNames())
        .containsExactly("classes", "shareIdentifiable", "severity", "countries");
    assertThat(json.get("dutyCounts").get("owed").asInt()).isZero();
  }

  @Test
  void itMeasuresTheMessagesThatTheVendorHasAndNoOthers() throws Exception {
    deliver(
        event("u-1", "Oslo"),
        event("u-2", "Bergen"),
        event("u-3", "Bergen"),
        profile("u-1", "Oslo"),
        dropped());
    JsonNode json = json("drill", "mixpanel", "--accounts", "people.csv");
    assertThat(json.get("people").asInt()).isEqualTo(3);
    assertThat(json.get("residences").toString()).isEqualTo("{\"DE\":2,\"US-CA\":1,\"unknown\":0}");
    assertThat(json.get("measuredOn").asString()).isEqualTo("journal");
    JsonNode measured = json.get("measured");
    assertThat(measured.get("rowsRead").asInt()).isEqualTo(4);
    assertThat(measured.get("rowsRejected").asInt()).isZero();
    assertThat(measured.get("people").asInt()).isEqualTo(3);
    assertThat(measured.get("quasiIdentifiers").toString()).contains(DataCategory.CITY.key());
    assertThat(measured.get("smallestClass").asInt()).isEqualTo(1);
    assertThat(measured.get("shareUnique").asDouble()).isBetween(0.3, 0.4);
    assertThat(measured.get("severity").get("EI").get("evidence").asString()).contains("unique");
    assertThat(json.get("unknown").isEmpty()).isTrue();
  }

  @Test
  void queuedMessagesAreNotTheVendors() throws Exception {
    try (Installation installation = commands.open()) {
      journal(installation).append(List.of(event("u-1", "Oslo")));
    }
    JsonNode json = json("drill", "mixpanel");
    assertThat(json.get("people").asInt()).isZero();
    assertThat(json.get("measuredOn").asString()).isEqualTo("nothing");
  }

  @Test
  void anExportGoesBeforeTheJournalAndGivesSeverityAndDuties() throws Exception {
    deliver(event("u-1", "Oslo"));
    Path export = folder.resolve("export.json");
    Files.writeString(
        export,
        Stream.of("u-1", "u-2", "u-3")
            .map(id ->
                "{\"event\":\"Opened\",\"properties\":{\"time\":1762156800,\"distinct_id\":\""
                    + id
                    + "\",\"$email\":\""
                    + id
                    + "@example.com\",\"$name\":\"Ana Example\"}}\n")
            .reduce("", String::concat));
    assertThat(commands.run("drill", "mixpanel", "--data", "export.json")).isZero();
    assertThat(commands.out())
        .contains("Measured on the export: 3 rows")
        .contains("Severity by ENISA:")
        .contains("DPC")
        .contains("CB")
        .contains("Identifiable: 100.0 %")
        .doesNotContain("example.com");
    assertThat(commands.out())
        .contains("3 people as the export shows; the ledger knows 1 people, 1 events.");
    assertThat(commands.run("drill", "mixpanel", "--data", "export.json", "--html", "d.html"))
        .isZero();
    assertThat(Files.readString(folder.resolve("d.html")))
        .contains("data of 3 people from us, as its export shows: our ledger knows of 1.")
        .contains("All of them could be named at once")
        .doesNotContain("no name, address or the like of anybody");
    JsonNode json = json("drill", "mixpanel", "--data", "export.json", "--accounts", "people.csv");
    JsonNode measured = json.get("measured");
    assertThat(json.get("measuredOn").asString()).isEqualTo("export");
    assertThat(json.get("residences").toString()).isEqualTo("{\"DE\":2,\"US-CA\":1,\"unknown\":0}");
    assertThat(measured.get("shareIdentifiable").get("low").asDouble()).isEqualTo(1);
    assertThat(measured.get("severity").get("high").asDouble()).isGreaterThanOrEqualTo(2);
    assertThat(duty(json, "eu-gdpr-33-authority").get("status").asString()).isEqualTo("owed");
    assertThat(duty(json, "eu-gdpr-33-authority").has("earliestSafeDueAt")).isTrue();
  }

  @Test
  void itSaysWhatAnotherPolicyWouldHaveChanged() throws Exception {
    deliver(event("u-1", "Oslo"), event("u-2", "Bergen"));
    JsonNode json = json("drill", "mixpanel", "--policy", "shipped:mixpanel");
    JsonNode other = json.get("otherPolicy");
    String city = DataCategory.CITY.key();
    assertThat(other.get("was").get("categories").get(city).get("clear").asInt()).isEqualTo(2);
    assertThat(other.get("left").get("categories").has(city)).isFalse();
    assertThat(other.get("severity").get("high").asDouble())
        .isLessThanOrEqualTo(json.get("measured").get("severity").get("high").asDouble());
    assertThat(other.get("bounds")).isNotEmpty();
    assertThat(commands.run("drill", "mixpanel", "--policy", "shipped:mixpanel")).isZero();
    assertThat(commands.out()).contains("Under policy", city + " in clear");
    assertThat(json("drill", "mixpanel").has("otherPolicy")).isFalse();
  }

  @Test
  void itSaysHowTheVendorGrewAndHowManyPeopleLookAlike() throws Exception {
    deliver(event("u-1", "Oslo"), event("u-2", "Bergen"), event("u-3", "Bergen"));
    JsonNode json = json("drill", "mixpanel");
    assertThat(json.get("trend")).hasSize(1);
    assertThat(json.get("trend").get(0).get("people").asInt()).isEqualTo(3);
    assertThat(json.get("trend").get(0).get("inClear").asInt()).isZero();
    JsonNode shares = json.get("measured").get("sharesByClassSize");
    assertThat(shares.get("1").asDouble()).isBetween(0.33, 0.34);
    assertThat(shares.get("2-3").asDouble()).isBetween(0.66, 0.67);
    assertThat(shares.get("20+").asDouble()).isZero();
  }

  @Test
  void thePageStandsForItselfAndNamesNobody() throws Exception {
    deliver(event("u-1", "Oslo"), event("u-2", "Bergen"));
    assertThat(
            commands.run(
                "drill",
                "mixpanel",
                "--accounts",
                "people.csv",
                "--policy",
                "shipped:mixpanel",
                "--html",
                "drill.html"))
        .isZero();
    assertThat(Files.readString(folder.resolve("drill.html")))
        .contains("If Mixpanel were breached now", "Germany", "City", "What would be owed")
        .contains("What another policy would have changed")
        .doesNotContain("<script", "u-1", "Oslo", "user.location");
  }

  @Test
  void allVendorsStandInOrderWithWhy() throws Exception {
    deliver(event("u-1", "Oslo"));
    Files.writeString(
        folder.resolve("vendors/desk.yaml"),
        """
        vendor: desk
        name: Support desk
        owner: support@example.com
        purpose: Answers people.
        legal-basis: contract
        contacts: {security: a@example.com, incident: a@example.com}
        declared-categories: [user.contact.email]
        """);
    assertThat(commands.run("drill", "--all", "--json")).isZero();
    JsonNode places = JsonMapper.shared().readTree(commands.out());
    assertThat(places.valueStream().map(place -> place.get("vendor").asString()))
        .containsExactly("mixpanel", "desk");
    assertThat(places.get(0).get("why").asString()).startsWith("Nobody of 1 person can be named");
    assertThat(places.get(1).get("why").asString())
        .contains("Nothing of it went through Firebreak", "its file declares e-mail address");
    assertThat(commands.run("drill", "--all", "--html", "all.html")).isZero();
    assertThat(Files.readString(folder.resolve("all.html"))).contains("Support desk", "Mixpanel");
    assertThat(commands.run("drill", "--all")).isZero();
    assertThat(commands.run("drill")).isEqualTo(2);
    assertThat(commands.run("drill", "mixpanel", "--all")).isEqualTo(2);
  }

  @Test
  void nothingIsKeptButAnEntryInTheAuditLog() throws Exception {
    deliver(event("u-1", "Oslo"));
    assertThat(commands.run("drill", "mixpanel", "--accounts", "people.csv")).isZero();
    assertThat(commands.run("audit", "show")).isZero();
    assertThat(commands.out()).contains("VendorDrilled").contains("vendor:mixpanel");
    assertThat(filesBelow(folder.resolve("data/incidents"))).isEmpty();
    assertThat(filesBelow(folder.resolve("data/work"))).isEmpty();
  }

  @Test
  void badDataIsAClearErrorAndLeavesNoPlaintext() throws IOException {
    assertThat(commands.run("drill", "mixpanel", "--data", "missing.json")).isEqualTo(2);
    assertThat(commands.err()).startsWith("firebreak: ").doesNotContain("Exception");
    assertThat(filesBelow(folder.resolve("data/work"))).isEmpty();
  }

  private static List<Path> filesBelow(Path start) throws IOException {
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(start.resolve("ledger")))
          .toList();
    }
  }

  private static JsonNode duty(JsonNode drill, String id) {
    return drill
        .get("duties")
        .valueStream()
        .filter(duty -> duty.get("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode json(String... arguments) throws IOException {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
    assertThat(commands.run(all)).isZero();
    return JsonMapper.shared().readTree(commands.out());
  }

  /// Appends records and delivers them to a vendor that takes everything.
  private void deliver(JournalRecord... records) throws IOException, InterruptedException {
    try (Installation installation = commands.open()) {
      journal(installation).append(List.of(records));
      installation.deliveries().start(_ -> new TakingVendor(), new Random(1));
      assertThat(installation.deliveries().awaitIdle(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static SegmentJournal journal(Installation installation) {
    return installation.deliveries().binding(WEB).journal();
  }

  private JournalRecord event(String account, String city) {
    return record(
        MessageKind.EVENT,
        account,
        "{\"event\":\"Opened\",\"properties\":{\"time\":1762156800,\"distinct_id\":\"fb1sabcd"
            + account
            + "\",\"$city\":\""
            + city
            + "\"}}");
  }

  private JournalRecord profile(String account, String city) {
    return record(
        MessageKind.PROFILE,
        account,
        "{\"$distinct_id\":\"fb1sabcd" + account + "\",\"$set\":{\"$city\":\"" + city + "\"}}");
  }

  private static JournalRecord dropped() {
    return new JournalRecord(
        WEB,
        TIME,
        AssertedBy.AUTHENTICATED,
        "0123456789ab",
        1,
        new TreatedMessage.Dropped(DropReason.POLICY, MessageKind.EVENT));
  }

  private JournalRecord record(MessageKind kind, String account, String payload) {
    EventHeader header =
        new EventHeader(
            kind,
            kind + "-" + account,
            TIME.toEpochMilli(),
            true,
            keyring.account(account),
            null,
            "fb1sabcd" + account,
            ACCOUNT_AND_CITY);
    return new JournalRecord(
        WEB,
        TIME,
        AssertedBy.AUTHENTICATED,
        "0123456789ab",
        1,
        new TreatedMessage.Forward(header, payload.getBytes(StandardCharsets.UTF_8)));
  }

  /// Has everything at once.
  private static final class TakingVendor implements VendorClient {
    @Override
    public Limits limits() {
      return new Limits(100, 1 << 20);
    }

    @Override
    public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
      return new VendorAnswer.Taken();
    }

    @Override
    public void close() {}
  }
}
