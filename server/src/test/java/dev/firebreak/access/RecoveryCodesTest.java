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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecoveryCodesTest {
  @TempDir Path folder;
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private ControlDatabase control;
  private HashChainAuditLog audit;
  private Operators operators;
  private RecoveryCodes recovery;
  private NewOperator ines;
  private List<String> codes;

  @BeforeEach
  void open() {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    audit = new HashChainAuditLog(control, clock);
    operators = new Operators(control, keys, audit, clock);
    recovery = new RecoveryCodes(control, audit, clock);
    ines = operators.addFirst("ines");
    codes = recovery.renew(ConfirmedOperators.of("ines", Role.ADMIN, now));
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void tenDifferentCodesOfEightyBits() {
    assertThat(codes).hasSize(RecoveryCodes.COUNT);
    assertThat(new HashSet<>(codes)).hasSize(RecoveryCodes.COUNT);
    assertThat(codes).allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
  }

  @Test
  void eachCountsOnceHoweverItIsTyped() {
    confirm(codes.get(0));
    assertWrong(codes.get(0));
    confirm(" " + codes.get(1).replace("-", "").toUpperCase(Locale.ROOT) + " ");
    assertWrong(codes.get(1));
    assertThat(recovery.left("ines")).isEqualTo(RecoveryCodes.COUNT - 2);
  }

  @Test
  void useIsAuditedWithWhatForAndHowManyAreLeft() {
    confirm(codes.getFirst());
    AuditEntry entry =
        audit.show(new AuditFilter(null, "RecoveryCodeUsed", null, null, 9)).getFirst();
    assertThat(entry.actor()).isEqualTo("ines");
    assertThat(entry.details()).containsEntry("for", "VendorCut").containsEntry("left", "9");
    assertThat(recovery.usedSince(now)).containsExactly(new RecoveryCodes.Used("ines", 9));
    assertThat(recovery.usedSince(now.plusMillis(1))).isEmpty();
  }

  @Test
  void newCodesEndThoseBefore() {
    confirm(codes.getFirst());
    List<String> after = recovery.renew(ConfirmedOperators.of("ines", Role.ADMIN, now));
    assertWrong(codes.get(1));
    confirm(after.getFirst());
    assertThat(recovery.left("ines")).isEqualTo(9);
  }

  @Test
  void codeOfSomebodyElseIsWrong() {
    ConfirmedOperator admin = ConfirmedOperators.of("ines", Role.ADMIN, now);
    operators.add(admin, "vera", Role.VIEWER);
    assertCode(
        ErrorCode.SECOND_FACTOR_WRONG,
        () -> operators.confirm("vera", codes.getFirst(), "SignedIn", Role.VIEWER));
    assertCode(
        ErrorCode.SECOND_FACTOR_WRONG,
        () -> operators.confirm("nobody", codes.getFirst(), "SignedIn", Role.VIEWER));
    confirm(codes.getFirst());
  }

  @Test
  void guessingAtTheAuthenticatorLeavesRecoveryOpenAndItsStepCounts() {
    for (int i = 0; i < 3 * Operators.WRONG_CODES_MAX; i++) {
      assertWrong("000000");
    }
    confirm(codes.getFirst());
    now = now.plus(Duration.ofSeconds(30));
    String code = Totp.code(ines.secret(), now);
    confirm(code);
    confirm(codes.get(1));
    assertWrong(code);
  }

  @Test
  void databaseAndAuditLogHaveNoCode() {
    confirm(codes.getFirst());
    String kept =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT operator || hash FROM operator_recovery_code")
                    .mapTo(String.class)
                    .list()
                    .toString());
    kept += audit.show(AuditFilter.newest(100));
    for (String code : codes) {
      assertThat(kept.toLowerCase(Locale.ROOT)).doesNotContain(code, code.replace("-", ""));
    }
  }

  private void confirm(String code) {
    assertThat(operators.confirm("ines", code, "VendorCut", Role.RESPONDER).name())
        .isEqualTo("ines");
  }

  private void assertWrong(String code) {
    assertCode(
        ErrorCode.SECOND_FACTOR_WRONG,
        () -> operators.confirm("ines", code, "VendorCut", Role.RESPONDER));
  }

  private static void assertCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
