package dev.firebreak.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.lookup.IdAtVendor.Owner;
import dev.firebreak.lookup.TokenAnswer.Kind;
import dev.firebreak.lookup.TokenAnswer.Outcome;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonLookupTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final VendorId OTHER = new VendorId("amplitude");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final ConfirmedOperator RAE = ConfirmedOperators.of("rae", Role.RESPONDER, NOW);

  @TempDir Path folder;
  private final InMemoryLedger ledger = new InMemoryLedger();
  private ControlDatabase control;
  private KeyStore keys;
  private SubjectKeyring subjects;
  private Pseudonymizer tokens;
  private Instant now = NOW;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    subjects = keys.subjectKeyring();
    tokens = new Pseudonymizer(keys.pseudonymKey(VENDOR));
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void aPersonHasTheIdsOfItsAccountAndOfItsDevices() throws IOException {
    disclose();
    PersonAtVendor maya =
        lookup().atVendor(RAE, VENDOR, List.of("maya", "nobody"), "ticket 7").getFirst();
    assertThat(maya.account()).isEqualTo("maya");
    assertThat(maya.ids())
        .containsExactlyInAnyOrder(
            new IdAtVendor(token("maya"), Optional.of(1), Owner.ACCOUNT, true),
            new IdAtVendor("maya", Optional.empty(), Owner.ACCOUNT, true),
            new IdAtVendor("$device:" + token("own"), Optional.of(1), Owner.DEVICE, true),
            new IdAtVendor("$device:" + token("shared"), Optional.of(1), Owner.SHARED_DEVICE, true),
            new IdAtVendor(
                "$device:" + token("claimed"), Optional.of(1), Owner.CLAIMED_DEVICE, true));
    PersonAtVendor nobody = lookup().atVendor(RAE, VENDOR, List.of("nobody"), "x").getFirst();
    assertThat(nobody.ids())
        .containsExactly(new IdAtVendor(token("nobody"), Optional.of(1), Owner.ACCOUNT, false));
  }

  @Test
  void tokensOfAccountsAndDevicesGoBackToThePerson() throws Exception {
    disclose();
    String hashed = tokens.hashToken(Domain.PERSON, "jonas");
    String lowered = token("maya").toLowerCase(Locale.ROOT);
    String raised = token("maya").toUpperCase(Locale.ROOT);
    String foreign = new Pseudonymizer(keys.pseudonymKey(OTHER)).token(Domain.PERSON, "maya");
    List<TokenAnswer> answers =
        asked(
            true,
            token("maya"),
            "$device:" + token("shared"),
            hashed,
            lowered,
            raised,
            foreign,
            token("stranger"),
            tokens.token(Domain.ORG, "acme"),
            "fb1szzzz" + "a".repeat(26),
            "maya",
            "$device:" + token("claimed"));
    assertThat(answers)
        .extracting(TokenAnswer::outcome)
        .containsExactly(
            Outcome.RESOLVED,
            Outcome.RESOLVED,
            Outcome.RECOMPUTED,
            Outcome.RECOMPUTED,
            Outcome.RECOMPUTED,
            Outcome.OTHER_VENDOR,
            Outcome.RESOLVED,
            Outcome.RESOLVED,
            Outcome.KEY_UNKNOWN,
            Outcome.NOT_A_TOKEN,
            Outcome.RESOLVED);
    assertThat(answers)
        .extracting(TokenAnswer::kind)
        .startsWith(
            Kind.ACCOUNT, Kind.DEVICE, Kind.ACCOUNT, Kind.ACCOUNT, Kind.ACCOUNT, Kind.UNKNOWN)
        .contains(Kind.PERSON, Kind.ORGANIZATION);
    assertThat(answers.get(1).accounts()).containsExactly("jonas", "maya");
    assertThat(answers.get(1).claimed()).isEmpty();
    // anybody can have said that it is hers
    assertThat(answers.getLast().accounts()).isEmpty();
    assertThat(answers.getLast().claimed()).containsExactly("maya");
    assertThat(answers.get(2).accounts()).containsExactly("jonas");
    assertThat(answers.get(3).id()).contains("maya");
  }

  @Test
  void withoutADirectoryWhatMustBeLookedForIsSaid() throws Exception {
    disclose();
    String lowered = token("maya").toLowerCase(Locale.ROOT);
    assertThat(asked(false, lowered, token("maya")))
        .extracting(TokenAnswer::outcome)
        .containsExactly(Outcome.NEEDS_DIRECTORY, Outcome.RESOLVED);
  }

  @Test
  void everyLookUpIsWrittenDownBeforeItIsAnsweredAndNamesNobody() throws Exception {
    lookup().atVendor(RAE, VENDOR, List.of("maya", "maya", "jonas"), "ticket 7");
    asked(false, token("maya"));
    HashChainAuditLog audit = new HashChainAuditLog(control, clock());
    assertThat(audit.show(new AuditFilter("rae", "PeopleLookedUp", null, null, 10)))
        .hasSize(2)
        .first()
        .satisfies(entry -> {
          assertThat(entry.subject()).isEqualTo("vendor:mixpanel");
          assertThat(entry.details())
              .containsEntry("ids", "2")
              .containsEntry("asked", "accounts")
              .containsEntry("reason", "ticket 7")
              .containsEntry("subjectsSha256", audit().digest(List.of("jonas", "maya")));
          assertThat(entry.toString()).doesNotContain("maya");
        });
    assertThat(lookup().atVendor(RAE, VENDOR, List.of("maya"), "x").toString())
        .doesNotContain("maya");
  }

  @Test
  void lookUpsNeedARoleAReasonAndHaveLimits() throws Exception {
    ConfirmedOperator viewer = ConfirmedOperators.of("vic", Role.VIEWER, NOW);
    List<String> one = List.of("maya");
    refused(ErrorCode.NOT_ALLOWED, () -> lookup().atVendor(viewer, VENDOR, one, "ticket"));
    refused(ErrorCode.WRONG_USE, () -> lookup().atVendor(RAE, VENDOR, one, " "));
    refused(ErrorCode.INPUT_TOO_LARGE, () -> lookup().atVendor(RAE, VENDOR, List.of(), "ticket"));
    refused(
        ErrorCode.INPUT_TOO_LARGE,
        () -> lookup().atVendor(RAE, VENDOR, accounts(LookupAudit.IDS_MAX + 1), "ticket"));
    for (int i = 0; i < LookupAudit.IDS_A_DAY_MAX / LookupAudit.IDS_MAX; i++) {
      lookup().atVendor(RAE, VENDOR, accounts(LookupAudit.IDS_MAX), "ticket");
    }
    refused(ErrorCode.NOT_ALLOWED, () -> lookup().atVendor(RAE, VENDOR, one, "ticket"));
    now = NOW.plus(Duration.ofDays(1)).plusMillis(1);
    assertThat(lookup().atVendor(RAE, VENDOR, one, "ticket")).hasSize(1);
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private static void refused(ErrorCode code, Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void disclose() throws IOException {
    ledger.append(
        new LedgerBatch(
            new BindingId("web"),
            1,
            0,
            List.of(),
            List.of(
                link("own", "maya", AssertedBy.AUTHENTICATED),
                link("shared", "maya", AssertedBy.AUTHENTICATED),
                link("shared", "jonas", AssertedBy.AUTHENTICATED),
                link("claimed", "maya", AssertedBy.PUBLIC)),
            List.of(
                new VendorSubject(VENDOR, subjects.account("maya"), token("maya")),
                new VendorSubject(VENDOR, subjects.account("maya"), "maya"),
                new VendorSubject(OTHER, subjects.account("maya"), "elsewhere"),
                device("own"),
                device("shared"),
                device("claimed"))));
  }

  private VendorSubject device(String id) {
    return new VendorSubject(VENDOR, subjects.device(id), "$device:" + token(id));
  }

  private DeviceLink link(String device, String account, AssertedBy assertedBy) {
    return new DeviceLink(VENDOR, subjects.device(device), subjects.account(account), assertedBy);
  }

  private List<TokenAnswer> asked(boolean directory, String... asked)
      throws IOException, SQLException {
    if (!directory) {
      return lookup()
          .accounts(RAE, Optional.of(VENDOR), List.of(asked), Optional.empty(), "ticket 8");
    }
    Path file =
        Files.writeString(
            folder.resolve("accounts.csv"),
            "account_id,email\nmaya,maya@example.org\njonas,jonas@example.org\n");
    Path work = Files.createDirectories(folder.resolve("work"));
    try (DuckDb database = DuckDb.open(work, 256L << 20, 1, List.of(file))) {
      return lookup()
          .accounts(
              RAE,
              Optional.of(VENDOR),
              List.of(asked),
              Optional.of(AccountsDirectory.load(database, file)),
              "ticket 8");
    }
  }

  private static List<String> accounts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "u-" + i).toList();
  }

  private PersonLookup lookup() {
    return new PersonLookup(keys, ledger, subjects, audit());
  }

  private LookupAudit audit() {
    return new LookupAudit(new HashChainAuditLog(control, clock()), subjects, clock());
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private String token(String id) {
    return tokens.token(Domain.PERSON, id);
  }
}
