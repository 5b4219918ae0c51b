package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.assessment.ReconciledPerson.Cause;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Instant FIRST = Instant.parse("2025-11-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2025-11-08T00:00:00Z");
  private static final Instant WITHIN = Instant.parse("2025-11-04T12:00:00Z");
  private static final Instant ENDED = Instant.parse("2025-11-09T18:00:00Z");
  private static final Instant SINCE = Instant.parse("2025-10-01T00:00:00Z");
  private static final long COUNTRY = DataCategory.COUNTRY.mask();
  private static final long EMAIL = DataCategory.EMAIL.mask();
  private static final long REFERRER = DataCategory.REFERRER.mask();
  private static final long ACCOUNT = DataCategory.ACCOUNT_ID.mask();

  @TempDir Path folder;

  private final SubjectKeyring keyring = new SubjectKeyring(SecretBytes.copyOf(new byte[32]));
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final List<ReconciledPerson> people = new ArrayList<>();
  private final List<ReconciledOrganization> organizations = new ArrayList<>();
  private long watermark;

  private void sent(SubjectKey subject, Instant time, Masks masks) {
    add(
        List.of(
            new Disclosure(
                VENDOR,
                subject,
                LocalDate.ofInstant(time, ZoneOffset.UTC),
                masks,
                "0123456789ab",
                AssertedBy.AUTHENTICATED,
                1,
                time,
                time)),
        List.of(),
        List.of());
  }

  private void add(
      List<Disclosure> facts, List<DeviceLink> links, List<VendorSubject> vendorSubjects) {
    ledger.append(new LedgerBatch(new BindingId("web"), ++watermark, facts, links, vendorSubjects));
  }

  private static Masks clear(long mask) {
    return new Masks(mask, 0, 0, 0);
  }

  private static PersonExposure inFile(
      String name, boolean account, Masks masks, Instant seen, List<String> methods) {
    return new PersonExposure(
        name,
        account ? Optional.of(name) : Optional.empty(),
        false,
        methods,
        List.of(new PersonExposure.Identifier("user_id", name)),
        List.of(),
        masks.clear(),
        masks.generalized(),
        masks.tokenized(),
        1,
        seen.toEpochMilli(),
        seen.toEpochMilli(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        account ? Optional.of("org-" + name.charAt(0)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ReconciliationFigures compared(PersonExposure... exposures) throws Exception {
    Optional<Path> accounts =
        Optional.of(
            Files.writeString(
                folder.resolve("accounts.csv"),
                "account_id,organization_id\na-1,org-a\nb-1,org-b\nc-1,org-c\nd-1,org-c\n"));
    try (Reconciler reconciler =
        Reconciler.open(
            folder.resolve("work"),
            accounts,
            keyring,
            new Reconciler.Window(FIRST.toEpochMilli(), LAST.toEpochMilli(), ENDED, SINCE))) {
      reconciler.ledger(ledger, VENDOR);
      for (PersonExposure exposure : exposures) {
        reconciler.person(exposure);
      }
      ReconciliationFigures figures = reconciler.compare(accounts);
      reconciler.people(people::add);
      reconciler.organizations(organizations::add);
      return figures;
    }
  }

  @Test
  void whatTheFileLacksIsToldPersonByPerson() throws Exception {
    sent(keyring.account("a-1"), WITHIN, clear(COUNTRY | EMAIL));
    sent(keyring.account("a-1"), FIRST.minusSeconds(60), clear(DataCategory.PHONE.mask()));
    sent(keyring.device("d-1"), WITHIN, clear(REFERRER));
    add(
        List.of(),
        List.of(
            new DeviceLink(
                VENDOR, keyring.device("d-1"), keyring.account("a-1"), AssertedBy.AUTHENTICATED)),
        List.of());
    ReconciliationFigures figures =
        compared(inFile("a-1", true, clear(COUNTRY), WITHIN, List.of("account_id")));

    assertThat(figures.both()).isEqualTo(1);
    assertThat(figures.differing()).isEqualTo(1);
    assertThat(figures.missing())
        .isEqualTo(Map.of(DataCategory.EMAIL, 1L, DataCategory.REFERRER, 1L));
    assertThat(figures.outside()).isEqualTo(Map.of(DataCategory.PHONE, 1L));
    assertThat(figures.added()).isEmpty();
    assertThat(people)
        .singleElement()
        .satisfies(person -> {
          assertThat(person.side()).isEqualTo(ReconciledPerson.Side.BOTH);
          assertThat(person.missing()).isEqualTo(EMAIL | REFERRER);
          assertThat(person.counts().ledgerEvents()).isEqualTo(3);
        });
  }

  @Test
  void whomTheFileLacksIsNamedWithTheCause() throws Exception {
    sent(keyring.account("b-1"), WITHIN, clear(COUNTRY));
    sent(keyring.account("c-1"), FIRST.minus(Duration.ofDays(3)), clear(COUNTRY));
    sent(keyring.account("d-1"), ENDED.plusSeconds(60), clear(COUNTRY));
    sent(keyring.account("gone"), LAST.plusSeconds(60), clear(COUNTRY));
    ReconciliationFigures figures = compared();

    assertThat(figures.onlyOneSide())
        .isEqualTo(
            Map.of(
                Cause.MISSING, 1L,
                Cause.BEFORE_FILE, 1L,
                Cause.AFTER_ACCESS, 1L,
                Cause.AFTER_FILE, 1L));
    assertThat(figures.ledgerOnly()).isEqualTo(4);
    assertThat(figures.missing()).isEqualTo(Map.of(DataCategory.COUNTRY, 1L));
    assertThat(figures.outside()).isEqualTo(Map.of(DataCategory.COUNTRY, 3L));
    assertThat(people)
        .extracting(ReconciledPerson::person, ReconciledPerson::cause)
        .contains(
            tuple("b-1", Cause.MISSING),
            tuple("c-1", Cause.BEFORE_FILE),
            tuple("d-1", Cause.AFTER_ACCESS),
            tuple("subject:" + keyring.account("gone"), Cause.AFTER_FILE));
    assertThat(figures.organizations())
        .isEqualTo(new ReconciliationFigures.Organizations(2, 2, 2, 0));
    assertThat(organizations)
        .extracting(
            ReconciledOrganization::organization,
            ReconciledOrganization::ledgerOnly,
            ReconciledOrganization::missing)
        .containsExactly(tuple("org-c", 2L, 0L), tuple("org-b", 1L, 1L));
  }

  @Test
  void whatTheLedgerDoesNotKnowIsToldWithTheCause() throws Exception {
    sent(keyring.account("a-1"), WITHIN, new Masks(COUNTRY, 0, ACCOUNT, EMAIL));
    sent(keyring.device("x"), WITHIN, clear(COUNTRY));
    String token = AssessmentFixture.token("x");
    add(
        List.of(),
        List.of(),
        List.of(new VendorSubject(VENDOR, keyring.device("x"), "$device:" + token)));
    ReconciliationFigures figures =
        compared(
            inFile("a-1", true, clear(COUNTRY | ACCOUNT | EMAIL), WITHIN, List.of("account_id")),
            inFile(token, false, clear(COUNTRY), WITHIN, List.of()),
            inFile("b-1", true, clear(EMAIL), WITHIN, List.of("mentioned")),
            inFile("c-1", true, clear(COUNTRY), SINCE.minus(Duration.ofDays(9)), List.of("email")),
            inFile("d-1", true, clear(REFERRER), WITHIN, List.of("email")),
            inFile("e-1", false, clear(DataCategory.OPERATIONS.mask()), WITHIN, List.of()));

    assertThat(figures.both()).isEqualTo(2);
    assertThat(figures.differing()).isEqualTo(1);
    assertThat(figures.onlyOneSide())
        .isEqualTo(Map.of(Cause.MENTIONED, 1L, Cause.BEFORE_LEDGER, 1L, Cause.UNKNOWN, 2L));
    assertThat(figures.fileOnly()).isEqualTo(4);
    assertThat(figures.added())
        .isEqualTo(Map.of(DataCategory.EMAIL, 1L, DataCategory.REFERRER, 1L));
    assertThat(figures.clearer()).isEqualTo(Map.of(DataCategory.ACCOUNT_ID, 1L));
    assertThat(people).extracting(ReconciledPerson::person).doesNotContain(token);
    assertThat(people)
        .filteredOn(person -> person.side() == ReconciledPerson.Side.FILE_ONLY)
        .extracting(ReconciledPerson::cause, ReconciledPerson::added)
        .containsExactlyInAnyOrder(
            tuple(Cause.MENTIONED, 0L),
            tuple(Cause.BEFORE_LEDGER, 0L),
            tuple(Cause.UNKNOWN, REFERRER),
            tuple(Cause.UNKNOWN, 0L));
    assertThat(figures.organizations().fileOnly()).isEqualTo(3);
  }

  @Test
  void aFileWithoutTimesIsComparedWithAllThatWasSentBeforeTheAccessEnded() throws Exception {
    sent(keyring.account("a-1"), SINCE, clear(COUNTRY));
    sent(keyring.account("b-1"), ENDED.plus(Duration.ofDays(2)), clear(COUNTRY));
    try (Reconciler reconciler =
        Reconciler.open(
            folder.resolve("work"),
            Optional.empty(),
            keyring,
            new Reconciler.Window(0, 0, ENDED, SINCE))) {
      reconciler.ledger(ledger, VENDOR);
      assertThat(reconciler.compare(Optional.empty()).onlyOneSide())
          .isEqualTo(Map.of(Cause.MISSING, 1L, Cause.AFTER_ACCESS, 1L));
      reconciler.people(people::add);
    }
    assertThat(people)
        .extracting(ReconciledPerson::person)
        .allMatch(name -> name.startsWith("subject:"));
    assertThat(people.getFirst()).hasToString("ReconciledPerson[LEDGER_ONLY, MISSING]");
  }
}
