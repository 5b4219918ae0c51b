package dev.firebreak.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.ErasurePlace;
import dev.firebreak.config.Secret;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.delivery.Backoff;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceAskerTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Instant START = Instant.parse("2025-11-27T10:00:00Z");
  private static final ErasurePlace PLACE =
      new ErasurePlace(
          "main",
          VENDOR,
          ErasurePlace.Api.MIXPANEL,
          URI.create("https://vendor.example"),
          Secret.of("credential"),
          Optional.of(Secret.of("token")),
          Optional.empty(),
          Duration.ofHours(1));

  @TempDir Path folder;
  private final ScriptedErasure api = new ScriptedErasure();
  private final List<String> audited = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private Instant now = START;
  private ControlDatabase control;
  private ErasureStore store;
  private PlaceAsker asker;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    store = new ErasureStore(control);
    asker = newAsker();
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void idsAreAskedForOnceAndEndWithAReceiptAndWithoutTheirText() {
    decide(3);
    assertThat(asker.step()).isTrue();
    assertThat(asker.step()).as("nothing is due yet").isFalse();
    assertThat(states()).isEqualTo(Map.of(SubjectState.ASKED, 3L));
    api.looks.add(new ErasureAnswer.Pending());
    later();
    assertThat(asker.step()).isTrue();
    later();
    assertThat(asker.step()).isTrue();
    later();
    assertThat(asker.step()).isFalse();
    assertThat(api.asked).containsExactly(ids(3));
    assertThat(api.looked).containsExactly("t1", "t1");
    assertThat(states()).isEqualTo(Map.of(SubjectState.DONE, 3L));
    ErasureRequest receipt = store.requests(1).getFirst();
    assertThat(receipt.state()).isEqualTo("done");
    assertThat(receipt.tracking()).contains("t1");
    assertThat(receipt.words()).contains("SUCCESS, answer SHA-256 00");
    assertThat(textsKept()).isZero();
    assertThat(audited).containsExactly("ErasureAsked", "ErasureAccepted", "ErasureDone");
  }

  @Test
  void requestsStayWithinTheVendorsLimit() {
    api.idsMax = 2;
    decide(5);
    steps(3);
    assertThat(api.asked).extracting(List::size).containsExactly(2, 2, 1);
  }

  @Test
  void aRefusedRequestIsHalvedUntilTheOneIsFound() {
    decide(4);
    api.asks.add(new ErasureAnswer.Refused("status 400"));
    api.asks.add(new ErasureAnswer.Refused("status 400"));
    api.asks.add(new ErasureAnswer.Accepted("b"));
    api.asks.add(new ErasureAnswer.Refused("status 400"));
    steps(6);
    assertThat(api.asked)
        .containsExactly(
            List.of("id0", "id1", "id2", "id3"),
            List.of("id0", "id1"),
            List.of("id0"),
            List.of("id1"),
            List.of("id2", "id3"));
    assertThat(states()).isEqualTo(Map.of(SubjectState.ASKED, 3L, SubjectState.REFUSED, 1L));
  }

  @Test
  void aVendorThatWantsUsSlowerIsLeftAloneAlsoAfterARestart() {
    decide(1);
    api.asks.add(
        new ErasureAnswer.Later(ErasureAnswer.Why.THROTTLED, Optional.of(Duration.ofSeconds(90))));
    assertThat(asker.step()).isTrue();
    now = now.plusSeconds(89);
    asker = newAsker();
    assertThat(asker.step()).isFalse();
    assertThat(store.problems()).singleElement().asString().contains("main until", "throttled");
    now = now.plusSeconds(1);
    assertThat(asker.step()).isTrue();
    assertThat(api.asked).hasSize(2);
    assertThat(states()).isEqualTo(Map.of(SubjectState.ASKED, 1L));
    assertThat(store.problems()).isEmpty();
    assertThat(store.requests(1)).singleElement().matches(receipt -> receipt.sends() == 1);
  }

  @Test
  void whatMayHaveArrivedIsLookedForWhereTheVendorListsRequests() {
    decide(2);
    api.asks.add(new ErasureAnswer.Unknown());
    steps(1);
    api.finds.add(new ErasureAnswer.Accepted("found"));
    later();
    steps(1);
    assertThat(api.asked).hasSize(1);
    assertThat(store.requests(1).getFirst().tracking()).contains("found");
  }

  @Test
  void whatNobodyCanSayIsAskedAgain() {
    decide(2);
    api.asks.add(new ErasureAnswer.Unknown());
    steps(1);
    later();
    steps(1);
    assertThat(api.asked).containsExactly(ids(2), ids(2));
    assertThat(store.requests(1)).singleElement().matches(receipt -> receipt.sends() == 2);
  }

  @Test
  void aRequestThatACrashKeptFromBeingSentIsSentOnce() {
    decide(2);
    // the crash comes after the intention
    assertThat(asks().intend(100)).isPresent();
    asker = newAsker();
    steps(2);
    assertThat(api.asked).containsExactly(ids(2));
  }

  @Test
  void aCrashAfterTheAnswerIsSeenToFirst() {
    decide(2);
    ErasureAsks.Ask ask = asks().intend(100).orElseThrow();
    asks().sending(ask);
    asker = newAsker();
    api.finds.add(new ErasureAnswer.Accepted("there"));
    steps(1);
    assertThat(api.asked).isEmpty();
    assertThat(states()).isEqualTo(Map.of(SubjectState.ASKED, 2L));
  }

  @Test
  void whatTheVendorLostIsAskedForAgainButNotForEver() {
    decide(1);
    for (int i = 0; i < 4; i++) {
      api.looks.add(new ErasureAnswer.Lost());
    }
    for (int i = 0; i < 10; i++) {
      asker.step();
      later();
    }
    assertThat(api.asked).hasSize(3);
    assertThat(states()).isEqualTo(Map.of(SubjectState.REFUSED, 1L));
  }

  @Test
  void aRequestThatNeverGetsAnAnswerIsRefusedWholeAndKeepsTheOthersNotForEver() {
    api.idsMax = 2;
    decide(3);
    for (int i = 0; i < PlaceAsker.SENDS_MAX; i++) {
      api.asks.add(new ErasureAnswer.Unknown());
    }
    for (int i = 0; i < 3 * PlaceAsker.SENDS_MAX; i++) {
      asker.step();
      later();
    }
    assertThat(api.asked).hasSize(PlaceAsker.SENDS_MAX + 1);
    assertThat(states()).isEqualTo(Map.of(SubjectState.REFUSED, 2L, SubjectState.DONE, 1L));
  }

  @Test
  void anInterfaceThatIsNotThereRefusesNobody() {
    decide(2);
    for (int i = 0; i < 2 * PlaceAsker.SENDS_MAX; i++) {
      api.asks.add(new ErasureAnswer.Lost());
      steps(1);
      later();
    }
    assertThat(api.asked).hasSize(2 * PlaceAsker.SENDS_MAX);
    assertThat(states()).isEqualTo(Map.of(SubjectState.TO_ASK, 2L));
    assertThat(store.problems()).singleElement().asString().contains("not there");
  }

  @Test
  void whatMayHaveArrivedStaysIntendedWhenNothingIsTakenOfItLater() {
    decide(2);
    api.asks.add(new ErasureAnswer.Unknown());
    api.asks.add(new ErasureAnswer.Later(ErasureAnswer.Why.THROTTLED, Optional.empty()));
    steps(1);
    later();
    steps(1);
    later();
    api.finds.add(new ErasureAnswer.Accepted("found"));
    steps(1);
    assertThat(store.requests(1))
        .singleElement()
        .matches(request -> request.request() == 1 && request.sends() == 1)
        .matches(request -> request.tracking().equals(Optional.of("found")));
  }

  @Test
  void aNumberIsNeverUsedAgain() {
    decide(1);
    api.asks.add(new ErasureAnswer.Later(ErasureAnswer.Why.UNREACHABLE, Optional.empty()));
    steps(1);
    later();
    steps(1);
    assertThat(store.requests(1)).singleElement().matches(request -> request.request() == 2);
  }

  @Test
  void nobodyIsAskedForBeforeAllIdsAreThere() {
    ErasureStore.At at = newErasure();
    insert(at, 2);
    assertThat(asker.step()).isFalse();
    store.beginPreparation(at);
    insert(at, 3);
    store.prepared(at, now);
    steps(1);
    assertThat(api.asked).containsExactly(ids(3));
  }

  @Test
  void whatIsDoneIsForgottenOnlyOnceAllIdsAreThere() {
    decide(2);
    steps(1);
    ErasureStore.At second = newErasure();
    insert(second, 1);
    later();
    steps(1);
    control
        .writer()
        .useHandle(
            handle -> handle.execute("UPDATE erasure_id SET forgotten = 1 WHERE erasure = 1"));
    assertThat(store.toForget(VENDOR, 10)).isEmpty();
    store.prepared(second, now);
    assertThat(store.toForget(VENDOR, 10)).containsExactly(new SubjectKey(1, 0));
  }

  @Test
  void aRequestWithoutIdsIsNotSent() {
    decide(1);
    assertThat(asks().intend(100)).isPresent();
    control.writer().useHandle(handle -> handle.execute("DELETE FROM erasure_id"));
    steps(3);
    assertThat(api.asked).isEmpty();
    assertThat(audited).containsExactly("ErasureLost");
  }

  @Test
  void aClockThatWasAheadStopsNoPlace() {
    decide(1);
    now = START.plus(Duration.ofDays(365));
    steps(1);
    asks().pause(new ErasureAsks.Pace(now.plusSeconds(60), 1), "throttled");
    now = START;
    steps(1);
    assertThat(states()).isEqualTo(Map.of(SubjectState.DONE, 1L));
  }

  @Test
  void aStateThatCannotBeReadKeepsNoOtherWaiting() {
    api.idsMax = 1;
    decide(2);
    steps(2);
    later();
    api.looks.add(new ErasureAnswer.Unknown());
    steps(1);
    now = now.plus(Duration.ofMinutes(2));
    steps(1);
    assertThat(api.looked).containsExactly("t1", "t2");
  }

  @Test
  void whoeverIsStillThereAfterTheVendorsWordIsRefused() {
    decide(3);
    steps(1);
    api.helds.add(new ErasureAnswer.Held(Set.of("id1"), 3));
    later();
    steps(1);
    assertThat(states()).isEqualTo(Map.of(SubjectState.DONE, 2L, SubjectState.REFUSED, 1L));
    assertThat(store.requests(1).getFirst().words().orElseThrow())
        .endsWith("asked again: 1 of 3 still there");
  }

  @Test
  void anIdOfTwoDecisionsIsAskedForOnce() {
    decide(2);
    steps(1);
    decide(2);
    steps(3);
    assertThat(api.asked).containsExactly(ids(2));
    later();
    steps(1);
    for (long erasure : new long[] {1, 2}) {
      assertThat(store.progress(erasure).getFirst().subjects())
          .isEqualTo(Map.of(SubjectState.DONE, 2L));
    }
  }

  private void decide(int subjects) {
    ErasureStore.At at = newErasure();
    insert(at, subjects);
    store.prepared(at, now);
  }

  private ErasureStore.At newErasure() {
    return control
        .writer()
        .inTransaction(handle -> {
          Erasure erasure =
              new Erasure(
                  ErasureStore.next(handle),
                  Optional.empty(),
                  Optional.of(VENDOR),
                  "ended",
                  "nadia",
                  "omar",
                  now);
          return new ErasureStore.At(store.insert(handle, erasure, List.of(VENDOR)), VENDOR);
        });
  }

  private void insert(ErasureStore.At at, int subjects) {
    store.insertIds(
        at,
        IntStream.range(0, subjects)
            .mapToObj(i -> new ErasureStore.NewId("main", new SubjectKey(1, i), "id" + i, null))
            .toList());
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "id" + i).toList();
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      asker.step();
    }
  }

  private void later() {
    now = now.plus(Duration.ofHours(1));
  }

  private Map<SubjectState, Long> states() {
    return store.progress(1).getFirst().subjects();
  }

  private long textsKept() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM erasure_id WHERE id_at_vendor IS NOT NULL")
                .mapTo(Long.class)
                .one());
  }

  private ErasureAsks asks() {
    return new ErasureAsks(control, (_, action, _, _) -> audited.add(action), clock(), PLACE.id());
  }

  private PlaceAsker newAsker() {
    return new PlaceAsker(PLACE, api, asks(), new Backoff(new Random(1)), clock(), counted::add);
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }
}
