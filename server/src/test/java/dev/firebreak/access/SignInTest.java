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

final class SignInTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private ControlDatabase control;
  private HashChainAuditLog audit;
  private Operators operators;
  private SignIn signIn;
  private Sessions sessions;
  private NewOperator ines;

  @BeforeEach
  void open() {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    audit = new HashChainAuditLog(control, clock);
    operators = new Operators(control, keys, audit, clock);
    signIn = new SignIn(control, operators, audit, clock);
    sessions = new Sessions(control, audit, clock);
    ines = operators.addFirst("ines");
    signIn.setPassword(ConfirmedOperators.of("ines", Role.ADMIN, now), PASSWORD);
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void passwordAndCodeTogetherSignInAndEachCodeOnce() {
    String code = Totp.code(ines.secret(), now);
    assertThat(signIn.check("ines", PASSWORD, code).role()).isEqualTo(Role.ADMIN);
    assertRefused("ines", PASSWORD, code);
    now = now.plusSeconds(30);
    assertRefused("ines", PASSWORD, "000000");
    assertThat(signIn.check("ines", PASSWORD, Totp.code(ines.secret(), now)).name())
        .isEqualTo("ines");
  }

  @Test
  void everyRefusalReadsTheSame() {
    operators.add(ConfirmedOperators.of("ines", Role.ADMIN, now), "vera", Role.VIEWER);
    String code = Totp.code(ines.secret(), now);
    List<String> messages =
        List.of(
            refusal("ines", "wrong horse battery", code),
            refusal("ines", PASSWORD, "000000"),
            refusal("vera", PASSWORD, code),
            refusal("nobody", PASSWORD, code),
            refusal("", "", ""));
    assertThat(messages).containsOnly(messages.getFirst());
  }

  @Test
  void whoDoesNotKnowThePasswordNeverReachesTheSecondFactor() {
    for (int i = 0; i < Operators.WRONG_CODES_MAX + 1; i++) {
      assertRefused("ines", "wrong horse battery", "000000");
    }
    assertThat(operators.list().getFirst().wrongCodes()).isZero();
    assertThat(signIn.check("ines", PASSWORD, Totp.code(ines.secret(), now)).name())
        .isEqualTo("ines");
    assertThat(audit.show(new AuditFilter(null, "SignInRefused", null, null, 100)))
        .extracting(entry -> entry.details().get("wrongPasswords"))
        .containsExactly("1", "2", "4");
  }

  @Test
  void neitherPasswordNorTokenIsKept() {
    String token = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    assertRefused("ines", "wrong horse battery", "000000");
    String kept =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT hash FROM operator_session UNION ALL"
                            + " SELECT hash FROM operator_password")
                    .mapTo(String.class)
                    .list()
                    .toString());
    for (AuditEntry entry : audit.show(AuditFilter.newest(100))) {
      kept += entry;
    }
    assertThat(kept).doesNotContain(token).doesNotContain("horse");
  }

  @Test
  void sessionEndsAfterHalfAnHourWithoutARequest() {
    String token = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    pass(Duration.ofMinutes(29));
    assertThat(sessions.find(token)).isPresent();
    pass(Duration.ofMinutes(29));
    assertThat(sessions.find(token)).isPresent();
    pass(Sessions.IDLE);
    assertThat(sessions.find(token)).isEmpty();
    assertThat(sessions.list()).isEmpty();
  }

  @Test
  void sessionEndsAfterTwelveHoursWhateverHappens() {
    String token = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    Instant began = now;
    while (Duration.between(began, now).compareTo(Duration.ofHours(12).minusMinutes(20)) < 0) {
      pass(Duration.ofMinutes(20));
      assertThat(sessions.find(token)).isPresent();
    }
    pass(Duration.ofMinutes(20));
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void anotherPasswordEndsEverySessionOfItsOperator() {
    String token = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    signIn.setPassword(ConfirmedOperators.of("ines", Role.ADMIN, now), "another long password");
    assertThat(sessions.find(token)).isEmpty();
    assertRefused("ines", PASSWORD, Totp.code(ines.secret(), now));
  }

  @Test
  void onlyAnAdministratorEndsTheSessionOfSomebodyElse() {
    operators.add(ConfirmedOperators.of("ines", Role.ADMIN, now), "vera", Role.VIEWER);
    String admin = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    String viewer = sessions.begin(ConfirmedOperators.of("vera", Role.VIEWER, now));
    Sessions.Session vera = sessions.find(viewer).orElseThrow();
    Sessions.Session own = sessions.find(admin).orElseThrow();
    assertThatThrownBy(() -> sessions.end(vera, own.id()))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
    sessions.end(own, vera.id());
    assertThat(sessions.find(viewer)).isEmpty();
    assertThat(sessions.find(admin)).isPresent();
    AuditEntry entry = audit.show(AuditFilter.newest(1)).getFirst();
    assertThat(entry.action()).isEqualTo("SessionEnded");
    assertThat(entry.actor()).isEqualTo("ines");
  }

  @Test
  void formWordBelongsToOneSession() {
    String token = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    String other = sessions.begin(ConfirmedOperators.of("ines", Role.ADMIN, now));
    assertThat(Sessions.isFormWord(token, Sessions.formWord(token))).isTrue();
    assertThat(Sessions.isFormWord(token, Sessions.formWord(other))).isFalse();
    assertThat(Sessions.isFormWord(token, "")).isFalse();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private String refusal(String name, String password, String code) {
    try {
      signIn.check(name, password, code);
    } catch (FirebreakException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.SECOND_FACTOR_WRONG);
      return String.valueOf(refused.getMessage());
    }
    throw new AssertionError("was not refused");
  }

  private void assertRefused(String name, String password, String code) {
    assertThat(refusal(name, password, code)).isNotEmpty();
  }
}
