package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.gateway.ClientAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class SignInPaceTest {
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private final SignInPace pace =
      new SignInPace(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

  @Test
  void clientThatTriesTooOftenWaitsForTheNextMinute() {
    ClientAddress client = new ClientAddress(1);
    for (int i = 0; i < SignInPace.TRIES_PER_MINUTE; i++) {
      assertThat(pace.mayTry(client)).isTrue();
    }
    assertThat(pace.mayTry(client)).isFalse();
    assertThat(pace.mayTry(new ClientAddress(2))).isTrue();
    now = now.plusSeconds(60);
    assertThat(pace.mayTry(client)).isTrue();
  }

  @Test
  void guessedOperatorIsSlowedAndNeverLockedOut() {
    for (int i = 0; i < 5; i++) {
      assertThat(pace.delay("ines")).isEqualTo(Duration.ZERO);
      pace.refused("ines");
    }
    assertThat(pace.delay("ines")).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 10_000; i++) {
      pace.refused("ines");
    }
    assertThat(pace.delay("ines")).isEqualTo(Duration.ofSeconds(8));
    assertThat(pace.delay("vera")).isEqualTo(Duration.ZERO);
    now = now.plusSeconds(60);
    assertThat(pace.delay("ines")).isEqualTo(Duration.ZERO);
  }

  @Test
  void whatIsRememberedHasALimit() {
    for (int i = 0; i < 20_000; i++) {
      pace.refused("name-" + i);
      pace.mayTry(new ClientAddress(i));
    }
    assertThat(pace.delay("somebody-new")).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.mayTry(new ClientAddress(30_000))).isFalse();
  }
}
