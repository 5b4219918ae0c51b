package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorsTest {
  private static final String WRONG = "000000";

  @TempDir Path folder;
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private ControlDatabase control;
  private HashChainAuditLog audit;
  private Operators operators;
  private NewOperator ines;

  @BeforeEach
  void open() {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    audit = new HashChainAuditLog(control, clock);
    operators = new Operators(control, keys, audit, clock);
    ines = operators.addFirst("ines");
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void firstOperatorIsAdministratorAndOnlyOneIsFirst() {
    assertThat(operators.list()).extracting(Operator::role).containsExactly(Role.ADMIN);
    assertCode(ErrorCode.NOT_ALLOWED, () -> operators.addFirst("mallory"));
  }

  @Test
  void rightCodeConfirmsAndIsAudited() {
    ConfirmedOperator confirmed = confirm(ines, "VendorCut", Role.RESPONDER);
    assertThat(confirmed).isEqualTo(ConfirmedOperators.of("ines", Role.ADMIN, now));
    AuditEntry entry = audit.show(AuditFilter.newest(1)).getFirst();
    assertThat(entry.action()).isEqualTo("OperatorConfirmed");
    assertThat(entry.details()).containsEntry("for", "VendorCut");
  }

  @Test
  void usedCodeIsRefusedAlsoAfterReopening() {
    String code = Totp.code(ines.secret(), now);
    operators.confirm("ines", code, "VendorCut", Role.VIEWER);
    control.close();
    NewOperator kept = ines;
    control = ControlDatabase.open(folder.resolve("control.db"));
    operators =
        new Operators(
            control,
            KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32])),
            new HashChainAuditLog(control, Clock.fixed(now, ZoneOffset.UTC)),
            Clock.fixed(now, ZoneOffset.UTC));
    assertCode(ErrorCode.SECOND_FACTOR_WRONG, () -> confirmWith(code));
    assertCode(
        ErrorCode.SECOND_FACTOR_WRONG,
        () -> confirmWith(Totp.code(kept.secret(), now.minusSeconds(30))));
  }

  @Test
  void codeHoldsOneStepBeforeAndAfterAndNoFurther() {
    for (int steps : List.of(-1, 0, 1)) {
      confirmWith(Totp.code(ines.secret(), now.plusSeconds(30L * steps)));
    }
    now = now.plus(Duration.ofHours(1));
    for (int steps : List.of(-2, 2)) {
      assertCode(
          ErrorCode.SECOND_FACTOR_WRONG,
          () -> confirmWith(Totp.code(ines.secret(), now.plusSeconds(30L * steps))));
    }
  }

  @Test
  void roleBelowTheMinimumIsRefusedAndAudited() {
    NewOperator vera =
        operators.add(confirm(ines, "OperatorAdded", Role.ADMIN), "vera", Role.VIEWER);
    assertCode(ErrorCode.NOT_ALLOWED, () -> confirm(vera, "NoticeSent", Role.PRIVACY_OFFICER));
    AuditEntry entry = audit.show(AuditFilter.newest(1)).getFirst();
    assertThat(entry.action()).isEqualTo("OperatorRefused");
    ConfirmedOperator viewer = ConfirmedOperators.of("vera", Role.VIEWER, now);
    assertCode(ErrorCode.NOT_ALLOWED, () -> operators.add(viewer, "mallory", Role.ADMIN));
  }

  @Test
  void unknownNameGetsTheAnswerOfAWrongCode() {
    String unknown = messageOf(() -> operators.confirm("nobody", WRONG, "VendorCut", Role.VIEWER));
    String wrong = messageOf(() -> confirmWith(WRONG));
    assertThat(unknown).isEqualTo(wrong);
  }

  @Test
  void guessingCannotLockAnOperatorOut() {
    guess(500);
    assertCode(ErrorCode.SECOND_FACTOR_WRONG, () -> confirmWith(Totp.code(ines.secret(), now)));
    String before = Totp.code(ines.secret(), now.minusSeconds(30));
    confirmWith(before + " " + Totp.code(ines.secret(), now));
    now = now.plusSeconds(60);
    confirmWith(Totp.code(ines.secret(), now));
  }

  @Test
  void guessingDoesNotFillTheAuditLog() {
    long before = audit.head().sequence();
    guess(500);
    assertThat(audit.head().sequence() - before).isEqualTo(9);
  }

  @Test
  void absurdInputIsAWrongCode() {
    for (String input : List.of("", " ", "12345", "٣٣٣٣٣٣", "9".repeat(100_000))) {
      assertCode(ErrorCode.SECOND_FACTOR_WRONG, () -> confirmWith(input));
    }
  }

  @Test
  void takenAndMalformedNamesAreRefused() {
    ConfirmedOperator admin = confirm(ines, "OperatorAdded", Role.ADMIN);
    for (String name : List.of("ines", "", "Ines", "a b", "x".repeat(33), "-a")) {
      assertCode(ErrorCode.WRONG_USE, () -> operators.add(admin, name, Role.VIEWER));
    }
  }

  @Test
  void secretIsNotInTheDatabaseInClear() {
    byte[] stored =
        control
            .reader()
            .withHandle(
                h -> h.createQuery("SELECT sealed_secret FROM operator").mapTo(byte[].class).one());
    byte[] clear = ines.secret().toByteArray(dev.firebreak.pseudonym.CleartextAccess.KEY_USE);
    assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(clear, java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(ines.toString()).contains("SecretBytes[20 bytes]");
  }

  private void guess(int times) {
    for (int i = 0; i < times; i++) {
      assertCode(ErrorCode.SECOND_FACTOR_WRONG, () -> confirmWith(WRONG));
    }
  }

  private ConfirmedOperator confirm(NewOperator operator, String action, Role minimum) {
    return operators.confirm(operator.name(), Totp.code(operator.secret(), now), action, minimum);
  }

  private ConfirmedOperator confirmWith(String code) {
    return operators.confirm("ines", code, "VendorCut", Role.VIEWER);
  }

  private static String messageOf(Runnable action) {
    try {
      action.run();
    } catch (FirebreakException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("expected a refusal");
  }

  private static void assertCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
