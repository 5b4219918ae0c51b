package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class PasswordsTest {
  private final Passwords passwords = new Passwords(new SecureRandom());

  @Test
  void onlyThePasswordItselfMatches() {
    String stored = passwords.hash("correct horse battery");
    assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
    assertThat(passwords.matches("correct horse battery", stored)).isTrue();
    assertThat(passwords.matches("correct horse batterz", stored)).isFalse();
    assertThat(passwords.matches("", stored)).isFalse();
    assertThat(passwords.hash("correct horse battery")).isNotEqualTo(stored);
  }

  /// The test vector of the reference implementation for Argon2id with these parameters, whatever
  /// this version itself would take.
  @Test
  void hashesWithOtherParametersAreChecked() {
    String stored =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords.matches("password", stored)).isTrue();
    assertThat(passwords.matches("passwore", stored)).isFalse();
  }

  @Test
  void shortAndAbsurdPasswordsAreRefused() {
    for (String password : new String[] {"", "elevenchars", "x".repeat(257)}) {
      assertThatThrownBy(() -> passwords.hash(password)).isInstanceOf(FirebreakException.class);
    }
    assertThat(passwords.matches("x".repeat(100_000), passwords.hash("x".repeat(256)))).isFalse();
  }
}
