package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.DropReason;
import dev.firebreak.journal.Records;
import dev.firebreak.pseudonym.SubjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is queued for a person is not sent once the person is suppressed. Records 0 to 9 are about
/// subjects 0 to 9.
class SuppressedDeliveryTest {
  private static final VendorClient.Limits LIMITS = new VendorClient.Limits(100, 100_000);

  @TempDir Path folder;
  private final Set<SubjectKey> suppressed = ConcurrentHashMap.newKeySet();
  private final Set<SubjectKey> letGoSince = ConcurrentHashMap.newKeySet();
  private final ScriptedVendor vendor = new ScriptedVendor(LIMITS);
  private LaneFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new LaneFixture(folder);
    fixture.suppression = new Few();
  }

  @AfterEach
  void close() throws IOException {
    assertThat(fixture.conservation()).matches(Conservation::holds);
    fixture.close();
  }

  private final class Few implements Suppression {
    @Override
    public boolean covers(@Nullable SubjectKey subject) {
      return subject != null && suppressed.contains(subject);
    }

    @Override
    public boolean covers(@Nullable SubjectKey subject, Instant receivedAt) {
      return covers(subject) || (subject != null && letGoSince.contains(subject));
    }

    @Override
    public long generation() {
      return suppressed.size();
    }
  }

  @Test
  void whatIsQueuedIsDroppedAndTheRestIsSent() throws Exception {
    fixture.append(Records.event(0), Records.event(1), Records.event(2));
    suppressed.add(new SubjectKey(7, 1));
    fixture.deliver(vendor);
    assertThat(vendor.payloads()).containsExactly(text(0), text(2));
    Conservation terms = fixture.conservation();
    assertThat(terms.delivered()).isEqualTo(2);
    assertThat(terms.dropped().get(DropReason.SUPPRESSED)).isEqualTo(1);
    assertThat(terms.queued()).isZero();
  }

  @Test
  void whatCameInBeforeAPersonWasLetGoIsDropped() throws Exception {
    fixture.append(Records.event(0), Records.event(1));
    letGoSince.add(new SubjectKey(7, 1));
    fixture.deliver(vendor);
    assertThat(vendor.payloads()).containsExactly(text(0));
    assertThat(fixture.conservation().dropped().get(DropReason.SUPPRESSED)).isEqualTo(1);
  }

  @Test
  void aBatchThatWaitsForItsRetryLosesWhoWasSuppressedMeanwhile() throws Exception {
    fixture.append(Records.event(0), Records.event(1));
    vendor.then(new VendorAnswer.NotSent());
    fixture.duringWait = () -> suppressed.add(new SubjectKey(7, 0));
    fixture.deliver(vendor);
    assertThat(vendor.requestSizes()).containsExactly(2, 1);
    assertThat(vendor.payloads().getLast()).isEqualTo(text(1));
    assertThat(fixture.conservation().dropped().get(DropReason.SUPPRESSED)).isEqualTo(1);
  }

  @Test
  void whatMayBeAtTheVendorStaysInDoubtAndIsNotSentAgain() throws Exception {
    fixture.append(Records.event(0), Records.event(1));
    vendor.then(new VendorAnswer.Failed(500, Optional.empty()));
    fixture.duringWait = () -> suppressed.add(new SubjectKey(7, 0));
    fixture.deliver(vendor);
    assertThat(vendor.requestSizes()).containsExactly(2, 1);
    Conservation terms = fixture.conservation();
    assertThat(terms.delivered()).isEqualTo(2);
    assertThat(terms.inDoubt()).isEqualTo(1);
    assertThat(terms.dropped().get(DropReason.SUPPRESSED)).isZero();
  }

  @Test
  void aLaneTellsWhatItHasObeyed() throws Exception {
    suppressed.add(new SubjectKey(7, 0));
    try (DeliveryLane lane = fixture.start(vendor)) {
      assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
      fixture.append(Records.event(1));
      assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
      assertThat(lane.suppressionSeen()).isEqualTo(1);
    }
  }

  private static String text(int number) {
    return new String(Records.payload(number), StandardCharsets.UTF_8);
  }
}
