package dev.firebreak.config;

import dev.firebreak.vendor.VendorId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// One project at a vendor whose erasure interface is asked to erase people. A vendor with several
/// projects has several places; each id is asked for at each of them.
///
/// @param id its name in lists and metrics
/// @param vendor whose people are erased there
/// @param api what it speaks
/// @param address its base address, without a trailing slash
/// @param credential what it takes for us, as `api` says
/// @param projectToken the project's token, where `api` needs one
/// @param project the number or name of the project, property or destination, where `api` needs one
/// @param checkEvery how long to wait before asking again how far the vendor is
public record ErasurePlace(
    String id,
    VendorId vendor,
    Api api,
    URI address,
    Secret credential,
    Optional<Secret> projectToken,
    Optional<String> project,
    Duration checkEvery) {

  /// The erasure interfaces that are known; docs/reference/erasure.md has what each takes.
  public enum Api {
    /// Mixpanel's data deletions, version 3.
    MIXPANEL("https://mixpanel.com", true, false),
    /// Segment's regulations.
    SEGMENT("https://api.segmentapis.com", false, false),
    /// Amplitude's user privacy interface, version 1.
    AMPLITUDE("https://amplitude.com", false, false),
    /// PostHog's deletion of persons.
    POSTHOG("https://us.posthog.com", false, true),
    /// Google Analytics' user deletion.
    GA4("https://www.googleapis.com", false, true),
    /// RudderStack's user suppression with deletion.
    RUDDERSTACK("https://api.rudderstack.com", false, true);

    private final URI address;
    private final boolean needsToken;
    private final boolean needsProject;

    Api(String address, boolean needsToken, boolean needsProject) {
      this.address = URI.create(address);
      this.needsToken = needsToken;
      this.needsProject = needsProject;
    }

    /// Where it is unless the settings say otherwise.
    URI address() {
      return address;
    }

    boolean needsToken() {
      return needsToken;
    }

    boolean needsProject() {
      return needsProject;
    }
  }

  /// Its secrets.
  Stream<Secret> secrets() {
    return Stream.concat(Stream.of(credential), projectToken.stream());
  }
}
