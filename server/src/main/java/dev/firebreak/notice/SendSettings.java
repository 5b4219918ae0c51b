package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How a campaign is sent.
///
/// @param connections how many at once, 1 to 64
/// @param pace how fast over all connections and to one domain
/// @param attemptsMax how often an addressee is tried, 1 to 20
/// @param firstRetry wait before the second attempt; each further one waits four times as long
/// @param pause how to wait
/// @param optOut whether follow-ups say where to opt out: only where the public page is here
public record SendSettings(
    int connections,
    FirebreakConfig.Mail.Pace pace,
    int attemptsMax,
    Duration firstRetry,
    Pause pause,
    boolean optOut) {
  /// Addressees that one connection claims at a time. In a crash at most this many per connection
  /// become in doubt.
  static final int CLAIMS = 8;

  public SendSettings {
    if (connections < 1 || connections > 64 || attemptsMax < 1 || attemptsMax > 20) {
      throw new IllegalArgumentException("1 to 64 connections, 1 to 20 attempts");
    }
    if (firstRetry.isNegative()) {
      throw new IllegalArgumentException("a wait is not negative");
    }
  }

  /// With one pace for all, from the first mail on, and without a public page.
  public SendSettings(
      int connections, int messagesPerSecond, int attemptsMax, Duration firstRetry, Pause pause) {
    this(
        connections,
        new FirebreakConfig.Mail.Pace(messagesPerSecond, 0, Duration.ZERO),
        attemptsMax,
        firstRetry,
        pause,
        false);
  }

  /// Waits in the real world: 30 seconds, 2 minutes, 8 minutes, 32 minutes.
  public static SendSettings of(FirebreakConfig.Mail mail) {
    return new SendSettings(
        mail.connections(),
        mail.pace(),
        5,
        Duration.ofSeconds(30),
        SendSettings::await,
        mail.page().isPresent());
  }

  /// Waiting, so that tests need not.
  @FunctionalInterface
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  Duration retryAfter(int attempts) {
    return firstRetry.multipliedBy(1L << Math.min(20, 2 * (attempts - 1)));
  }

  private static void await(Duration duration) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
