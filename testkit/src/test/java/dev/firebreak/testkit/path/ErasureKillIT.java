package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.erasure.Erasure;
import dev.firebreak.erasure.ErasureRequest;
import dev.firebreak.erasure.Erasures;
import dev.firebreak.erasure.SubjectState;
import dev.firebreak.erasure.VendorErasure;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.Installation;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People are erased at a vendor that deletes later, refuses, fails and wants us slower, while
/// `serve` is killed again and again: everybody ends with a receipt, nothing is asked for twice
/// without need, and nothing of a suppressed person reaches the vendor any more.
class ErasureKillIT {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final int PEOPLE = 30;
  private static final int ERASED = 8;
  private static final int KILLS = 6;

  /// The vendor refuses to take the one and fails with the other.
  private static final Set<Integer> NOT_ERASED = Set.of(1, 2);

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
  void everybodyEndsWithAReceiptWhateverIsKilled() throws Exception {
    scene.serveUntil(gateway -> {
      scene.send(gateway, PEOPLE);
      return ErasureScene.await(() -> scene.insertIds().size() >= PEOPLE);
    });
    String refused = scene.tokenOf("p1");
    String failing = scene.tokenOf("p2");
    faults(refused, failing);
    decide(IntStream.range(0, ERASED).mapToObj(i -> "p" + i).toList());

    int kills = killAWhile();
    scene.serveUntil(gateway -> {
      scene.send(gateway, PEOPLE);
      return ErasureScene.await(this::closedAsServed);
    });
    assertReceipts();
    assertAskedWithoutNeedNever(refused, kills);
    assertNobodySuppressedReachesTheVendor();
  }

  private void faults(String refused, String failing) {
    scene.vendor.deletions().refuse(refused::equals);
    scene.vendor.deletions().fail(failing::equals);
    scene.vendor.deletions().failNext(1, new Fault.Answer(429, "", Map.of("Retry-After", "1")));
    scene.vendor.deletions().failNext(1, new Fault.Answer(503, "busy"));
    scene.vendor.deletions().failNext(3, new Fault.Delay(Duration.ofMillis(20)));
    scene.vendor.deletions().failNext(1, new Fault.CloseAfterStoring());
  }

  private int killAWhile() throws Exception {
    int kills = 0;
    for (Random random = new Random(1); kills < KILLS && !closed(); kills++) {
      int before = scene.vendor.deletions().requests();
      int moments = random.nextInt(40);
      scene.serveUntil(_ -> {
        var _ =
            ErasureScene.await(
                () -> scene.vendor.deletions().requests() > before, moments, Duration.ofSeconds(5));
        return true;
      });
    }
    return kills;
  }

  @Test
  void anErasureTakesEffectInTheRunningGateway() throws Exception {
    scene.serveUntil(gateway -> {
      scene.send(gateway, PEOPLE);
      ErasureScene.Ended decided = scene.decide("erase", "--subject", "p5");
      assertThat(decided.exitCode()).as(decided.err()).isZero();
      assertThat(decided.out()).contains("E1: this person's data goes to no vendor");
      String late = UUID.randomUUID().toString();
      String others = UUID.randomUUID().toString();
      scene.send(gateway, "p5", late);
      scene.send(gateway, "p6", others);
      assertThat(ErasureScene.await(() -> scene.insertIds().contains(others))).isTrue();
      assertThat(scene.insertIds()).doesNotContain(late);
      assertThat(scene.run("status", "--json")).contains("\"suppressed\" : 1");
      assertThat(scene.run("erase", "status", "--subject", "p5")).contains("suppressed since: 20");
      return ErasureScene.await(() -> scene.vendor.deletions().asked().size() == 1);
    });
  }

  /// Decided while nothing runs, so that many decisions need no codes.
  private void decide(List<String> people) throws Exception {
    try (Installation installation = scene.files.open()) {
      Instant now = installation.clock().instant();
      Erasures.Deciders by =
          new Erasures.Deciders(
              ConfirmedOperators.of("nadia", Role.ADMIN, now),
              ConfirmedOperators.of("omar", Role.PRIVACY_OFFICER, now));
      for (String person : people) {
        SubjectKey key = installation.keys().subjectKeyring().account(person);
        var _ = Erasures.of(installation).erasePerson(by, key, List.of(), true, "asked for it");
      }
    }
  }

  private boolean closed() throws Exception {
    try (Installation installation = scene.files.open()) {
      return Erasures.of(installation).open().isEmpty();
    }
  }

  private boolean closedAsServed() {
    try {
      return scene.run("erase", "status").contains("open: none");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertReceipts() throws Exception {
    try (Installation installation = scene.files.open()) {
      Erasures erasures = Erasures.of(installation);
      assertThat(erasures.list()).extracting(Erasure::name).hasSize(ERASED);
      for (int i = 0; i < ERASED; i++) {
        Erasures.Dossier dossier = erasures.dossier("E" + (i + 1));
        SubjectState end = NOT_ERASED.contains(i) ? SubjectState.REFUSED : SubjectState.DONE;
        assertThat(dossier.vendors())
            .as("p%d", i)
            .extracting(VendorErasure::subjects)
            .containsExactly(Map.of(end, 1L));
        assertThat(dossier.requests())
            .as("p%d", i)
            .isNotEmpty()
            .allMatch(receipt -> receipt.endedAt().isPresent());
        SubjectKey key = installation.keys().subjectKeyring().account("p" + i);
        assertThat(installation.ledger().ofSubject(key).isEmpty())
            .as("p%d", i)
            .isEqualTo(end == SubjectState.DONE);
      }
      assertThat(installation.ledger().erasedSubjects(VENDOR))
          .isEqualTo(ERASED - NOT_ERASED.size());
    }
    Conservation terms = scene.conservation();
    assertThat(terms).matches(Conservation::holds);
    assertThat(terms.dropped().get(DropReason.SUPPRESSED)).isEqualTo(ERASED);
  }

  /// Twice only where a kill or a lost answer left nobody who could say whether it had arrived, or
  /// where a task of several failed.
  private void assertAskedWithoutNeedNever(String refused, int kills) throws Exception {
    int lostAnswers = 1;
    int failedTasks = 1;
    Map<String, Integer> asked = scene.vendor.deletions().asked();
    assertThat(asked).doesNotContainKey(refused);
    assertThat(asked.values()).allMatch(times -> times <= 1 + lostAnswers + failedTasks + kills);
    try (Installation installation = scene.files.open()) {
      Map<Long, ErasureRequest> requests = new HashMap<>();
      for (Erasure erasure : Erasures.of(installation).list()) {
        Erasures.of(installation)
            .dossier(erasure.name())
            .requests()
            .forEach(receipt -> requests.put(receipt.request(), receipt));
      }
      long repeats = requests.values().stream().mapToLong(receipt -> receipt.sends() - 1).sum();
      assertThat(repeats).isLessThanOrEqualTo(lostAnswers + kills);
    }
  }

  private void assertNobodySuppressedReachesTheVendor() throws Exception {
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < ERASED; i++) {
      if (!NOT_ERASED.contains(i)) {
        gone.add(scene.firstEvents.get("p" + i));
      }
    }
    assertThat(scene.insertIds()).doesNotContainAnyElementsOf(gone);
    // thrice of everybody else, and once of those whom the vendor would not erase
    int expected = (PEOPLE - ERASED) * 3 + NOT_ERASED.size();
    scene.serveUntil(gateway -> {
      scene.send(gateway, PEOPLE);
      return ErasureScene.await(() -> scene.insertIds().size() >= expected);
    });
    assertThat(scene.insertIds()).hasSize(expected);
    assertThat(scene.insertIds()).doesNotContainAnyElementsOf(gone);
  }
}
