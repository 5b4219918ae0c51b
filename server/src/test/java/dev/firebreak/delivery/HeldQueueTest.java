package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.journal.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What destroying a queue does to it, and what its proof says.
class HeldQueueTest {
  private static final Map<String, String> BY = Map.of("actor", "anna", "reason", "breach");

  @TempDir Path folder;
  private final RecordedAudit audit = new RecordedAudit();
  private LaneFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new LaneFixture(folder);
    fixture.append(Records.event(1), Records.event(2), Records.event(3));
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void whatIsInDoubtStaysSoForGoodAndHoldsNothingUp() throws IOException {
    fixture.outcomes().record(new TreeMap<>(Map.of(0L, DeliveryOutcome.IN_DOUBT)));
    HeldQueue queue = queue(audit);
    assertThat(queue.messagesAtMost()).isEqualTo(2);
    assertThat(queue.isFull(3, Long.MAX_VALUE)).isFalse();
    assertThat(queue.isFull(2, Long.MAX_VALUE)).isTrue();
    HeldQueue.Destroyed destroyed = queue.destroy(Instant.MAX, BY);
    assertThat(destroyed.messages()).isEqualTo(2);
    assertThat(destroyed.inDoubt()).isEqualTo(1);
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.IN_DOUBT_FINAL);
    assertThat(fixture.outcomes().firstUnsettled()).isEqualTo(3);
    assertThat(queue.messagesAtMost()).isZero();
    assertThat(fixture.conservation().holds()).isTrue();
    assertThat(audit.actions()).containsExactly("HeldDestructionBegun", "HeldDestroyed");
    assertThat(audit.details().getLast())
        .containsEntry("messages", "2")
        .containsEntry("inDoubt", "1")
        .containsEntry("sha256", destroyed.sha256());
  }

  @Test
  void whatIsAboutToBeSentIsLeftAlone() throws IOException {
    fixture.outcomes().intend(List.of(0L), DeliveryOutcome.IN_DOUBT);
    assertThat(queue(audit).destroy(Instant.MAX, BY).messages()).isEqualTo(2);
    fixture.outcomes().record(new TreeMap<>(Map.of(0L, DeliveryOutcome.DELIVERED)));
    assertThat(fixture.outcomes().of(0)).isEqualTo(DeliveryOutcome.DELIVERED);
    assertThat(fixture.outcomes().count(DeliveryOutcome.DESTROYED)).isEqualTo(2);
  }

  @Test
  void whatADeathCutShortIsEndedAtTheNextOpeningAndNothingElse() throws IOException {
    AuditLog dying =
        (_, _, _, _) -> {
          throw new AssertionError("dies here");
        };
    assertThatThrownBy(() -> queue(dying).destroy(Instant.MAX, BY)).hasMessage("dies here");
    fixture.append(Records.event(4));
    fixture.reopenOutcomes();
    queue(audit).resume();
    assertThat(fixture.outcomes().count(DeliveryOutcome.DESTROYED)).isEqualTo(3);
    assertThat(fixture.outcomes().of(3)).isEqualTo(DeliveryOutcome.QUEUED);
    assertThat(audit.actions()).containsExactly("HeldDestructionBegun", "HeldDestroyed");
    assertThat(audit.details().getLast())
        .containsEntry("messages", "3")
        .containsEntry("reason", "breach")
        .containsEntry("resumed", "true");
    queue(audit).resume();
    assertThat(audit.actions()).hasSize(2);
  }

  @Test
  void whatFailedIsToldAndNotEndedLater() throws IOException {
    fixture.files.fill("outcomes");
    assertThatThrownBy(() -> queue(audit).destroy(Instant.MAX, BY)).isInstanceOf(IOException.class);
    fixture.files.makeRoom();
    assertThat(audit.actions()).containsExactly("HeldDestructionBegun", "HeldDestructionFailed");
    assertThat(audit.details().getLast()).containsEntry("messages", "0");
    fixture.reopenOutcomes();
    queue(audit).resume();
    assertThat(fixture.outcomes().count(DeliveryOutcome.DESTROYED)).isZero();
  }

  /// Bytes are those on disk, of whole segments: never less than what waits takes.
  @Test
  void whatWaitsIsMeasuredInBytesToo() throws IOException {
    HeldQueue queue = queue(audit);
    long before = queue.bytesAtMost();
    assertThat(before).isPositive();
    assertThat(queue.isFull(100, before + 1)).isFalse();
    fixture.append(Records.event(4));
    assertThat(queue.bytesAtMost()).isGreaterThan(before);
    assertThat(queue.isFull(100, before + 1)).isTrue();
    queue.destroy(Instant.MAX, BY);
    assertThat(queue.bytesAtMost()).isZero();
    assertThat(queue.isFull(100, before + 1)).isFalse();
  }

  @Test
  void onlyWhatCameInBeforeIsDestroyed() throws IOException {
    assertThat(queue(audit).destroy(Records.NOW, BY).messages()).isZero();
    assertThat(audit.actions()).isEmpty();
    assertThat(queue(audit).destroy(Records.NOW.plusMillis(1), BY).messages()).isEqualTo(3);
  }

  private HeldQueue queue(AuditLog told) {
    return new HeldQueue(
        fixture.files, fixture.journal, fixture.outcomes(), Duration.ofDays(5), told);
  }
}
