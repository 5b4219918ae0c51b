package dev.firebreak.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.DeadLetter;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real lane and client against everything a vendor can do wrong. Whatever happens, each event
/// is at the vendor under one dedupe id or has an outcome that says why not, and the sums hold.
class DeliveryFaultsIT {
  @TempDir Path folder;
  private DeliveryRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new DeliveryRig(folder);
  }

  @AfterEach
  void close() throws IOException {
    assertThat(rig.waits()).allMatch(wait -> wait.sums().holds());
    assertThat(rig.sums().holds()).isTrue();
    rig.close();
  }

  @Test
  void aFailingVendorGetsTheSameAgainAfterGrowingWaits() throws Exception {
    rig.vendor().failNext(3, new Fault.Answer(500, "oops"));
    deliverEvents(20);
    assertDelivered(20);
    assertThat(ids()).hasSize(20);
    assertThat(rig.waits()).hasSize(3).allMatch(wait -> wait.sums().inDoubt() == 20);
    assertThat(rig.waitTimes().getFirst()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(rig.waitTimes().getLast()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
  }

  @Test
  void whatAnErrorHidesIsDisclosedAtOnceAndOneFact() throws Exception {
    rig.vendor().failNext(1, new Fault.AnswerAfterStoring(500, "oops"));
    rig.appendEvents(5);
    rig.deliver();
    assertThat(rig.waits().getFirst().sums().inDoubt()).isEqualTo(5);
    assertDelivered(5);
    assertThat(ids()).hasSize(10);
  }

  @Test
  void aVendorThatIsDownForLongIsProbedWithFewRecordsFirst() throws Exception {
    rig.vendor().failNext(6, new Fault.Answer(502, ""));
    deliverEvents(200);
    assertDelivered(200);
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void aThrottlingVendorIsObeyed() throws Exception {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            DeliveryRig.START.plusSeconds(60).atZone(ZoneOffset.UTC));
    rig.vendor().failNext(1, new Fault.Answer(429, "", Map.of("Retry-After", "17")));
    rig.vendor().failNext(1, new Fault.Answer(503, "", Map.of("Retry-After", date)));
    rig.vendor().failNext(1, new Fault.Answer(429, "", Map.of("Retry-After", "soon")));
    deliverEvents(5);
    assertDelivered(5);
    assertThat(rig.waitTimes())
        .startsWith(Duration.ofSeconds(17), Duration.ofSeconds(43))
        .hasSize(3);
    assertThat(rig.waitTimes().getLast()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aTooLargeBatchIsHalvedUntilItFits() throws Exception {
    rig.vendor().failNext(2, new Fault.Answer(413, "too large"));
    deliverEvents(8);
    assertDelivered(8);
    assertThat(ids()).containsExactlyElementsOf(expected(8));
    assertThat(rig.vendor().answers("/import", 413)).isEqualTo(2);
    assertThat(rig.vendor().answers("/import", 200)).isEqualTo(3);
    assertThat(rig.waits()).isEmpty();
  }

  @Test
  void anEventThatIsTooLargeByItselfBecomesADeadLetter() throws Exception {
    rig.vendor().failAlways(new Fault.Answer(413, "too large"));
    deliverEvents(4);
    assertThat(rig.sums()).extracting(Conservation::deadLettered).isEqualTo(4L);
    assertThat(rig.facts()).isZero();
    rig.vendor().heal();
    assertThat(rig.deadLetters().replay("nadia")).isEqualTo(4);
    rig.deliver();
    assertDelivered(4);
  }

  @Test
  void refusedRecordsAreDeadLettersAndTheRestIsDelivered() throws Exception {
    rig.vendor().failNext(1, new Fault.RefuseRecords(id -> id.equals("id-3") || id.equals("id-7")));
    deliverEvents(10);
    Conservation sums = rig.sums();
    assertThat(sums.delivered()).isEqualTo(8);
    assertThat(sums.deadLettered()).isEqualTo(2);
    assertThat(rig.deadLetters().list(10))
        .extracting(DeadLetter::dedupeId)
        .containsExactly("id-3", "id-7");
    assertThat(ids()).hasSize(8).doesNotContain("id-3", "id-7");
    assertThat(rig.facts()).isEqualTo(8);
  }

  @Test
  void aBatchRefusedWithoutReasonIsSearchedForTheOneAtFault() throws Exception {
    rig.vendor().failNext(1, new Fault.Answer(400, "not json"));
    deliverEvents(6);
    assertDelivered(6);
    assertThat(ids()).containsExactlyElementsOf(expected(6));
  }

  @Test
  void aRefusedCredentialPausesTheLaneAndKillsNothing() throws Exception {
    rig.vendor().failNext(2, new Fault.Answer(401, "who are you"));
    deliverEvents(5);
    assertDelivered(5);
    assertThat(rig.waitTimes()).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(5));
    assertThat(rig.waits()).allMatch(wait -> wait.sums().queued() == 5);
  }

  @Test
  void anAnswerThatComesTooLateIsADoubtThatTheNextOneResolves() throws Exception {
    rig.vendor().failNext(1, new Fault.Delay(DeliveryRig.ANSWER_TIMEOUT.multipliedBy(20)));
    deliverEvents(5);
    assertDelivered(5);
    assertThat(rig.waits().getFirst().sums().inDoubt()).isEqualTo(5);
  }

  @Test
  void aConnectionClosedWithoutAnAnswerIsADoubtAndResentUnderTheSameIds() throws Exception {
    rig.vendor().failNext(1, new Fault.CloseWithoutAnswer());
    deliverEvents(5);
    assertDelivered(5);
    assertThat(rig.waits()).hasSize(1);
    assertThat(rig.waits().getFirst().sums())
        .extracting(Conservation::inDoubt, Conservation::delivered, Conservation::queued)
        .containsExactly(5L, 5L, 0L);
    assertThat(ids()).containsExactlyElementsOf(expected(5));
  }

  @Test
  void whatWasKeptWithoutAnAnswerArrivesTwiceUnderOneIdAndIsOneFact() throws Exception {
    rig.vendor().failNext(1, new Fault.CloseAfterStoring());
    deliverEvents(5);
    assertDelivered(5);
    assertThat(ids()).hasSize(10);
    assertThat(rig.vendor().events().stream().map(StoredEvent::dedupeKey).distinct()).hasSize(5);
  }

  @Test
  void aPageInsteadOfAnAnswerIsNoSuccess() throws Exception {
    rig.vendor().failNext(1, new Fault.Answer(200, "<html>Back soon</html>"));
    rig.appendProfile("u1", true);
    rig.deliver();
    assertThat(rig.waits()).hasSize(1);
    assertThat(rig.vendor().profileCount()).isEqualTo(1);
    assertThat(rig.sums().delivered()).isEqualTo(1);
    assertThat(rig.sums().inDoubt()).isZero();
  }

  @Test
  void whatWouldCountTwiceIsNeverSentTwice() throws Exception {
    rig.vendor().failNext(1, new Fault.CloseAfterStoring());
    rig.vendor().failNext(1, new Fault.CloseWithoutAnswer());
    rig.vendor().failNext(1, new Fault.AnswerAfterStoring(500, "oops"));
    rig.appendProfile("u1", false);
    rig.appendProfile("u2", false);
    rig.appendProfile("u3", false);
    rig.deliver();
    assertThat(rig.vendor().requestsStarted()).isEqualTo(3);
    assertThat(rig.vendor().profileCount()).isEqualTo(2);
    assertThat(rig.sums())
        .extracting(Conservation::inDoubt, Conservation::delivered)
        .containsExactly(3L, 3L);
    assertThat(rig.facts()).isEqualTo(3);
  }

  private void deliverEvents(int count) throws IOException, InterruptedException {
    rig.appendEvents(count);
    rig.deliver();
  }

  private void assertDelivered(int count) throws IOException {
    assertThat(rig.sums())
        .extracting(Conservation::delivered, Conservation::inDoubt, Conservation::deadLettered)
        .containsExactly((long) count, 0L, 0L);
    assertThat(ids()).containsAll(expected(count));
    assertThat(rig.facts()).isEqualTo(count);
  }

  private List<String> ids() {
    return rig.vendor().events().stream().map(StoredEvent::insertId).toList();
  }

  private static List<String> expected(int count) {
    return IntStream.range(0, count).mapToObj(i -> "id-" + i).toList();
  }
}
