package dev.firebreak.config;

import dev.firebreak.vendor.VendorId;
import dev.firebreak.yaml.YamlSection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the list `erasure` of the settings.
final class ErasurePlaces {
  private static final VendorId NO_VENDOR = new VendorId("none");
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Duration CHECK_EVERY_MIN = Duration.ofSeconds(1);
  private static final Duration CHECK_EVERY_DEFAULT = Duration.ofHours(1);

  /// Reads a secret's reference.
  @FunctionalInterface
  interface Secrets {
    /// @param owner whose it is, for messages
    Secret read(YamlSection parent, String key, String owner);
  }

  private final Secrets secrets;
  private final Function<String, URI> webAddress;

  ErasurePlaces(Secrets secrets, Function<String, URI> webAddress) {
    this.secrets = secrets;
    this.webAddress = webAddress;
  }

  List<ErasurePlace> read(YamlSection root) {
    List<ErasurePlace> places = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (YamlSection section : root.sections("erasure")) {
      ErasurePlace place = place(section);
      if (!taken.add(place.id())) {
        section.problem("id", "another place has this id");
      }
      places.add(place);
    }
    return places;
  }

  private ErasurePlace place(YamlSection section) {
    String owner = "erasure " + section.optionalText("id").orElse("without id");
    ErasurePlace.Api api =
        section.choice("api", ErasurePlace.Api.class).orElse(ErasurePlace.Api.MIXPANEL);
    if (section.optionalText("api").isEmpty()) {
      section.problem("api", "is required");
    }
    Optional<String> project =
        section.optional("project", "1 to 64 of A-Z, a-z, 0-9 and . _ -", ErasurePlaces::project);
    if (api.needsProject() && section.optionalText("project").isEmpty()) {
      section.problem("project", "is required with this api");
    }
    ErasurePlace place =
        new ErasurePlace(
            section.required("id", "1 to 32 of a-z, 0-9 and -", ErasurePlaces::id, ""),
            section.required("vendor", "1 to 32 of a-z, 0-9 and -", VendorId::new, NO_VENDOR),
            api,
            withoutSlash(
                section.optional("address", "a web address", webAddress).orElse(api.address())),
            secrets.read(section, "credential", owner),
            api.needsToken()
                ? Optional.of(secrets.read(section, "project-token", owner))
                : Optional.empty(),
            project,
            section
                .optional("check-every", "at least 1s, as 1h", ErasurePlaces::checkEvery)
                .orElse(CHECK_EVERY_DEFAULT));
    section.finish();
    return place;
  }

  private static URI withoutSlash(URI address) {
    return URI.create(address.toString().replaceAll("/+$", ""));
  }

  private static String id(String text) {
    return matching(ID, text);
  }

  private static String project(String text) {
    return matching(PROJECT, text);
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static Duration checkEvery(String text) {
    Duration duration = Durations.parse(text);
    if (duration.compareTo(CHECK_EVERY_MIN) < 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }
}
