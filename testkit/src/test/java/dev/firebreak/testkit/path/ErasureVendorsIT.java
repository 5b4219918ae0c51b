package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.erasure.ErasureRequest;
import dev.firebreak.erasure.Erasures;
import dev.firebreak.erasure.SubjectState;
import dev.firebreak.erasure.VendorErasure;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.testkit.erasure.DeletionEmulator;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People are erased at vendors with five different interfaces at once: each refuses one of them,
/// wants us slower and breaks off an answer, two fail with somebody, and `serve` is killed in the
/// middle. Everybody ends with a receipt at each vendor, and nothing is asked for twice without
/// need.
class ErasureVendorsIT {
  private static final int PEOPLE = 7;
  private static final int ERASED = 6;
  private static final int KILLS = 3;

  /// No vendor takes a request for this one.
  private static final int REFUSED = 1;

  /// Taken and then failed, where the interface can say so.
  private static final int FAILING = 2;

  /// Vendors whose interface tells of a failure after a request was taken.
  private static final Set<String> TELL_FAILURES = Set.of("segment", "posthog");

  /// Vendors whose requests can be looked up, so that a lost answer is no reason to ask again.
  private static final Set<String> LIST_REQUESTS = Set.of("segment", "amplitude");

  @TempDir Path folder;
  private final Map<String, DeletionEmulator> vendors = new LinkedHashMap<>();
  private ErasureScene scene;

  @BeforeEach
  void open() throws IOException {
    vendors.put("segment", DeletionEmulator.segment());
    vendors.put("amplitude", DeletionEmulator.amplitude(LocalDate.now(ZoneOffset.UTC)));
    vendors.put("posthog", DeletionEmulator.posthog());
    vendors.put("ga4", DeletionEmulator.ga4());
    vendors.put("rudderstack", DeletionEmulator.rudderstack());
    scene =
        new ErasureScene(
            folder,
            place("segment", "", "segment-token")
                + place("amplitude", "", "key:secret")
                + place("posthog", "17", "posthog-key")
                + place("ga4", "G-1", "google-token")
                + place("rudderstack", "dest-1", "rudder-token"));
  }

  private String place(String vendor, String project, String credential) throws IOException {
    Files.writeString(folder.resolve(vendor + "-credential"), credential);
    return """
    - id: %1$s
      vendor: %1$s
      api: %1$s
      address: %2$s
      credential: {file: %1$s-credential}
      check-every: 1s
    """
            .formatted(vendor, Objects.requireNonNull(vendors.get(vendor)).uri())
        + (project.isEmpty() ? "" : "  project: \"" + project + "\"\n");
  }

  @AfterEach
  void close() {
    scene.close();
    vendors.values().forEach(DeletionEmulator::close);
  }

  @Test
  void everybodyEndsWithAReceiptAtEveryVendor() throws Exception {
    disclose();
    vendors.forEach((name, vendor) -> {
      vendor.refuse(id(name, REFUSED)::equals);
      vendor.fail(id(name, FAILING)::equals);
      vendor.failNext(1, new Fault.Answer(429, "", Map.of("Retry-After", "1")));
      vendor.failNext(1, new Fault.CloseAfterStoring());
    });
    decide();
    for (int kill = 0; kill < KILLS; kill++) {
      Map<String, Integer> before = requests();
      int moments = 1 + kill * 20;
      scene.serveUntil(_ -> {
        var _ =
            ErasureScene.await(() -> !requests().equals(before), moments, Duration.ofSeconds(10));
        return true;
      });
    }
    scene.serveUntil(_ -> ErasureScene.await(this::closedAsServed));
    assertReceipts();
    vendors.forEach(this::assertAskedWithoutNeedNever);
  }

  private static String id(String vendor, int person) {
    return vendor + "-knows-p" + person;
  }

  private Map<String, Integer> requests() {
    return vendors.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().requests()));
  }

  private void disclose() throws IOException {
    Instant now = Instant.now();
    try (Installation installation = scene.files.open()) {
      List<Disclosure> facts = new ArrayList<>();
      List<VendorSubject> ids = new ArrayList<>();
      for (String name : vendors.keySet()) {
        VendorId vendor = new VendorId(name);
        for (int i = 0; i < PEOPLE; i++) {
          SubjectKey subject = installation.keys().subjectKeyring().account("p" + i);
          facts.add(
              new Disclosure(
                  vendor,
                  subject,
                  LocalDate.ofInstant(now, ZoneOffset.UTC),
                  Masks.NONE,
                  "0123456789ab",
                  AssertedBy.AUTHENTICATED,
                  1,
                  now,
                  now));
          ids.add(new VendorSubject(vendor, subject, id(name, i)));
        }
        vendors.get(name).add(IntStream.range(0, PEOPLE).mapToObj(i -> id(name, i)).toList());
      }
      installation
          .ledger()
          .append(new LedgerBatch(new BindingId("archive"), 1, facts, List.of(), ids));
    }
  }

  private void decide() throws IOException {
    try (Installation installation = scene.files.open()) {
      Instant now = installation.clock().instant();
      Erasures.Deciders by =
          new Erasures.Deciders(
              ConfirmedOperators.of("nadia", Role.ADMIN, now),
              ConfirmedOperators.of("omar", Role.PRIVACY_OFFICER, now));
      for (int i = 0; i < ERASED; i++) {
        SubjectKey key = installation.keys().subjectKeyring().account("p" + i);
        var _ = Erasures.of(installation).erasePerson(by, key, List.of(), true, "asked for it");
      }
    }
  }

  private boolean closedAsServed() {
    try {
      return scene.run("erase", "status").contains("open: none");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertReceipts() throws IOException {
    try (Installation installation = scene.files.open()) {
      for (int i = 0; i < ERASED; i++) {
        Erasures.Dossier dossier = Erasures.of(installation).dossier("E" + (i + 1));
        SubjectKey key = installation.keys().subjectKeyring().account("p" + i);
        Map<VendorId, Map<SubjectState, Long>> states =
            dossier.vendors().stream()
                .collect(Collectors.toMap(VendorErasure::vendor, VendorErasure::subjects));
        for (String name : vendors.keySet()) {
          VendorId vendor = new VendorId(name);
          SubjectState end =
              i == REFUSED || (i == FAILING && TELL_FAILURES.contains(name))
                  ? SubjectState.REFUSED
                  : SubjectState.DONE;
          assertThat(states.get(vendor)).as("p%d at %s", i, name).isEqualTo(Map.of(end, 1L));
          assertThat(vendors.get(name).there().contains(id(name, i)))
              .as("p%d at %s", i, name)
              .isEqualTo(end == SubjectState.REFUSED);
          assertThat(
                  dossier.requests().stream()
                      .filter(request -> request.vendor().equals(vendor))
                      .filter(request -> request.words().isPresent()))
              .as("p%d at %s", i, name)
              .isNotEmpty();
          assertThat(
                  installation.ledger().ofSubject(key).stream()
                      .anyMatch(fact -> fact.vendor().equals(vendor)))
              .as("p%d at %s", i, name)
              .isEqualTo(end == SubjectState.REFUSED);
        }
        assertThat(dossier.requests())
            .extracting(ErasureRequest::endedAt)
            .allMatch(at -> at.isPresent());
      }
    }
  }

  /// Again only where nobody could say whether it had arrived, or where a request for several
  /// failed and was divided.
  private void assertAskedWithoutNeedNever(String name, DeletionEmulator vendor) {
    int divided = TELL_FAILURES.contains(name) ? 3 : 0;
    int unheard = LIST_REQUESTS.contains(name) ? 0 : KILLS + 1;
    assertThat(vendor.asked()).as(name).doesNotContainKeys(id(name, REFUSED), id(name, ERASED));
    assertThat(vendor.asked().values()).as(name).allMatch(times -> times <= 1 + divided + unheard);
    assertThat(vendor.there()).as(name).contains(id(name, ERASED));
  }
}
