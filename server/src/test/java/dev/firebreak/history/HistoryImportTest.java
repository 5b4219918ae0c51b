package dev.firebreak.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.receipt.Receipt;
import dev.firebreak.receipt.ReceiptPages;
import dev.firebreak.receipt.Receipts;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryImportTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Instant NOW = Instant.parse("2025-12-01T12:00:00Z");
  private static final Instant DAY_ONE = Instant.parse("2025-10-01T08:00:00Z");
  private static final Instant DAY_TWO = Instant.parse("2025-10-02T08:00:00Z");
  private static final Instant GATEWAY = Instant.parse("2025-11-03T08:00:00Z");

  private final ConfirmedOperator rae = ConfirmedOperators.of("rae", Role.RESPONDER, NOW);

  @TempDir Path folder;
  private Installation installation;
  private SubjectKeyring keyring;

  @BeforeEach
  void open() throws IOException {
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Files.writeString(
        folder.resolve("firebreak.yaml"),
        """
        data-directory: data
        master-key-file: firebreak-master.key
        company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}
        gateway: {listen: "127.0.0.1:0"}
        bindings: []
        """);
    installation =
        InstallationOpener.open(
            ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()),
            Clock.fixed(NOW, ZoneOffset.UTC));
    keyring = installation.keys().subjectKeyring();
    Files.writeString(
        folder.resolve("accounts.csv"),
        "account_id,email\na-1,ana@example.com\na-2,ben@example.com\n");
  }

  @AfterEach
  void close() throws IOException {
    installation.close();
  }

  @Test
  void rowsBecomeFactsByPersonDayAndForm() throws IOException {
    ImportOutcome outcome =
        imported(
            event("a-1", DAY_ONE, ",\"$email\":\"ana@example.com\""),
            event("a-1", DAY_ONE.plusSeconds(60), ",\"$email\":\"ana@example.com\""),
            event("a-1", DAY_TWO, ""),
            event("$device:d-9", DAY_TWO, ""));
    assertThat(outcome.taken()).isEqualTo(4);
    assertThat(outcome.people()).isEqualTo(2);
    assertThat(outcome.firstDay()).hasValue(day(DAY_ONE));
    List<Disclosure> ana = installation.ledger().ofSubject(keyring.account("a-1"));
    assertThat(ana)
        .extracting(Disclosure::day, Disclosure::events, Disclosure::assertedBy)
        .containsExactly(
            tuple(day(DAY_ONE), 2L, AssertedBy.PUBLIC), tuple(day(DAY_TWO), 1L, AssertedBy.PUBLIC));
    assertThat(ana).allMatch(Disclosure::isImported);
    assertThat(ana.getFirst().firstEvent()).isEqualTo(DAY_ONE);
    assertThat(ana.getFirst().lastEvent()).isEqualTo(DAY_ONE.plusSeconds(60));
    assertThat(clear(ana.getFirst(), DataCategory.EMAIL)).isTrue();
    assertThat(clear(ana.getLast(), DataCategory.EMAIL)).isFalse();
    assertThat(installation.ledger().idsOf(keyring.account("a-1")))
        .containsExactly(new VendorSubject(MIXPANEL, keyring.account("a-1"), "a-1"));
    assertThat(installation.ledger().ofSubject(keyring.device("d-9"))).hasSize(1);
    assertThat(installation.ledger().importedSince(MIXPANEL)).hasValue(DAY_ONE);
    assertThat(installation.ledger().knowsSince(MIXPANEL)).isEmpty();
  }

  @Test
  void profilesCountWithTheLastEventOfTheirPerson() throws IOException {
    ImportOutcome outcome =
        imported(event("a-2", DAY_TWO, ""), profile("a-2"), event("a-2", DAY_ONE, ""));
    assertThat(outcome.undated()).isEqualTo(1);
    assertThat(installation.ledger().ofSubject(keyring.account("a-2")))
        .filteredOn(fact -> clear(fact, DataCategory.EMAIL))
        .extracting(Disclosure::firstEvent)
        .containsExactly(DAY_TWO);
  }

  @Test
  void theSameFileTwiceAddsNothingAndSaysSo() throws IOException {
    String[] rows = {event("a-1", DAY_ONE, ""), profile("a-2")};
    imported(rows);
    List<Disclosure> before = all();
    HistoryImport.Result again = run("export.json", false, rows);
    assertThat(again.again()).isTrue();
    assertThat(all()).isEqualTo(before).hasSize(2);
    assertThat(new ImportStore(installation.control()).of(MIXPANEL)).hasSize(1);
  }

  @Test
  void aLaterExportThatReachesBackAddsOnlyWhatIsNew() throws IOException {
    imported(event("a-1", DAY_ONE, ""), profile("a-2"));
    ImportOutcome later =
        run(
                "later.json",
                false,
                event("a-1", DAY_ONE, ""),
                event("a-1", DAY_TWO, ""),
                profile("a-2"))
            .history()
            .outcome()
            .orElseThrow();
    assertThat(later.taken()).isEqualTo(1);
    assertThat(later.already()).isEqualTo(2);
    assertThat(all()).hasSize(3);
  }

  @Test
  void profilesAfterEventsAddWhatTheEventsLacked() throws IOException {
    imported(event("a-2", DAY_ONE, ""), event("a-2", DAY_TWO, ""));
    ImportOutcome later =
        run("profiles.json", false, profile("a-2"), "{\"$distinct_id\":\"a-2\"}")
            .history()
            .outcome()
            .orElseThrow();
    assertThat(later.taken()).isEqualTo(1);
    assertThat(later.undated()).isEqualTo(1);
    assertThat(later.already()).isEqualTo(1);
    assertThat(installation.ledger().ofSubject(keyring.account("a-2")))
        .filteredOn(fact -> clear(fact, DataCategory.EMAIL))
        .extracting(Disclosure::day, Disclosure::events)
        .containsExactly(tuple(day(DAY_TWO), 1L));
  }

  @Test
  void whatTheLedgerKnowsByItselfIsNotCountedTwice() throws IOException {
    gatewayFact();
    ImportOutcome outcome =
        imported(event("a-1", DAY_ONE, ""), event("a-1", GATEWAY, ""), profile("a-1"));
    assertThat(outcome.taken()).isEqualTo(2);
    assertThat(outcome.overlapping()).isEqualTo(1);
    assertThat(outcome.undated()).isEqualTo(1);
    assertThat(installation.ledger().ofSubject(keyring.account("a-1")))
        .filteredOn(Disclosure::isImported)
        .extracting(Disclosure::day)
        .containsOnly(day(DAY_ONE));
    assertThat(installation.ledger().knowsSince(MIXPANEL)).hasValue(GATEWAY);
  }

  @Test
  void whoCameAfterTheGatewayHasNoHistory() throws IOException {
    gatewayFact();
    ImportOutcome outcome =
        imported(
            event("a-2", GATEWAY.plusSeconds(5), ""),
            profile("a-2"),
            profile("a-1"),
            profile("x").replace("ben@", "eve@"));
    assertThat(outcome.overlapping()).isEqualTo(3);
    assertThat(outcome.taken()).isEqualTo(1);
    assertThat(installation.ledger().ofSubject(keyring.account("a-2"))).isEmpty();
    assertThat(installation.ledger().ofSubject(keyring.account("a-1")))
        .noneMatch(Disclosure::isImported);
    assertThat(installation.ledger().ofSubject(keyring.account("x")))
        .extracting(Disclosure::day)
        .containsExactly(day(GATEWAY.minusMillis(1)));
  }

  @Test
  void whoWasErasedDoesNotComeBackWithAnOlderExport() throws IOException {
    installation
        .deliveries()
        .suppressions()
        .suppress(keyring.account("a-1"), List.of(keyring.account("a-1")), () -> {});
    ImportOutcome outcome =
        imported(event("a-1", DAY_ONE, ""), profile("a-1"), event("a-2", DAY_ONE, ""));
    assertThat(outcome.erased()).isEqualTo(2);
    assertThat(outcome.taken()).isEqualTo(1);
    assertThat(installation.ledger().ofSubject(keyring.account("a-1"))).isEmpty();
    assertThat(installation.ledger().idsOf(keyring.account("a-1"))).isEmpty();
  }

  @Test
  void whatRetentionHasTakenIsCountedAsOlder() throws IOException {
    gatewayFact();
    installation.ledger().forgetBefore(MIXPANEL, YearMonth.of(2025, 11));
    ImportOutcome outcome = imported(event("a-2", DAY_ONE, ""), profile("a-2"));
    assertThat(outcome.older()).isEqualTo(1);
    assertThat(outcome.taken()).isEqualTo(1);
    assertThat(outcome.facts()).isEqualTo(1);
    assertThat(all()).hasSize(2);
  }

  @Test
  void tokensOfOursAreTheirPeopleAndStayTokens() throws IOException {
    String token =
        new Pseudonymizer(installation.keys().pseudonymKey(MIXPANEL)).token(Domain.PERSON, "a-1");
    imported(event(token, DAY_ONE, ""));
    Disclosure fact = installation.ledger().ofSubject(keyring.account("a-1")).getFirst();
    assertThat(clear(fact, DataCategory.ACCOUNT_ID)).isFalse();
    assertThat(fact.masks().tokenized() & DataCategory.ACCOUNT_ID.mask()).isNotZero();
    assertThat(installation.ledger().idsOf(keyring.account("a-1")))
        .extracting(VendorSubject::idAtVendor)
        .containsExactly(token);
  }

  @Test
  void whoIsFoundByAnAddressAloneIsTheAccountOfTheDirectory() throws IOException {
    Files.writeString(
        folder.resolve("crm.csv"),
        "Email,Full Name,City\nana@example.com,Ana Example,Oslo\n,,Bergen\n");
    HistoryImport.Result result = read(List.of(folder.resolve("crm.csv")), false);
    assertThat(result.history().outcome().orElseThrow().people()).isEqualTo(1);
    assertThat(installation.ledger().ofSubject(keyring.account("a-1")))
        .extracting(Disclosure::day)
        .containsExactly(day(NOW));
    assertThat(result.history().shown().clear() & DataCategory.EMAIL.mask()).isNotZero();
  }

  @Test
  void aDeviceBesideAnAccountIsALinkThatNobodyVouchesFor() throws IOException {
    imported(event("a-1", DAY_ONE, ",\"$device_id\":\"d-1\",\"$user_id\":\"a-1\""));
    assertThat(installation.ledger().links(MIXPANEL))
        .containsExactly(
            new DeviceLink(
                MIXPANEL, keyring.device("d-1"), keyring.account("a-1"), AssertedBy.PUBLIC));
  }

  @Test
  void aTrialAddsNothingAndIsNoImport() throws IOException {
    HistoryImport.Result tried = run("export.json", true, event("a-1", DAY_ONE, ""));
    assertThat(tried.history().outcome().orElseThrow().facts()).isEqualTo(1);
    assertThat(all()).isEmpty();
    assertThat(new ImportStore(installation.control()).of(MIXPANEL)).isEmpty();
  }

  @Test
  void anInterruptedImportGoesOnWithoutDoubles() throws IOException {
    String[] rows = {event("a-1", DAY_ONE, ""), event("a-2", DAY_ONE, "")};
    HistoryImport.Result tried = run("export.json", true, rows);
    ImportedHistory begun = tried.history();
    new ImportStore(installation.control())
        .begin(
            new ImportedHistory(
                begun.id(),
                MIXPANEL,
                begun.sha256(),
                begun.files(),
                "rae",
                "begun before",
                NOW,
                Optional.empty(),
                Optional.empty(),
                Masks.NONE));
    Disclosure first =
        new Disclosure(
            MIXPANEL,
            keyring.account("a-1"),
            day(DAY_ONE),
            Masks.NONE,
            begun.policyVersion(),
            AssertedBy.PUBLIC,
            1,
            DAY_ONE,
            DAY_ONE);
    installation
        .ledger()
        .append(
            new LedgerBatch(
                new BindingId(begun.policyVersion()), 1, List.of(first), List.of(), List.of()));
    HistoryImport.Result done = run("export.json", false, rows);
    assertThat(done.again()).isFalse();
    assertThat(done.history().outcome()).isEqualTo(tried.history().outcome());
    assertThat(done.history().outcome().orElseThrow().taken()).isEqualTo(2);
    assertThat(all()).hasSize(2);
  }

  @Test
  void hostileFilesAreRejectedRowByRowOrAsAWhole() throws IOException {
    ImportOutcome outcome = imported(event("a-1", DAY_ONE, ""), "{\"event\":", "not json at all");
    assertThat(outcome.taken()).isEqualTo(1);
    assertThat(outcome.rejected()).isEqualTo(2);
    Files.writeString(folder.resolve("empty.json"), "");
    assertThatThrownBy(() -> read(List.of(folder.resolve("empty.json")), false))
        .isInstanceOf(FirebreakException.class);
    try (Stream<Path> left = Files.walk(installation.directory().work())) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void receiptsMarkImportedHistoryWithItsFile() throws IOException {
    gatewayFact();
    imported(event("a-1", DAY_ONE, ",\"$email\":\"ana@example.com\""));
    Receipt receipt =
        new Receipts(installation)
            .of("a-1", List.of(MIXPANEL), new Receipts.Asker("rae", "access request 17"));
    String sha256 = new ImportStore(installation.control()).of(MIXPANEL).getFirst().sha256();
    assertThat(new ReceiptPages().html(receipt))
        .contains("Part of this we know from what mixpanel handed out to us")
        .contains("export.json, SHA-256 " + sha256)
        .contains("1 October 2025 to 3 November 2025, when our own records begin")
        .doesNotContain("imported-");
  }

  @Test
  void receiptsSayThatPeopleWereErasedAlsoOfWhoGotSomething() throws IOException {
    gatewayFact();
    Receipts receipts = new Receipts(installation);
    Receipts.Asker asker = new Receipts.Asker("rae", "access request 18");
    String note = "Records about some people were erased";
    assertThat(new ReceiptPages().html(receipts.of("a-1", List.of(MIXPANEL), asker)))
        .doesNotContain(note)
        .contains("It got none of it as it is");
    installation.ledger().erase(MIXPANEL, List.of(keyring.account("a-2")));
    assertThat(new ReceiptPages().html(receipts.of("a-1", List.of(MIXPANEL), asker)))
        .containsOnlyOnce(note);
  }

  private void gatewayFact() throws IOException {
    installation
        .ledger()
        .append(
            new LedgerBatch(
                new BindingId("web"),
                1,
                List.of(
                    new Disclosure(
                        MIXPANEL,
                        keyring.account("a-1"),
                        day(GATEWAY),
                        new Masks(0, 0, DataCategory.ACCOUNT_ID.mask(), 0),
                        "0123456789ab",
                        AssertedBy.AUTHENTICATED,
                        1,
                        GATEWAY,
                        GATEWAY)),
                List.of(),
                List.of()));
  }

  private List<Disclosure> all() throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    installation.ledger().forEach(MIXPANEL, Optional.empty(), Optional.empty(), facts::add);
    return facts;
  }

  private ImportOutcome imported(String... rows) throws IOException {
    return run("export.json", false, rows).history().outcome().orElseThrow();
  }

  private HistoryImport.Result run(String file, boolean tried, String... rows) throws IOException {
    Path export = folder.resolve(file);
    Files.writeString(export, String.join("\n", rows) + "\n");
    return read(List.of(export), tried);
  }

  private HistoryImport.Result read(List<Path> files, boolean tried) throws IOException {
    return new HistoryImport(installation, new DataSetAssessor())
        .run(
            rae,
            new HistoryImport.Task(
                MIXPANEL,
                files,
                Optional.of(folder.resolve("accounts.csv")),
                Optional.empty(),
                "history",
                tried),
            Conduct.plain());
  }

  private static String event(String id, Instant time, String more) {
    return "{\"event\":\"Opened\",\"properties\":{\"time\":"
        + time.getEpochSecond()
        + ",\"distinct_id\":\""
        + id
        + "\""
        + more
        + "}}";
  }

  private static String profile(String id) {
    return "{\"$distinct_id\":\"" + id + "\",\"$properties\":{\"$email\":\"ben@example.com\"}}";
  }

  private static boolean clear(Disclosure fact, DataCategory category) {
    return (fact.masks().clear() & category.mask()) != 0;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
