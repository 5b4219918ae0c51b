package dev.firebreak.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendorKeysTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant RETAINED = NOW.plus(Duration.ofDays(30));
  private static final SecretBytes MASTER = SecretBytes.copyOf(new byte[32]);
  private static final ConfirmedOperator NADIA = officer("nadia");
  private static final ConfirmedOperator OLU = officer("olu");

  @TempDir Path folder;
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final List<String> audited = new ArrayList<>();
  private final List<String> needs = new ArrayList<>();
  private final List<String> makes = new ArrayList<>();
  private ControlDatabase control;
  private KeyStore keys;
  private Instant now = NOW;
  private boolean receiving = true;
  private boolean auditFails;

  @BeforeEach
  void open() throws IOException {
    control = ControlDatabase.open(folder.resolve("control.db"));
    keys = store();
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void rotationMakesOtherTokensAndThoseOfBeforeStillResolve() throws IOException {
    String before = token("maya");
    KeyVersion second = vendorKeys().rotate(VENDOR, NADIA, "yearly");
    String after = token("maya");
    assertThat(second.keyVersion()).isEqualTo(2);
    assertThat(second.madeAt()).contains(NOW);
    assertThat(after).isNotEqualTo(before).contains(second.id().value());
    assertThat(resolved(before)).contains("maya");
    assertThat(resolved(after)).contains("maya");
    assertThat(audited).containsExactly("nadia KeyRotated");
    keys = store();
    assertThat(token("maya")).isEqualTo(after);
    assertThat(resolved(before)).contains("maya");
    assertThat(vendorKeys().list(VENDOR))
        .extracting(KeyVersion::state)
        .containsOnly(KeyVersion.State.ONLINE);
    assertThat(vendorKeys().list(VENDOR)).filteredOn(vendorKeys()::isCurrent).hasSize(1);
  }

  @Test
  void nobodyRotatesForAVendorWithoutAKeyNorWithoutTheRole() {
    refused(ErrorCode.NOT_FOUND, () -> vendorKeys().rotate(VENDOR, NADIA, "yearly"));
    token("maya");
    ConfirmedOperator responder = ConfirmedOperators.of("rae", Role.RESPONDER, NOW);
    refused(ErrorCode.NOT_ALLOWED, () -> vendorKeys().rotate(VENDOR, responder, "yearly"));
    refused(ErrorCode.WRONG_USE, () -> vendorKeys().rotate(VENDOR, NADIA, " "));
  }

  @Test
  void aSealedKeyResolvesNothingUntilItsFileAndCodeBringItBack() throws IOException {
    String token = token("maya");
    vendorKeys().rotate(VENDOR, NADIA, "yearly");
    OpeningCode code = seal("old");
    assertThat(version(1).state()).isEqualTo(KeyVersion.State.SEALED);
    assertThat(resolved(token)).isEmpty();
    assertThat(keyFiles()).noneMatch(name -> name.contains("mixpanel-1-"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    keys = store();
    assertThat(resolved(token)).isEmpty();

    OpeningCode other = OpeningCode.parse("a".repeat(32));
    refused(
        ErrorCode.KEY_UNREADABLE, () -> vendorKeys().unseal(version(1), file(), other, OLU, "x"));
    Path forged = Files.writeString(folder.resolve("forged"), "{}");
    refused(ErrorCode.WRONG_USE, () -> vendorKeys().unseal(version(1), forged, code, OLU, "x"));
    OpeningCode typed = OpeningCode.parse(" " + code.spelled().toUpperCase(Locale.ROOT));
    vendorKeys().unseal(version(1), file(), typed, OLU, "incident 2026-03");
    assertThat(resolved(token)).contains("maya");
    assertThat(token("maya")).isNotEqualTo(token);
    keys = store();
    assertThat(resolved(token)).contains("maya");
    assertThat(token("maya")).isNotEqualTo(token);

    refused(
        ErrorCode.WRONG_USE,
        () -> vendorKeys().sealAgain(version(1), forged, RETAINED, OLU, "done"));
    KeyVersion again = vendorKeys().sealAgain(version(1), file(), NOW.plusSeconds(1), OLU, "done");
    assertThat(again.sealing().orElseThrow().retainUntil()).isEqualTo(RETAINED);
    assertThat(resolved(token)).isEmpty();
    assertThat(audited)
        .containsExactly(
            "nadia KeyRotated",
            "nadia KeySealingBegun",
            "nadia KeySealed",
            "olu KeyUnsealed",
            "olu KeySealed");
  }

  @Test
  void aKeyStaysWhereItIsUntilItsCodeWasTypedBack() throws IOException {
    String token = token("maya");
    receiving = false;
    VendorKeys.Prepared prepared = vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end");
    OpeningCode wrong = OpeningCode.parse("b".repeat(32));
    refused(ErrorCode.KEY_UNREADABLE, () -> vendorKeys().seal(prepared, wrong, NADIA, "end"));
    assertThat(resolved(token)).contains("maya");
    assertThat(version(1).state()).isEqualTo(KeyVersion.State.ONLINE);
    Files.writeString(file(), "{}");
    refused(ErrorCode.WRONG_USE, () -> vendorKeys().seal(prepared, prepared.code(), NADIA, "end"));
    assertThat(resolved(token)).contains("maya");
  }

  @Test
  void theNewestKeyIsSealedOnlyWhereNothingIsTreatedAndTheNextOneIsAnother() throws IOException {
    String token = token("maya");
    refused(
        ErrorCode.WRONG_USE,
        () -> vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end"));
    receiving = false;
    seal("end");
    assertThat(keys.currentKey(VENDOR)).isEmpty();
    keys = store();
    assertThat(token("maya")).isNotEqualTo(token);
    assertThat(keys.pseudonymKey(VENDOR).keyVersion()).isEqualTo(2);
  }

  @Test
  void aFileThatIsThereIsNeverWrittenOver() throws IOException {
    token("maya");
    receiving = false;
    Files.writeString(file(), "somebody's");
    refused(
        ErrorCode.WRONG_USE,
        () -> vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end"));
    assertThat(Files.readString(file())).isEqualTo("somebody's");
    refused(
        ErrorCode.WRONG_USE,
        () -> vendorKeys().prepare(version(1), folder.resolve("new"), NOW, NADIA, "end"));
    assertThat(resolved(token("maya"))).contains("maya");
  }

  @Test
  void whereTheAuditLogFailsNothingIsSealedOrBroughtBack() throws IOException {
    String token = token("maya");
    receiving = false;
    VendorKeys.Prepared prepared = vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end");
    auditFails = true;
    assertThatThrownBy(() -> vendorKeys().seal(prepared, prepared.code(), NADIA, "end"))
        .hasMessage("no audit");
    assertThat(resolved(token)).contains("maya");
    keys = store();
    assertThat(resolved(token)).contains("maya");
    auditFails = false;
    vendorKeys().seal(prepared, prepared.code(), NADIA, "end");
    auditFails = true;
    assertThatThrownBy(
            () -> vendorKeys().unseal(version(1), file(), prepared.code(), NADIA, "look"))
        .hasMessage("no audit");
    assertThat(resolved(token)).isEmpty();
    keys = store();
    assertThat(resolved(token)).isEmpty();
    assertThat(keyFiles()).noneMatch(name -> name.contains("mixpanel-1-"));
  }

  @Test
  void aRestoredFolderOfKeysBringsNoSealedOrDestroyedKeyBack() throws IOException {
    String token = token("maya");
    vendorKeys().rotate(VENDOR, NADIA, "yearly");
    Path backup = copyKeys();
    seal("old");
    restore(backup);
    keys = store();
    assertThat(resolved(token)).isEmpty();
    assertThat(keyFiles()).noneMatch(name -> name.contains("mixpanel-1-"));
    now = RETAINED;
    vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over");
    restore(backup);
    keys = store();
    assertThat(resolved(token)).isEmpty();
    assertThat(keyFiles()).noneMatch(name -> name.contains("mixpanel-1-"));
  }

  @Test
  void aKeyIsDestroyedOnlyWhenNothingNeedsItAndTwoDecide() throws IOException {
    String token = token("maya");
    vendorKeys().rotate(VENDOR, NADIA, "yearly");
    notAllowed("it is online, not sealed");
    OpeningCode code = seal("old");
    notAllowed("retained until " + RETAINED);
    now = RETAINED;
    needs.add("the incident 2026-03 is open");
    needs.add("an erasure is open");
    notAllowed("the incident 2026-03 is open; an erasure is open");
    needs.clear();
    refused(
        ErrorCode.SECOND_OPERATOR_NEEDED,
        () -> vendorKeys().destroy(version(1), Optional.of(file()), NADIA, NADIA, "over"));
    Path other = Files.writeString(folder.resolve("other"), "{}");
    refused(
        ErrorCode.WRONG_USE,
        () -> vendorKeys().destroy(version(1), Optional.of(other), NADIA, OLU, "over"));
    byte[] kept = Files.readAllBytes(file());

    KeyVersion destroyed =
        vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over");

    assertThat(destroyed.state()).isEqualTo(KeyVersion.State.DESTROYED);
    assertThat(file()).doesNotExist();
    assertThat(audited).endsWith("nadia KeyDestroyed", "nadia SealedKeyFileDeleted");
    Files.write(file(), kept);
    refused(
        ErrorCode.WRONG_USE, () -> vendorKeys().unseal(version(1), file(), code, NADIA, "again"));
    assertThat(vendorKeys().obstacles(version(1))).contains("it is destroyed, not sealed");
    assertThat(resolved(token)).isEmpty();
  }

  /// What a file that could not be deleted then is deleted with, and nothing else.
  @Test
  void theFileOfADestroyedKeyIsDeletedLater() throws IOException {
    token("maya");
    receiving = false;
    seal("end");
    byte[] kept = Files.readAllBytes(file());
    now = RETAINED;
    vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over");
    Files.writeString(file(), "{}");
    refused(
        ErrorCode.WRONG_USE,
        () -> vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over"));
    Files.write(file(), kept);
    vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over");
    assertThat(file()).doesNotExist();
    assertThat(audited).endsWith("nadia SealedKeyFileDeleted");
  }

  @Test
  void whatIsLeftInTheFolderOfKeysGoesBeforeAKeyIsDestroyed() throws IOException {
    token("maya");
    receiving = false;
    Path backup = copyKeys();
    seal("end");
    restore(backup);
    assertThat(vendorKeys().leavesFiles(version(1))).isTrue();
    now = RETAINED;
    vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over");
    assertThat(keyFiles()).noneMatch(name -> name.contains("mixpanel-1-"));
  }

  @Test
  void whoeverGivesUpLeavesNoCopyOfTheKey() throws IOException {
    String token = token("maya");
    receiving = false;
    VendorKeys.Prepared prepared = vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end");
    vendorKeys().giveUp(prepared, NADIA, "end");
    assertThat(file()).doesNotExist();
    assertThat(resolved(token)).contains("maya");
    assertThat(audited).endsWith("nadia KeySealingBegun", "nadia KeySealingGivenUp");
    Files.writeString(file(), "somebody's");
    refused(ErrorCode.DISK, () -> vendorKeys().giveUp(prepared, NADIA, "end"));
    assertThat(file()).hasContent("somebody's");
    Files.delete(file());
    VendorKeys.Prepared next = vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end");
    vendorKeys().seal(next, next.code(), NADIA, "end");
    vendorKeys().giveUp(next, NADIA, "end");
    assertThat(file()).exists();
  }

  @Test
  void aKeyThatStillMakesTokensIsNotSealed() throws IOException {
    token("maya");
    receiving = false;
    makes.add("a released queue of web makes tokens with it until it is delivered");
    assertThatThrownBy(() -> vendorKeys().prepare(version(1), file(), RETAINED, NADIA, "end"))
        .hasMessageContaining("a released queue of web");
    makes.clear();
    seal("end");
    makes.add("it makes tokens");
    now = RETAINED;
    notAllowed("it makes tokens");
  }

  @Test
  void aRotationThatIsNotAuditedNeverHappened() throws IOException {
    String before = token("maya");
    auditFails = true;
    assertThatThrownBy(() -> vendorKeys().rotate(VENDOR, NADIA, "yearly")).hasMessage("no audit");
    auditFails = false;
    assertThat(token("maya")).isEqualTo(before);
    keys = store();
    assertThat(token("maya")).isEqualTo(before);
    assertThat(vendorKeys().list(VENDOR)).hasSize(1);
    assertThat(vendorKeys().rotate(VENDOR, NADIA, "yearly").keyVersion()).isEqualTo(2);
  }

  @Test
  void aClockThatCannotBeBelievedDestroysNothing() throws IOException {
    token("maya");
    receiving = false;
    seal("end");
    VendorKeys doubting =
        new VendorKeys(
            new VendorKeys.Parts(
                keys, ledger, audit(), clock(), Optional::empty, _ -> false, List.of(), List.of()));
    now = RETAINED;
    assertThat(doubting.obstacles(version(1)))
        .containsExactly("the clock cannot be believed: see to it first");
  }

  @Test
  void whoCanNoLongerBeFoundIsCountedFromTheLedger() throws IOException {
    String onlyFirst = token("maya");
    String ofBoth = token("jonas");
    String device = "$device:" + token("d-1");
    vendorKeys().rotate(VENDOR, NADIA, "yearly");
    ledger.append(
        new LedgerBatch(
            new BindingId("web"),
            1,
            0,
            List.of(),
            List.of(),
            List.of(
                new VendorSubject(VENDOR, new SubjectKey(1, 1), onlyFirst),
                new VendorSubject(VENDOR, new SubjectKey(2, 2), ofBoth),
                new VendorSubject(VENDOR, new SubjectKey(2, 2), token("jonas")),
                new VendorSubject(VENDOR, new SubjectKey(3, 3), device),
                new VendorSubject(VENDOR, new SubjectKey(4, 4), "in-clear"),
                new VendorSubject(VENDOR, new SubjectKey(5, 5), ofBoth.replace("fb1s", "fb1h")),
                new VendorSubject(VENDOR, new SubjectKey(5, 5), "in-clear-too"))));
    assertThat(vendorKeys().unfindable(version(1))).isEqualTo(new VendorKeys.Unfindable(2, 4));
    assertThat(vendorKeys().unfindable(version(2))).isEqualTo(new VendorKeys.Unfindable(0, 1));
  }

  @Test
  void anOpeningCodeShowsItselfToNobody() {
    OpeningCode code = OpeningCode.parse("ab2c".repeat(8));
    assertThat(code).hasToString("OpeningCode[hidden]");
    assertThat(code.spelled()).isEqualTo("ab2c-ab2c-ab2c-ab2c-ab2c-ab2c-ab2c-ab2c");
    refused(ErrorCode.WRONG_USE, () -> OpeningCode.parse("ab2c"));
    refused(ErrorCode.WRONG_USE, () -> OpeningCode.parse("ab1c".repeat(8)));
  }

  private OpeningCode seal(String reason) {
    VendorKeys.Prepared prepared =
        vendorKeys().prepare(version(1), file(), RETAINED, NADIA, reason);
    vendorKeys().seal(prepared, prepared.code(), NADIA, reason);
    return prepared.code();
  }

  private void notAllowed(String because) {
    assertThatThrownBy(
            () -> vendorKeys().destroy(version(1), Optional.of(file()), NADIA, OLU, "over"))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED))
        .hasMessageContaining(because);
  }

  private static void refused(ErrorCode code, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private KeyStore store() throws IOException {
    return KeyStore.open(
        DiskFiles.in(folder.resolve("keys")),
        MASTER,
        new ControlKeyRegister(control, clock()),
        true);
  }

  private VendorKeys vendorKeys() {
    return new VendorKeys(
        new VendorKeys.Parts(
            keys,
            ledger,
            audit(),
            clock(),
            () -> Optional.of(now),
            _ -> receiving,
            List.of(_ -> needs),
            List.of(_ -> makes)));
  }

  private AuditLog audit() {
    HashChainAuditLog chain = new HashChainAuditLog(control, clock());
    return (actor, action, subject, details) -> {
      if (auditFails) {
        throw new IllegalStateException("no audit");
      }
      chain.append(actor, action, subject, details);
      audited.add(actor + " " + action);
    };
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private Path file() {
    return folder.resolve("mixpanel-1.key");
  }

  private KeyVersion version(int number) {
    return vendorKeys().get(VENDOR, number);
  }

  private String token(String id) {
    return new Pseudonymizer(keys.pseudonymKey(VENDOR)).token(Domain.PERSON, id);
  }

  private Optional<String> resolved(String token) {
    return new PseudonymResolver(keys.pseudonymKeys())
        .resolve(token)
        .map(PseudonymResolver.Resolved::id);
  }

  private List<String> keyFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path copyKeys() throws IOException {
    Path backup = Files.createDirectory(folder.resolve("backup"));
    for (String name : keyFiles()) {
      Files.copy(folder.resolve("keys").resolve(name), backup.resolve(name));
    }
    return backup;
  }

  private void restore(Path backup) throws IOException {
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve("keys").resolve(file.getFileName());
        if (!Files.exists(to)) {
          Files.copy(file, to);
        }
      }
    }
  }

  private static ConfirmedOperator officer(String name) {
    return ConfirmedOperators.of(name, Role.PRIVACY_OFFICER, NOW);
  }
}
