package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.delivery.Conservation;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.BindingPolicy;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that runs while its policy file changes, and counts what observe mode sees; and one
/// whose client brings more people than it may.
class PolicyReloadIT {
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final String HEAD = "vendor: mixpanel\ndefault: drop\nunclassified: drop\n";
  private static final String PLAN = HEAD + "categories: {user: pass}\n";
  private static final String NO_PLAN =
      HEAD + "categories: {user: pass, user.account.settings: drop}\n";

  @TempDir Path folder;
  private MixpanelEmulator vendor;

  @BeforeEach
  void startVendor() throws IOException {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
  }

  @AfterEach
  void stopVendor() {
    vendor.close();
  }

  @Test
  void goodPolicyComesIntoForceAndABadOneChangesNothing() throws Exception {
    policy(PLAN);
    InstallationFolder files = InstallationFolder.write(folder, vendor.uri(), "policy.yaml");
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      BindingPolicy inForce = path.bindingPolicy(InstallationFolder.WEB);
      String first = inForce.policy().version();
      send(path, "Before", 1);
      policy(NO_PLAN + "colour: blue\n");
      assertThat(inForce.reload()).isFalse();
      assertThat(inForce.problem()).hasValueSatisfying(p -> assertThat(p).contains("colour"));
      assertThat(inForce.policy().version()).isEqualTo(first);
      send(path, "Between", 1);
      policy(HEAD + "categories: {user.contact.email: pseudonymize}\n");
      assertThat(inForce.reload()).isFalse();
      assertThat(inForce.problem()).hasValueSatisfying(p -> assertThat(p).contains("guesses"));
      policy(NO_PLAN);
      assertThat(inForce.reload()).isTrue();
      assertThat(inForce.problem()).isEmpty();
      assertThat(inForce.policy().version()).isNotEqualTo(first);
      send(path, "After", 1);
      assertThat(path.settle(SETTLE)).isTrue();
    }
    assertThat(plan("Before")).isTrue();
    assertThat(plan("Between")).isTrue();
    assertThat(plan("After")).isFalse();
  }

  @Test
  void whatObserveModeCountsIsKeptOverARestartAndBeginsAnewWithAnotherPolicy() throws Exception {
    policy(NO_PLAN);
    InstallationFolder files =
        InstallationFolder.write(folder, vendor.uri(), "observe", "policy.yaml", "127.0.0.1:0");
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      send(path, "Seen", 3);
    }
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      send(path, "Seen", 2);
      ObservedEffects effects = path.observedEffects(InstallationFolder.WEB);
      assertThat(effects.messages()).isEqualTo(5);
      assertThat(effects.byCategory())
          .hasEntrySatisfying(
              DataCategory.ACCOUNT_SETTINGS, counts -> assertThat(counts.withheld()).isEqualTo(5));
      assertThat(path.metrics().scrape().stream())
          .anyMatch(metric -> metric.getMetadata().getName().equals("firebreak_observed_messages"));
      policy(PLAN);
      assertThat(path.bindingPolicy(InstallationFolder.WEB).reload()).isTrue();
      assertThat(path.observedEffects(InstallationFolder.WEB).messages()).isZero();
    }
  }

  @Test
  void aClientThatBringsTooManyPeopleIsLimited() throws Exception {
    InstallationFolder files =
        InstallationFolder.write(folder, vendor.uri(), InstallationFolder.SHIPPED);
    Path settings = files.settings();
    String text = Files.readString(settings);
    Files.writeString(
        settings,
        text.replace(
            "  listen: 127.0.0.1:0", "  listen: 127.0.0.1:0\n  new-subjects-per-client: 4"));
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      send(path, "Opened", 6);
      send(path, "Opened", 4);
      assertThat(path.settle(SETTLE)).isTrue();
      Conservation terms = path.conservation(InstallationFolder.WEB);
      assertThat(terms).matches(Conservation::holds);
      assertThat(terms.dropped()).containsEntry(DropReason.LIMIT, 2L);
      assertThat(terms.delivered()).isEqualTo(8);
    }
  }

  private void policy(String text) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), text);
  }

  private boolean plan(String event) {
    return vendor.events().stream()
        .filter(stored -> stored.name().equals(event))
        .map(stored -> new String(stored.properties(), StandardCharsets.UTF_8))
        .anyMatch(properties -> properties.contains("\"plan\""));
  }

  /// One event of each of so many people.
  private static void send(EventPath path, String event, int people) throws Exception {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < people; i++) {
      body.append(i == 0 ? "" : ",")
          .append(
              "{\"event\":\"%s\",\"properties\":{\"token\":\"%s\""
                  .formatted(event, InstallationFolder.TOKEN))
          .append(",\"distinct_id\":\"user-%d\",\"plan\":\"pro\"}}".formatted(i));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(path.gateway().uri() + "/mp/track"))
            .POST(HttpRequest.BodyPublishers.ofString(body.append(']').toString()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }
}
