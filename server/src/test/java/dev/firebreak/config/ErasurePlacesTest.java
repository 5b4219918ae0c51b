package dev.firebreak.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasurePlacesTest {
  private static final String COMPANY =
      "company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}\n";

  @TempDir Path folder;

  @Test
  void withoutTheListNobodyIsAsked() throws IOException {
    assertThat(load("")).isEmpty();
  }

  @Test
  void everyKeyIsRead() throws IOException {
    ErasurePlace place =
        load("""
        erasure:
          - id: main
            vendor: mixpanel
            api: mixpanel
            address: https://eu.mixpanel.com/
            credential: {env: GDPR}
            project-token: {env: TOKEN}
            check-every: 10m
        """)
            .getFirst();
    assertThat(place.id()).isEqualTo("main");
    assertThat(place.vendor()).isEqualTo(new VendorId("mixpanel"));
    assertThat(place.api()).isEqualTo(ErasurePlace.Api.MIXPANEL);
    assertThat(place.address()).isEqualTo(URI.create("https://eu.mixpanel.com"));
    assertThat(place.checkEvery()).isEqualTo(Duration.ofMinutes(10));
    assertThat(place.credential().reveal(CleartextAccess.KEY_USE)).isEqualTo("gdpr-secret");
    assertThat(place.projectToken().orElseThrow().reveal(CleartextAccess.KEY_USE))
        .isEqualTo("token");
    assertThat(place.toString()).doesNotContain("gdpr-secret");
  }

  @Test
  void defaultsAreTheInterfacesOwn() throws IOException {
    ErasurePlace place =
        load("""
        erasure:
          - {id: hog, vendor: posthog, api: posthog, project: "17", credential: {env: GDPR}}
        """)
            .getFirst();
    assertThat(place.address()).isEqualTo(URI.create("https://us.posthog.com"));
    assertThat(place.checkEvery()).isEqualTo(Duration.ofHours(1));
    assertThat(place.project()).contains("17");
    assertThat(place.projectToken()).isEqualTo(Optional.empty());
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    assertThatThrownBy(() ->
            load(
                """
                erasure:
                  - {id: a, vendor: mixpanel, api: mixpanel, credential: {env: GDPR}}
                  - {id: a, vendor: posthog, api: posthog, credential: {env: GDPR}}
                  - {id: c, vendor: x, api: fax, credential: {env: GDPR}, check-every: 10ms}
                """))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("project-token")
        .hasMessageContaining("another place has this id")
        .hasMessageContaining("project: is required")
        .hasMessageContaining("one of mixpanel, segment, amplitude, posthog, ga4, rudderstack")
        .hasMessageContaining("at least 1s");
  }

  @Test
  void missingSecretsAreToldBeforeAnythingStarts() throws IOException {
    Path file = folder.resolve("firebreak.yaml");
    Files.writeString(
        file,
        COMPANY
            + "erasure:\n"
            + "  - {id: s, vendor: segment, api: segment, credential: {env: NOT_THERE}}\n");
    FirebreakConfig config = ConfigLoader.load(file, Map.of());
    assertThatThrownBy(config::requireSecrets)
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("erasure s: credential")
        .hasMessageContaining("NOT_THERE");
  }

  private List<ErasurePlace> load(String erasure) throws IOException {
    Path file = folder.resolve("firebreak.yaml");
    Files.writeString(file, COMPANY + erasure);
    return ConfigLoader.load(file, Map.of("GDPR", "gdpr-secret", "TOKEN", "token")).erasure();
  }
}
