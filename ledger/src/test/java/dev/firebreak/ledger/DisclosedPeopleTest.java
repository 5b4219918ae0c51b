package dev.firebreak.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DisclosedPerson.Ground;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisclosedPeopleTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final VendorId SEGMENT = new VendorId("segment");
  private static final Instant TIME = Instant.parse("2025-11-03T08:00:00Z");
  private static final Masks TOKEN_AND_COUNTRY =
      new Masks(
          DataCategory.COUNTRY.mask(),
          DataCategory.USER_AGENT.mask(),
          DataCategory.ACCOUNT_ID.mask(),
          DataCategory.EMAIL.mask());

  @TempDir Path folder;

  private final SubjectKeyring keyring = new SubjectKeyring(SecretBytes.copyOf(new byte[32]));
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final DisclosedPeople disclosed = new DisclosedPeople(ledger, keyring);
  private long watermark;

  @Test
  void accountsAreFoundByRecomputedKeysAndOthersCountedApart() throws Exception {
    add(List.of(fact(account("a-1"), TIME), fact(account("gone"), TIME), fact(device("d"), TIME)));
    List<DisclosedPerson> people = new ArrayList<>();
    PeopleSummary summary = people(PeopleQuery.all(MIXPANEL), people);
    assertThat(people).extracting(DisclosedPerson::accountId).startsWith(Optional.of("a-1"));
    assertThat(summary.grounds()).isEqualTo(Map.of(Ground.ACCOUNT, 1L, Ground.NONE, 2L));
    assertThat(summary.countries()).isEqualTo(Map.of("DE", 1L));
    assertThat(summary.forms().get(DataCategory.COUNTRY))
        .isEqualTo(new PeopleSummary.Forms(3, 0, 0));
    assertThat(summary.forms().get(DataCategory.USER_AGENT))
        .isEqualTo(new PeopleSummary.Forms(0, 3, 0));
    assertThat(summary.forms().get(DataCategory.ACCOUNT_ID))
        .isEqualTo(new PeopleSummary.Forms(0, 0, 3));
    assertThat(summary.forms()).doesNotContainKey(DataCategory.EMAIL);
    assertThat(summary.total()).isEqualTo(3);
  }

  @Test
  void deviceLinkedByOurServersCountsForItsAccount() throws Exception {
    add(
        List.of(fact(device("d-1"), TIME), fact(account("a-2"), TIME), fact(device("d-2"), TIME)),
        link("d-1", "a-1", AssertedBy.AUTHENTICATED),
        link("d-2", "a-2", AssertedBy.AUTHENTICATED));
    List<DisclosedPerson> people = new ArrayList<>();
    PeopleSummary summary = people(PeopleQuery.all(MIXPANEL), people);
    assertThat(summary.grounds()).isEqualTo(Map.of(Ground.ACCOUNT, 1L, Ground.DEVICE_LINK, 1L));
    assertThat(people.get(1).accountId()).hasValue("a-2");
    assertThat(people.get(1).events()).isEqualTo(2);
  }

  @Test
  void publicLinkIsNeverTheSoleGround() throws Exception {
    add(List.of(fact(device("d-1"), TIME)), link("d-1", "a-1", AssertedBy.PUBLIC));
    PeopleSummary summary = people(PeopleQuery.all(MIXPANEL), new ArrayList<>());
    assertThat(summary.grounds()).isEqualTo(Map.of(Ground.PUBLIC_LINK_ONLY, 1L));
    assertThat(disclosed.ofAccount("a-1", List.of(MIXPANEL)).getFirst().facts()).isEmpty();
  }

  @Test
  void publicLinkCannotTakeADeviceAwayFromItsAccount() throws Exception {
    add(
        List.of(fact(device("d-1"), TIME)),
        link("d-1", "a-1", AssertedBy.AUTHENTICATED),
        link("d-1", "a-2", AssertedBy.PUBLIC));
    List<DisclosedPerson> people = new ArrayList<>();
    people(PeopleQuery.all(MIXPANEL), people);
    assertThat(people).singleElement().extracting(p -> p.accountId().orElse("")).isEqualTo("a-1");
  }

  @Test
  void sharedDeviceBelongsToNobody() throws Exception {
    add(
        List.of(fact(device("d-1"), TIME)),
        link("d-1", "a-1", AssertedBy.AUTHENTICATED),
        link("d-1", "a-2", AssertedBy.AUTHENTICATED));
    PeopleSummary summary = people(PeopleQuery.all(MIXPANEL), new ArrayList<>());
    assertThat(summary.grounds()).isEqualTo(Map.of(Ground.SHARED_DEVICE, 1L));
  }

  @Test
  void withoutDirectoryThereAreCountsAndKeys() throws Exception {
    add(
        List.of(fact(device("d-1"), TIME), fact(account("a-1"), TIME)),
        link("d-1", "a-1", AssertedBy.AUTHENTICATED));
    List<DisclosedPerson> people = new ArrayList<>();
    PeopleSummary summary =
        disclosed.people(PeopleQuery.all(MIXPANEL), Optional.empty(), people::add);
    assertThat(summary.directory()).isFalse();
    assertThat(summary.total()).isEqualTo(1);
    assertThat(people.getFirst().subject()).isEqualTo(account("a-1"));
    assertThat(people.getFirst().accountId()).isEmpty();
  }

  @Test
  void windowVendorAndCategoryNarrowTheAnswer() throws Exception {
    add(List.of(fact(account("a-1"), TIME), fact(account("a-2"), TIME.plusSeconds(86_400))));
    PeopleQuery secondDay =
        new PeopleQuery(
            MIXPANEL, Optional.of(TIME.plusSeconds(60)), Optional.empty(), Optional.empty());
    assertThat(people(secondDay, new ArrayList<>()).total()).isEqualTo(1);
    assertThat(people(PeopleQuery.all(SEGMENT), new ArrayList<>()).total()).isZero();
    assertThat(people(category(DataCategory.COUNTRY), new ArrayList<>()).total()).isEqualTo(2);
    assertThat(people(category(DataCategory.EMAIL), new ArrayList<>()).total()).isZero();
  }

  private static PeopleQuery category(DataCategory category) {
    return new PeopleQuery(MIXPANEL, Optional.empty(), Optional.empty(), Optional.of(category));
  }

  @Test
  void accountWithoutFactsGetsANegativeStatementWithItsBasis() throws Exception {
    add(List.of(fact(account("a-1"), TIME)));
    List<SubjectDisclosures> answers = disclosed.ofAccount("a-2", List.of(SEGMENT, MIXPANEL));
    assertThat(answers).extracting(SubjectDisclosures::vendor).containsExactly(MIXPANEL, SEGMENT);
    assertThat(answers.get(0).facts()).isEmpty();
    assertThat(answers.get(0).basis().negativeSentence())
        .isEqualTo(
            "Nothing disclosed through Firebreak since 2025-11-03; no statement for the time"
                + " before.");
    assertThat(answers.get(1).basis()).isEqualTo(new KnowledgeBasis.NoStatement());
  }

  @Test
  void accountShowsItsLinkedDevicesFactsAndIds() throws Exception {
    add(
        List.of(fact(device("d-1"), TIME), fact(account("a-1"), TIME)),
        link("d-1", "a-1", AssertedBy.AUTHENTICATED));
    SubjectDisclosures answer = disclosed.ofAccount("a-1", List.of(MIXPANEL)).getFirst();
    assertThat(answer.facts()).hasSize(2);
    assertThat(answer.idsAtVendor()).hasSize(2);
    assertThat(answer.linkedDevices()).isEqualTo(1);
    assertThat(answer.events()).isEqualTo(2);
    assertThat(answer.masks()).isEqualTo(TOKEN_AND_COUNTRY);
  }

  @Test
  void basisSaysWhetherTheWholePeriodIsKnown() {
    Optional<Instant> known = Optional.of(TIME);
    Optional<Instant> never = Optional.empty();
    assertThat(KnowledgeBasis.of(never, never, known))
        .isInstanceOf(KnowledgeBasis.NoStatement.class);
    assertThat(KnowledgeBasis.of(known, never, never)).isInstanceOf(KnowledgeBasis.Since.class);
    assertThat(KnowledgeBasis.of(known, never, Optional.of(TIME.minusMillis(1))))
        .isInstanceOf(KnowledgeBasis.Since.class);
    assertThat(KnowledgeBasis.of(known, never, known))
        .isInstanceOf(KnowledgeBasis.WholePeriod.class);
  }

  @Test
  void importedHistoryIsToldApartFromWhatTheLedgerKnowsByItself() {
    Optional<Instant> known = Optional.of(TIME);
    Optional<Instant> imported = Optional.of(TIME.minusSeconds(86_400));
    KnowledgeBasis both = KnowledgeBasis.of(known, imported, Optional.empty());
    assertThat(both.sentence()).contains("(imported) since 2025-11-02", "since 2025-11-03");
    assertThat(both.negativeSentence())
        .contains("through Firebreak since 2025-11-03", "begins 2025-11-02", "whole is unknown");
    assertThat(KnowledgeBasis.of(known, imported, known))
        .isEqualTo(new KnowledgeBasis.WholePeriod(TIME));
    assertThat(KnowledgeBasis.of(Optional.empty(), imported, known).negativeSentence())
        .startsWith("Nothing in the vendor's own export");
    assertThat(KnowledgeBasis.of(known, known, Optional.empty()))
        .isEqualTo(new KnowledgeBasis.Since(TIME));
  }

  private PeopleSummary people(PeopleQuery query, List<DisclosedPerson> people) throws Exception {
    Path file = folder.resolve("accounts.csv");
    Files.writeString(file, "account_id,country\na-1,DE\na-2,\na-3,US\n");
    try (DuckDb database =
        DuckDb.open(folder.resolve("work"), DuckDb.MEMORY_BYTES_MIN, 1, List.of(file))) {
      return disclosed.people(
          query, Optional.of(AccountsDirectory.load(database, file)), people::add);
    }
  }

  private void add(List<Disclosure> facts, DeviceLink... links) {
    List<VendorSubject> ids =
        facts.stream()
            .map(fact -> new VendorSubject(MIXPANEL, fact.subject(), "fb1s" + fact.subject()))
            .toList();
    ledger.append(new LedgerBatch(new BindingId("web"), ++watermark, facts, List.of(links), ids));
  }

  private Disclosure fact(SubjectKey subject, Instant time) {
    return new Disclosure(
        MIXPANEL,
        subject,
        LocalDate.ofInstant(time, ZoneOffset.UTC),
        TOKEN_AND_COUNTRY,
        "0123456789ab",
        AssertedBy.AUTHENTICATED,
        1,
        time,
        time);
  }

  private DeviceLink link(String device, String account, AssertedBy assertedBy) {
    return new DeviceLink(MIXPANEL, device(device), account(account), assertedBy);
  }

  private SubjectKey account(String id) {
    return keyring.account(id);
  }

  private SubjectKey device(String id) {
    return keyring.device(id);
  }
}
