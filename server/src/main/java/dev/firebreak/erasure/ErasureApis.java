package dev.firebreak.erasure;

import dev.firebreak.config.ErasurePlace;
import dev.firebreak.config.Secret;
import dev.firebreak.pseudonym.CleartextAccess;
import java.time.Clock;

/// Makes the client of a place, as its settings say.
final class ErasureApis {
  private ErasureApis() {}

  /// @throws dev.firebreak.error.FirebreakException CONFIG_INVALID where a secret is missing
  static ErasureApi of(ErasurePlace place, Clock clock) {
    String credential = clear(place.credential());
    return switch (place.api()) {
      case MIXPANEL ->
          new MixpanelErasure(
              place.address(), clear(place.projectToken().orElseThrow()), credential, clock);
      case SEGMENT -> new SegmentErasure(place.address(), credential, clock);
      case AMPLITUDE -> new AmplitudeErasure(place.address(), credential, clock);
      case POSTHOG ->
          new PosthogErasure(place.address(), place.project().orElseThrow(), credential, clock);
      case GA4 -> new Ga4Erasure(place.address(), place.project().orElseThrow(), credential, clock);
      case RUDDERSTACK ->
          new RudderstackErasure(place.address(), place.project().orElseThrow(), credential, clock);
    };
  }

  private static String clear(Secret secret) {
    return secret.reveal(CleartextAccess.KEY_USE);
  }
}
