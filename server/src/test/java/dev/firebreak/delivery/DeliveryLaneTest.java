package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.DropReason;
import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryLaneTest {
  private static final VendorClient.Limits LIMITS = new VendorClient.Limits(100, 100_000);

  @TempDir Path folder;
  private LaneFixture fixture;
  private final ScriptedVendor vendor = new ScriptedVendor(LIMITS);

  @BeforeEach
  void open() throws IOException {
    fixture = new LaneFixture(folder);
  }

  @AfterEach
  void close() throws IOException {
    assertThat(fixture.conservation()).matches(Conservation::holds);
    fixture.close();
  }

  @Test
  void everyRecordIsSentOnceInOrderAndByKind() throws Exception {
    fixture.append(
        Records.event(0),
        Records.forward(MessageKind.PROFILE, 1, true, Records.NOW),
        Records.dropped(DropReason.POLICY),
        Records.event(2),
        Records.quarantined("{}"));
    fixture.deliver(vendor);
    assertThat(vendor.payloads()).containsExactly(text(0), text(2), text(1));
    Conservation terms = fixture.conservation();
    assertThat(terms.delivered()).isEqualTo(3);
    assertThat(terms.quarantined()).isEqualTo(1);
    assertThat(terms.queued()).isZero();
  }

  @Test
  void batchesStayWithinTheVendorsLimits() throws Exception {
    appendEvents(250);
    fixture.deliver(vendor);
    assertThat(vendor.requestSizes()).containsExactly(100, 100, 50);
  }

  @Test
  void nothingIsSentAgainAfterReopening() throws Exception {
    appendEvents(10);
    fixture.deliver(vendor);
    fixture.reopenOutcomes();
    fixture.append(Records.event(10));
    fixture.deliver(vendor);
    assertThat(vendor.requestSizes()).containsExactly(10, 1);
  }

  @Test
  void failuresAndThrottlingAreRetriedWithGrowingWaits() throws Exception {
    appendEvents(2);
    vendor
        .then(new VendorAnswer.Failed(500, Optional.empty()))
        .then(new VendorAnswer.Failed(502, Optional.empty()))
        .then(new VendorAnswer.Throttled(Optional.of(Duration.ofSeconds(17))))
        .then(new VendorAnswer.NotSent());
    fixture.deliver(vendor);
    assertThat(fixture.conservation().delivered()).isEqualTo(2);
    assertThat(fixture.waits.get(0)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(fixture.waits.get(1)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(fixture.waits.get(2)).isEqualTo(Duration.ofSeconds(17));
    assertThat(vendor.requestSizes()).containsExactly(2, 2, 2, 2, 2);
  }

  @Test
  void aBatchThatIsTooLargeIsHalvedDownToTheOneRecordThatIs() throws Exception {
    appendEvents(4);
    for (int i = 0; i < 20; i++) {
      vendor.then(batch ->
          batch.payloads().stream().anyMatch(p -> text(p).equals(text(2)))
              ? new VendorAnswer.TooLarge()
              : new VendorAnswer.Taken());
    }
    fixture.deliver(vendor);
    assertThat(fixture.outcomes().of(2)).isEqualTo(DeliveryOutcome.DEAD_TOO_LARGE);
    assertThat(fixture.conservation().delivered()).isEqualTo(3);
    assertThat(vendor.requestSizes()).containsExactly(4, 2, 2, 1, 1);
  }

  @Test
  void recordsThatTheVendorNamesBecomeDeadLettersAndTheRestIsDelivered() throws Exception {
    appendEvents(5);
    vendor.then(new VendorAnswer.PartlyTaken(Set.of(1, 3)));
    fixture.deliver(vendor);
    Conservation terms = fixture.conservation();
    assertThat(terms.delivered()).isEqualTo(3);
    assertThat(terms.deadLettered()).isEqualTo(2);
    assertThat(fixture.outcomes().of(3)).isEqualTo(DeliveryOutcome.DEAD_REJECTED);
  }

  @Test
  void deadLettersAreListedAndReplayed() throws Exception {
    appendEvents(3);
    vendor.then(new VendorAnswer.PartlyTaken(Set.of(1)));
    fixture.deliver(vendor);
    fixture.reopenOutcomes();
    RecordedAudit audit = new RecordedAudit();
    DeadLetters letters = new DeadLetters(fixture.journal, fixture.outcomes(), audit);
    assertThat(letters.list(10)).extracting(DeadLetter::dedupeId).containsExactly("id-1");
    assertThat(letters.replay("anna")).isEqualTo(1);
    assertThat(audit.actions()).containsExactly("DeadLettersReplayed");
    fixture.deliver(vendor);
    assertThat(letters.list(10)).isEmpty();
    assertThat(fixture.conservation().delivered()).isEqualTo(3);
    assertThat(vendor.payloads()).endsWith(text(1));
  }

  @Test
  void withoutAnAnswerARecordIsInDoubtAndSentAgain() throws Exception {
    appendEvents(1);
    CountDownLatch doubted = new CountDownLatch(1);
    vendor
        .then(new VendorAnswer.NoAnswer())
        .then(_ -> {
          assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.IN_DOUBT);
          doubted.countDown();
          return new VendorAnswer.Taken();
        });
    fixture.deliver(vendor);
    assertThat(doubted.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(vendor.payloads()).containsExactly(text(0), text(0));
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.DELIVERED);
    assertThat(fixture.conservation().inDoubt()).isZero();
  }

  @Test
  void whatCouldCountTwiceIsNeverSentAgainByItself() throws Exception {
    fixture.append(
        Records.forward(MessageKind.PROFILE, 0, true, Records.NOW),
        Records.forward(MessageKind.PROFILE, 1, false, Records.NOW),
        Records.forward(MessageKind.PROFILE, 2, true, Records.NOW));
    vendor.then(new VendorAnswer.Taken()).then(new VendorAnswer.NoAnswer());
    fixture.deliver(vendor);
    fixture.reopenOutcomes();
    fixture.deliver(vendor);
    assertThat(vendor.payloads()).containsExactly(text(0), text(1), text(2));
    assertThat(fixture.outcomes().of(1)).isEqualTo(DeliveryOutcome.IN_DOUBT_FINAL);
    assertThat(fixture.conservation().inDoubt()).isEqualTo(1);
    assertThat(fixture.conservation().delivered()).isEqualTo(3);
  }

  @Test
  void anIntentThatACrashLeftBehindIsInDoubtAndSentAgain() throws Exception {
    appendEvents(3);
    fixture.outcomes().intend(List.of(0L, 1L), DeliveryOutcome.IN_DOUBT);
    fixture.reopenOutcomes();
    assertThat(fixture.outcomes().of(1)).isEqualTo(DeliveryOutcome.IN_DOUBT);
    assertThat(fixture.outcomes().of(2)).isEqualTo(DeliveryOutcome.QUEUED);
    fixture.deliver(vendor);
    assertThat(vendor.requestSizes()).containsExactly(3);
    assertThat(fixture.conservation().inDoubt()).isZero();
  }

  @Test
  void eventsOlderThanTheVendorTakesExpire() throws Exception {
    fixture.append(
        Records.event(0),
        Records.forward(
            MessageKind.EVENT, 1, true, Records.NOW.minus(LaneFixture.MAXIMUM_AGE).minusMillis(1)),
        Records.forward(MessageKind.PROFILE, 2, true, Records.NOW.minus(Duration.ofDays(400))));
    fixture.deliver(vendor);
    assertThat(vendor.payloads()).containsExactly(text(0), text(2));
    assertThat(fixture.conservation().expired()).isEqualTo(1);
  }

  @Test
  void aRefusedCredentialPausesTheLaneAndLosesNothing() throws Exception {
    appendEvents(2);
    vendor.then(new VendorAnswer.CredentialRefused(401));
    fixture.deliver(vendor);
    assertThat(fixture.waits).containsExactly(Duration.ofMinutes(5));
    assertThat(fixture.conservation().delivered()).isEqualTo(2);
  }

  @Test
  void afterManyFailuresOnlyASmallProbeGoesOut() throws Exception {
    appendEvents(80);
    for (int i = 0; i < 5; i++) {
      vendor.then(new VendorAnswer.NotSent());
    }
    fixture.deliver(vendor);
    assertThat(vendor.requestSizes()).containsExactly(80, 80, 80, 80, 80, 50, 30);
    assertThat(fixture.conservation().delivered()).isEqualTo(80);
  }

  @Test
  void aClosedGateKeepsRecordsQueuedUntilItOpens() throws Exception {
    fixture.gate.close();
    appendEvents(3);
    try (DeliveryLane lane = fixture.start(vendor)) {
      assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
      assertThat(lane.state()).isEqualTo(LaneState.CUT);
      assertThat(vendor.requests()).isEmpty();
      assertThat(fixture.conservation().queued()).isEqualTo(3);
      fixture.gate.open();
      awaitDelivered(3);
    }
    assertThat(vendor.requestSizes()).containsExactly(3);
  }

  @Test
  void aRequestAbortedByTheGateIsInDoubtAndSentAgainAfterwards() throws Exception {
    appendEvents(1);
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    BlockingVendor blocking = new BlockingVendor(LIMITS, began, aborted);
    try (DeliveryLane lane = fixture.start(blocking)) {
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
      fixture.gate.close();
      assertThat(fixture.gate.cancelAfter(Duration.ofMillis(20))).isEqualTo(1);
      assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
      assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.IN_DOUBT);
    }
    fixture.gate.open();
    fixture.deliver(vendor);
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.DELIVERED);
  }

  @Test
  void whatAFullDiskRefusesIsWrittenBeforeAnythingElseIsSent() throws Exception {
    fixture.append(
        Records.forward(MessageKind.PROFILE, 0, false, Records.NOW),
        Records.forward(MessageKind.PROFILE, 1, false, Records.NOW));
    vendor.then(_ -> {
      fixture.files.fill("outcomes");
      return new VendorAnswer.Taken();
    });
    fixture.duringWait =
        () -> {
          assertThat(vendor.requests()).hasSize(1);
          if (fixture.waits.size() == 3) {
            fixture.files.makeRoom();
          }
        };
    fixture.deliver(vendor);
    assertThat(fixture.waits).hasSize(3);
    assertThat(vendor.payloads()).containsExactly(text(0), text(1));
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.DELIVERED);
    assertThat(fixture.conservation().inDoubt()).isZero();
  }

  @Test
  void aProcessThatEndsWithAFullDiskLeavesADoubtAndSendsNothingTwice() throws Exception {
    fixture.append(Records.forward(MessageKind.PROFILE, 0, false, Records.NOW));
    CountDownLatch waiting = new CountDownLatch(1);
    vendor.then(_ -> {
      fixture.files.fill("outcomes");
      return new VendorAnswer.Taken();
    });
    fixture.duringWait = waiting::countDown;
    try (DeliveryLane lane = fixture.start(vendor)) {
      assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(lane.state()).isEqualTo(LaneState.DISK_FAILING);
    }
    fixture.files.makeRoom();
    fixture.reopenOutcomes();
    fixture.deliver(vendor);
    assertThat(vendor.requests()).hasSize(1);
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.IN_DOUBT_FINAL);
  }

  @Test
  void aStepThatFailsUnexpectedlyLeavesADoubtAndTheLaneGoesOn() throws Exception {
    fixture.append(
        Records.forward(MessageKind.PROFILE, 0, false, Records.NOW),
        Records.forward(MessageKind.PROFILE, 1, false, Records.NOW));
    vendor.then(_ -> {
      throw new IllegalStateException("a bug");
    });
    fixture.deliver(vendor);
    assertThat(fixture.waits).containsExactly(Duration.ofSeconds(5));
    assertThat(vendor.payloads()).containsExactly(text(0), text(1));
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.IN_DOUBT_FINAL);
    assertThat(fixture.outcomes().of(1)).isEqualTo(DeliveryOutcome.DELIVERED);
  }

  @Test
  void aKeyThatCannotBeReadNowMakesTheLaneWaitAndNoDeadLetter() throws Exception {
    appendEvents(3);
    reopen();
    fixture.keyFiles.failReads("aead-journal");
    fixture.duringWait =
        () -> {
          if (fixture.waits.size() == 2) {
            fixture.keyFiles.heal();
          }
        };
    fixture.deliver(vendor);
    assertThat(fixture.waits).hasSize(2);
    assertThat(fixture.conservation().delivered()).isEqualTo(3);
  }

  @Test
  void aDamagedKeyMakesDeadLettersOfItsDayAndTheLaneGoesOn() throws Exception {
    appendEvents(2);
    fixture.append(
        Records.forward(MessageKind.EVENT, 2, true, Records.NOW.plus(Duration.ofDays(1))));
    Files.writeString(folder.resolve("keys/aead-journal-product-2025-11-09.json"), "{}");
    reopen();
    fixture.deliver(vendor);
    assertThat(fixture.waits).isEmpty();
    assertThat(fixture.outcomes().of(1)).isEqualTo(DeliveryOutcome.DEAD_UNREADABLE);
    assertThat(fixture.conservation().delivered()).isEqualTo(1);
    assertThat(vendor.payloads()).containsExactly(text(2));
  }

  @Test
  void noIntentIsOpenWhileALaneOnlyWaits() throws Exception {
    for (int i = 0; i < 80; i++) {
      fixture.append(Records.event(i));
    }
    vendor
        .then(new VendorAnswer.NotSent())
        .then(new VendorAnswer.Throttled(Optional.empty()))
        .then(new VendorAnswer.Failed(503, Optional.empty()))
        .then(new VendorAnswer.CredentialRefused(401))
        .then(new VendorAnswer.TooLarge());
    for (int i = 0; i < 6; i++) {
      vendor.then(new VendorAnswer.NotSent());
    }
    fixture.duringWait =
        () -> assertThat(fixture.outcomes().snapshot().unresolvedIntents()).isEmpty();
    fixture.deliver(vendor);
    assertThat(fixture.waits).hasSizeGreaterThan(10);
    assertThat(fixture.conservation().delivered()).isEqualTo(80);
  }

  @Test
  void afterAnErrorTheVendorMayHaveTheRecordsAndAfter503ItSaysThatItHasNot() throws Exception {
    appendEvents(1);
    vendor
        .then(new VendorAnswer.Failed(503, Optional.empty()))
        .then(new VendorAnswer.Failed(500, Optional.empty()));
    List<DeliveryOutcome> meanwhile = new ArrayList<>();
    fixture.duringWait = () -> meanwhile.add(fixture.outcomes().of(0));
    fixture.deliver(vendor);
    assertThat(meanwhile).containsExactly(DeliveryOutcome.QUEUED, DeliveryOutcome.IN_DOUBT);
    assertThat(fixture.conservation().delivered()).isEqualTo(1);
  }

  private void reopen() throws IOException {
    fixture.close();
    fixture = new LaneFixture(folder);
  }

  private void awaitDelivered(long records) throws IOException, InterruptedException {
    long end = System.nanoTime() + LaneFixture.BOUND.toNanos();
    while (fixture.conservation().delivered() < records && System.nanoTime() < end) {
      fixture.journal.awaitRecord(Long.MAX_VALUE, Duration.ofMillis(5));
    }
    assertThat(fixture.conservation().delivered()).isEqualTo(records);
  }

  private void appendEvents(int count) throws IOException {
    fixture.journal.append(IntStream.range(0, count).mapToObj(Records::event).toList());
  }

  private static String text(int number) {
    return text(Records.payload(number));
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /// Never answers until it is aborted.
  private record BlockingVendor(Limits limits, CountDownLatch began, CountDownLatch aborted)
      implements VendorClient {
    @Override
    public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
      passage.onCancel(aborted::countDown);
      began.countDown();
      try {
        aborted.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new VendorAnswer.NoAnswer();
    }

    @Override
    public void close() {}
  }
}
