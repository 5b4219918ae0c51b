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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiTokensTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private ControlDatabase control;
  private HashChainAuditLog audit;
  private ApiTokens tokens;
  private ConfirmedOperator ines;
  private ConfirmedOperator rae;

  @BeforeEach
  void open() {
    Clock clock = clock();
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    audit = new HashChainAuditLog(control, clock);
    Operators operators = new Operators(control, keys, audit, clock);
    operators.addFirst("ines");
    ines = ConfirmedOperators.of("ines", Role.ADMIN, now);
    operators.add(ines, "rae", Role.RESPONDER);
    rae = ConfirmedOperators.of("rae", Role.RESPONDER, now);
    tokens = new ApiTokens(control, audit, clock);
  }

  private Clock clock() {
    return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void tokenIsFoundByItsTextWithTheRoleOfItsOperator() {
    ApiTokens.Made made = tokens.create(rae, "ticket system", Set.of(Scope.READ), DAY);

    assertThat(tokens.find(made.text()))
        .hasValueSatisfying(token -> {
          assertThat(token.operator()).isEqualTo("rae");
          assertThat(token.role()).isEqualTo(Role.RESPONDER);
          assertThat(token.scopes()).containsExactly(Scope.READ);
          assertThat(token.isValid(now)).isTrue();
          assertThat(token.may(Scope.READ, Role.VIEWER)).isTrue();
          assertThat(token.may(Scope.READ, Role.ADMIN)).isFalse();
          assertThat(token.may(Scope.RESPOND, Role.VIEWER)).isFalse();
        });
    AuditEntry entry = audit.show(AuditFilter.newest(1)).getFirst();
    assertThat(entry.action()).isEqualTo("ApiTokenCreated");
    assertThat(entry.details()).containsEntry("scopes", "read");
  }

  @Test
  void textStandsNowhereOnDiskNorInWords() throws IOException {
    ApiTokens.Made made = tokens.create(rae, "ticket system", Set.of(Scope.READ), DAY);
    assertThat(made.toString() + made.token()).doesNotContain(made.text());
    control.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(made.text());
      }
    }
  }

  @Test
  void checksumTellsATokenFromWhatLooksLikeOne() {
    String text = tokens.create(rae, "x", Set.of(Scope.READ), DAY).text();
    assertThat(text).matches("fbk_[0-9A-Za-z]{49}");
    assertThat(TokenText.isWellFormed(text)).isTrue();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'a' ? 'b' : 'a';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(TokenText.isWellFormed(changed)).as(Integer.toString(i)).isFalse();
      assertThat(tokens.find(changed)).isEmpty();
    }
    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.find(text + "a")).isEmpty();
  }

  @Test
  void tokenEndsWithItsTime() {
    ApiTokens.Made made = tokens.create(rae, "x", Set.of(Scope.READ), DAY);
    assertThat(made.token().isValid(now.plus(DAY).minusMillis(1))).isTrue();
    assertThat(made.token().isValid(now.plus(DAY))).isFalse();
  }

  @Test
  void tokenIsRevokedByItsOperatorOrAnAdministrator() {
    ApiTokens.Made made = tokens.create(ines, "x", Set.of(Scope.ADMINISTER), DAY);
    assertCode(ErrorCode.NOT_ALLOWED, () -> tokens.revoke(rae, made.token().id()));
    assertCode(ErrorCode.NOT_FOUND, () -> tokens.revoke(ines, "0".repeat(16)));
    assertThat(tokens.find(made.text())).get().matches(token -> token.isValid(now));

    ApiTokens.Made other = tokens.create(rae, "y", Set.of(Scope.READ), DAY);
    assertThat(tokens.revoke(ines, other.token().id()).isValid(now)).isFalse();
    assertThat(tokens.find(other.text())).get().matches(token -> !token.isValid(now));
    Instant first = now;
    now = now.plus(DAY);
    assertThat(tokens.revoke(rae, other.token().id()).revokedAt()).contains(first);
    assertThat(tokens.list()).hasSize(2);
  }

  @Test
  void tokensOfWhoeverLeftAreRevoked() {
    String text = tokens.create(rae, "x", Set.of(Scope.READ), DAY).text();
    new Administration(control, audit, clock()).remove(ines, "rae");
    assertThat(tokens.find(text)).get().matches(token -> !token.isValid(now));
  }

  @Test
  void whatATokenMayNotBeIsRefused() {
    assertCode(ErrorCode.WRONG_USE, () -> tokens.create(rae, " ", Set.of(Scope.READ), DAY));
    assertCode(
        ErrorCode.WRONG_USE, () -> tokens.create(rae, "x".repeat(81), Set.of(Scope.READ), DAY));
    assertCode(ErrorCode.WRONG_USE, () -> tokens.create(rae, "x", Set.of(), DAY));
    for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofDays(366))) {
      assertCode(ErrorCode.WRONG_USE, () -> tokens.create(rae, "x", Set.of(Scope.READ), wrong));
    }
    assertCode(ErrorCode.NOT_ALLOWED, () -> tokens.create(rae, "x", Set.of(Scope.DECIDE), DAY));
    assertThat(tokens.list()).isEmpty();
  }

  @Test
  void useIsNotedToTheMinute() {
    String text = tokens.create(rae, "x", Set.of(Scope.READ), DAY).text();
    Instant first = now;
    tokens.used(tokens.find(text).orElseThrow());
    now = now.plusSeconds(59);
    tokens.used(tokens.find(text).orElseThrow());
    assertThat(tokens.find(text).orElseThrow().usedAt()).contains(first);
    now = now.plusSeconds(1);
    tokens.used(tokens.find(text).orElseThrow());
    assertThat(tokens.find(text).orElseThrow().usedAt()).contains(now);
  }

  private static void assertCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
