package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.PurgeableSegments;
import dev.firebreak.journal.Records;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each test begins on 9 November; records of one day are one segment.
class JournalRetentionTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Duration RETENTION = Duration.ofDays(7);

  @TempDir Path folder;
  private LaneFixture fixture;
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final RecordedAudit audit = new RecordedAudit();
  private final ScriptedVendor vendor = new ScriptedVendor(new VendorClient.Limits(100, 100_000));

  @BeforeEach
  void open() throws IOException {
    fixture = new LaneFixture(folder);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void whatIsDoneAndOldGoesWithItsKeyAndEverySumStaysRight() throws Exception {
    fixture.append(event(1), event(2), Records.dropped(DropReason.POLICY));
    fixture.deliver(vendor);
    nextDays(3);
    assertThat(retention().purge()).isEmpty();
    fixture.append(event(3));
    fixture.deliver(vendor);
    nextDays(5);
    Conservation before = fixture.conservation();

    PurgeableSegments purged = retention().purge().orElseThrow();

    assertThat(purged)
        .extracting(PurgeableSegments::first, PurgeableSegments::end)
        .containsExactly(0L, 3L);
    assertThat(purged)
        .extracting(PurgeableSegments::forwarded, PurgeableSegments::dropped)
        .containsExactly(2L, 1L);
    assertThat(fixture.journal.first()).isEqualTo(3);
    assertThat(fixture.keys.names())
        .doesNotContain("aead-journal-product-2025-11-09")
        .contains("aead-journal-product-2025-11-12");
    fixture.reopenOutcomes();
    assertThat(fixture.conservation()).isEqualTo(before);
    assertThat(before.holds()).isTrue();
    assertThat(facts()).isEqualTo(3);
  }

  @Test
  void aPurgeIsAuditedWithOffsetsCountsAndDigest() throws Exception {
    fixture.append(event(1), event(2));
    fixture.deliver(vendor);
    nextDays(8);
    retention().purge();
    assertThat(audit.actions()).containsExactly("JournalPurged", "DataKeysDestroyed");
    assertThat(audit.details().getFirst())
        .containsEntry("firstOffset", "0")
        .containsEntry("endOffset", "2")
        .containsEntry("forwarded", "2")
        .hasEntrySatisfying("sha256", digest -> assertThat(digest).matches("[0-9a-f]{64}"));
    assertThat(audit.details().getLast()).containsEntry("days", "2025-11-09");
  }

  @Test
  void whatCannotBeAuditedIsNotPurged() throws Exception {
    fixture.append(event(1));
    fixture.deliver(vendor);
    nextDays(8);
    AuditLog failing =
        (_, _, _, _) -> {
          throw new IllegalStateException("no audit");
        };
    assertThatThrownBy(() -> retention(failing, ledger).purge()).hasMessage("no audit");
    assertThat(fixture.journal.first()).isZero();
    assertThat(fixture.keys.names()).contains("aead-journal-product-2025-11-09");
  }

  @Test
  void whatIsQueuedKeepsItsSegmentHoweverOld() throws Exception {
    fixture.append(event(1));
    fixture.deliver(vendor);
    fixture.append(event(2));
    nextDays(30);
    assertThat(retention().purge()).isEmpty();
    assertThat(fixture.journal.first()).isZero();
    assertThat(fixture.keys.names()).contains("aead-journal-product-2025-11-09");
    assertThat(audit.actions()).isEmpty();
    assertThat(fixture.conservation().queued()).isEqualTo(1);
  }

  @Test
  void whatTheLedgerHasNotTakenIsNotPurged() throws Exception {
    fixture.append(event(1));
    fixture.deliver(vendor);
    nextDays(8);
    LedgerStore refusing = refusing();
    assertThatThrownBy(() -> retention(audit, refusing).purge()).hasMessage("the ledger is full");
    assertThat(fixture.journal.first()).isZero();
    assertThat(audit.actions()).isEmpty();
    assertThat(retention().purge()).isPresent();
    assertThat(facts()).isEqualTo(1);
  }

  @Test
  void whatIsYoungerThanTheRetentionStays() throws Exception {
    fixture.append(event(1));
    fixture.deliver(vendor);
    nextDays(6);
    assertThat(retention().purge()).isEmpty();
    nextDays(2);
    assertThat(retention().purge()).isPresent();
    assertThat(retention().purge()).isEmpty();
  }

  @Test
  void aPurgedDeadLetterIsStillCountedAndNeverReplayed() throws Exception {
    fixture.append(event(1), event(2));
    vendor.then(new VendorAnswer.PartlyTaken(Set.of(1)));
    fixture.deliver(vendor);
    nextDays(8);
    retention().purge();
    DeadLetters letters = new DeadLetters(fixture.journal, fixture.outcomes(), audit);
    assertThat(letters.list(10)).isEmpty();
    assertThat(letters.replay("anna")).isZero();
    assertThat(fixture.conservation().deadLettered()).isEqualTo(1);
    assertThat(fixture.conservation().holds()).isTrue();
  }

  @Test
  void deliveryGoesOnAfterAPurge() throws Exception {
    try (DeliveryLane lane = fixture.start(vendor)) {
      for (int day = 0; day < 12; day++) {
        fixture.append(event(2 * day), event(2 * day + 1));
        assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
        retention().purge();
        nextDays(1);
      }
    }
    assertThat(fixture.journal.first()).isEqualTo(8);
    assertThat(fixture.conservation().delivered()).isEqualTo(24);
    assertThat(fixture.conservation().holds()).isTrue();
    assertThat(facts()).isEqualTo(24);
  }

  private JournalRecord event(int number) {
    return Records.forward(MessageKind.EVENT, number, true, fixture.clock.instant());
  }

  private void nextDays(int days) {
    fixture.now.updateAndGet(now -> now.plus(Duration.ofDays(days)));
  }

  private JournalRetention retention() {
    return retention(audit, ledger);
  }

  private JournalRetention retention(AuditLog auditLog, LedgerStore store) {
    LedgerFeed feed = new LedgerFeed(VENDOR, fixture.journal, fixture.outcomes(), store);
    return new JournalRetention(
        RETENTION,
        fixture.clock,
        new JournalRetention.Parts(
            fixture.journal, fixture.keys, fixture.outcomes(), feed, auditLog));
  }

  private LedgerStore refusing() {
    return (LedgerStore)
        Proxy.newProxyInstance(
            LedgerStore.class.getClassLoader(),
            new Class<?>[] {LedgerStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("append")) {
                throw new IOException("the ledger is full");
              }
              return method.invoke(ledger, arguments);
            });
  }

  private long facts() throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    ledger.forEach(VENDOR, Optional.empty(), Optional.empty(), facts::add);
    return facts.stream().mapToLong(Disclosure::events).sum();
  }
}
