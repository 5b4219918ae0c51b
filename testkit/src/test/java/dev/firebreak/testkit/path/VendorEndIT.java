package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.delivery.Conservation;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.Installation;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A vendor is ended while messages wait for it, with kills in the middle: nothing goes there any
/// more, what waited is destroyed, everybody is erased, and a certificate says so.
class VendorEndIT {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final int PEOPLE = 25;
  private static final int WAITING = 10;

  @TempDir Path folder;
  private ErasureScene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new ErasureScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aVendorIsEndedWithProofWhateverIsKilled() throws Exception {
    scene.serveUntil(gateway -> {
      scene.send(gateway, PEOPLE);
      assertThat(ErasureScene.await(() -> scene.insertIds().size() >= PEOPLE)).isTrue();
      assertThat(ErasureScene.await(this::nothingWaits)).isTrue();
      scene.vendor.failAlways(new Fault.Answer(503, "busy"));
      scene.send(gateway, WAITING);
      scene.vendor.deletions().failNext(1, new Fault.Answer(429, "", Map.of("Retry-After", "1")));
      scene.vendor.deletions().failNext(1, new Fault.CloseAfterStoring());
      ErasureScene.Ended ended = scene.decide("vendor", "end", "mixpanel");
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.out())
          .contains("Vendor being ended: mixpanel", "[x] Cut off", "[x] Queues destroyed")
          .contains("[ ] What a cut does not reach: open: project-tokens");
      scene.vendor.heal();
      scene.send(gateway, WAITING);
      return true;
    });
    for (int kill = 0; kill < 3; kill++) {
      int before = scene.vendor.deletions().requests();
      scene.serveUntil(_ -> {
        var _ =
            ErasureScene.await(
                () -> scene.vendor.deletions().requests() > before, 3, Duration.ofSeconds(5));
        return true;
      });
    }
    scene.serveUntil(_ -> ErasureScene.await(() -> step(certificate(), "erasure")));
    assertEnded();
  }

  private void assertEnded() throws Exception {
    assertThat(scene.vendor.events()).isEmpty();
    assertThat(scene.vendor.deletions().asked()).hasSize(PEOPLE);
    JsonNode certificate = certificate();
    assertThat(certificate.path("complete").booleanValue()).isFalse();
    assertThat(step(certificate, "cut")).isTrue();
    assertThat(step(certificate, "queues")).isTrue();
    assertThat(certificate.path("queues").get(0).path("messages").intValue()).isEqualTo(WAITING);
    JsonNode subjects = certificate.at("/erasure/vendors/0/subjects");
    assertThat(subjects.path("done").intValue()).isEqualTo(PEOPLE);
    assertThat(certificate.at("/erasure/requests/0/receipt").asString())
        .startsWith("SUCCESS, answer SHA-256 ");
    Conservation terms = scene.conservation();
    assertThat(terms).matches(Conservation::holds);
    assertThat(terms.delivered()).isEqualTo(PEOPLE);
    assertThat(terms.dropped().get(DropReason.DESTROYED)).isEqualTo(WAITING);
    assertThat(terms.dropped().get(DropReason.CUT)).isEqualTo(WAITING);
    LongAdder facts = new LongAdder();
    try (Installation installation = scene.files.open()) {
      installation
          .ledger()
          .forEach(VENDOR, Optional.empty(), Optional.empty(), fact -> facts.increment());
    }
    assertThat(facts.sum()).isZero();
    assertThat(scene.run("vendor", "end", "mixpanel", "--status", "--html", "end.html"))
        .contains("[x] Everybody erased at the vendor");
    assertThat(Files.readString(folder.resolve("end.html")))
        .contains("Vendor being ended: mixpanel", "SUCCESS, answer SHA-256");
    assertThat(scene.run("audit", "verify")).isNotEmpty();
  }

  private boolean nothingWaits() {
    try {
      return scene.run("status", "--json").contains("\"queued\" : 0");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode certificate() {
    try {
      return JsonMapper.shared()
          .readTree(scene.run("vendor", "end", "mixpanel", "--status", "--json"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean step(JsonNode certificate, String name) {
    for (JsonNode step : certificate.path("steps")) {
      if (step.path("step").asString().equals(name)) {
        return step.path("done").booleanValue();
      }
    }
    throw new AssertionError("no step " + name);
  }
}
