package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.FirebreakConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoticePaceTest {
  private static final long SECOND = 1_000_000;

  @Test
  void turnsAreEvenlySpaced() {
    NoticePace pace = pace(10, 0, Duration.ZERO);
    assertThat(pace.turn(1, 0)).isZero();
    assertThat(pace.turn(2, 0)).isEqualTo(SECOND / 10);
    assertThat(pace.turn(3, 0)).isEqualTo(SECOND / 5);
    assertThat(pace.turn(4, 10 * SECOND)).isEqualTo(10 * SECOND);
  }

  @Test
  void rampBeginsAtATenthAndReachesThePace() {
    NoticePace pace = pace(100, 0, Duration.ofSeconds(10));
    long last = 0;
    int inFirstSecond = 0;
    int inTwelfth = 0;
    for (int ordinal = 0; last < 12 * SECOND; ordinal++) {
      last = pace.turn(ordinal, 0);
      inFirstSecond += last < SECOND ? 1 : 0;
      inTwelfth += last >= 11 * SECOND && last < 12 * SECOND ? 1 : 0;
    }
    assertThat(inFirstSecond).isBetween(8, 12);
    assertThat(inTwelfth).isBetween(99, 101);
  }

  @Test
  void domainsHaveTheirOwnTurnsAndAPromiseIsKept() {
    NoticePace pace = pace(0, 2, Duration.ZERO);
    assertThat(pace.domainTurn(1, "example.org", 0)).isZero();
    assertThat(pace.domainTurn(2, "example.org", 0)).isEqualTo(SECOND / 2);
    assertThat(pace.domainTurn(3, "example.org", 0)).isEqualTo(SECOND);
    assertThat(pace.domainTurn(4, "example.net", 0)).isZero();
    assertThat(pace.domainTurn(3, "example.org", SECOND / 2)).isEqualTo(SECOND);
    assertThat(pace.domainTurn(3, "example.org", 2 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(pace.turn(3, 2 * SECOND)).isEqualTo(2 * SECOND);
  }

  private static NoticePace pace(int perSecond, int perDomain, Duration ramp) {
    return new NoticePace(new FirebreakConfig.Mail.Pace(perSecond, perDomain, ramp));
  }
}
