package dev.firebreak.delivery;

import dev.firebreak.vendor.BindingId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// When a lane stops trying with whole batches: after five failures in ten requests it waits half a
/// minute, then tries with a few records only.
final class Circuit {
  /// How often an open circuit is looked at.
  static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  private static final Duration OPEN_FOR = Duration.ofSeconds(30);
  private static final int REQUESTS_JUDGED = 10;
  private static final int REQUESTS_MIN = 5;

  private Circuit() {}

  static CircuitBreaker breaker(BindingId binding, Clock clock) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .clock(clock)
            .slidingWindow(REQUESTS_JUDGED, REQUESTS_MIN, SlidingWindowType.COUNT_BASED)
            .waitDurationInOpenState(OPEN_FOR)
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();
    return CircuitBreaker.of("lane-" + binding, config);
  }

  static void count(CircuitBreaker breaker, VendorAnswer answer) {
    switch (answer) {
      case VendorAnswer.Failed _, VendorAnswer.NotSent _, VendorAnswer.NoAnswer _ ->
          breaker.onError(0, TimeUnit.NANOSECONDS, new IOException("the vendor failed"));
      case VendorAnswer.Taken _,
          VendorAnswer.PartlyTaken _,
          VendorAnswer.Refused _,
          VendorAnswer.CredentialRefused _,
          VendorAnswer.TooLarge _,
          VendorAnswer.Throttled _ ->
          breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }
}
