package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.journal.Records;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFeedTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");

  @TempDir Path folder;
  private LaneFixture fixture;
  private final InMemoryLedger ledger = new InMemoryLedger();
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
  void deliveredRecordsBecomeMergedFactsOnce() throws Exception {
    // numbers 3 and 13 are one subject, with the same masks on the same day
    fixture.append(Records.event(3), Records.event(13), Records.event(4));
    fixture.deliver(vendor);
    LedgerFeed feed = feed();
    assertThat(feed.feed()).isEqualTo(3);
    assertThat(feed.feed()).isZero();
    List<Disclosure> facts = facts();
    assertThat(facts).hasSize(2);
    assertThat(facts.getFirst())
        .isEqualTo(
            new Disclosure(
                VENDOR,
                new SubjectKey(7, 3),
                LocalDate.parse("2025-11-09"),
                facts.getFirst().masks(),
                "0123456789ab",
                AssertedBy.AUTHENTICATED,
                2,
                Records.NOW,
                Records.NOW));
    assertThat(ledger.links(VENDOR)).hasSize(1);
    assertThat(ledger.idsOf(new SubjectKey(7, 4)))
        .extracting(id -> id.idAtVendor())
        .containsExactly("fb1stoken4");
  }

  @Test
  void anIdThatNobodyCanReadAnyMoreHoldsUpNoFact() throws Exception {
    fixture.append(Records.event(4));
    fixture.deliver(vendor);
    Files.writeString(folder.resolve("keys/aead-journal-product-2025-11-09.json"), "{}");
    fixture.close();
    fixture = new LaneFixture(folder);
    assertThat(feed().feed()).isEqualTo(1);
    assertThat(facts()).hasSize(1);
    assertThat(ledger.idsOf(new SubjectKey(7, 4))).isEmpty();
  }

  @Test
  void queuedAndDeadLetteredRecordsAreNoFacts() throws Exception {
    fixture.append(Records.event(1), Records.event(2));
    vendor.then(new VendorAnswer.PartlyTaken(Set.of(1)));
    fixture.deliver(vendor);
    fixture.append(Records.event(5));
    feed().feed();
    assertThat(facts()).extracting(Disclosure::subject).containsExactly(new SubjectKey(7, 1));
  }

  @Test
  void aReplayedDeadLetterBecomesAFactOfTheDayOnWhichItWasSent() throws Exception {
    fixture.append(Records.event(1), Records.event(2));
    vendor.then(new VendorAnswer.PartlyTaken(Set.of(1)));
    fixture.deliver(vendor);
    feed().feed();
    fixture.now.updateAndGet(now -> now.plusSeconds(86_400));
    new DeadLetters(fixture.journal, fixture.outcomes(), new RecordedAudit()).replay("anna");
    fixture.deliver(vendor);
    feed().feed();
    assertThat(facts())
        .extracting(Disclosure::day)
        .containsExactly(LocalDate.parse("2025-11-09"), LocalDate.parse("2025-11-10"));
  }

  @Test
  void aDoubtIsOneFactAndItsLaterAnswerNone() throws Exception {
    fixture.append(Records.event(1));
    vendor
        .then(new VendorAnswer.NoAnswer())
        .then(_ -> {
          feedNow();
          return new VendorAnswer.Taken();
        });
    fixture.deliver(vendor);
    assertThat(facts()).hasSize(1);
    assertThat(feed().feed()).isZero();
    assertThat(facts()).extracting(Disclosure::events).containsExactly(1L);
  }

  @Test
  void aFeedThatStartsAgainGoesOnAtTheLedgersWatermark() throws Exception {
    fixture.append(Records.event(1));
    fixture.deliver(vendor);
    feed().feed();
    fixture.reopenOutcomes();
    fixture.append(Records.event(1));
    fixture.deliver(vendor);
    feed().feed();
    assertThat(facts().stream().mapToLong(Disclosure::events).sum()).isEqualTo(2);
  }

  @Test
  void ledgerThatTookOtherRecordsThanTheOutcomeLogNamesIsFound() throws Exception {
    fixture.append(Records.event(1), Records.event(2), Records.event(1));
    fixture.deliver(vendor);
    assertThat(feed().contradictions()).isEmpty();
    feed().feed();
    assertThat(feed().contradictions()).isEmpty();
    long after = ledger.watermark(Records.BINDING);
    ledger.append(new LedgerBatch(Records.BINDING, after + 1, 1, List.of(), List.of(), List.of()));
    assertThat(feed().contradictions())
        .containsExactly(
            "the ledger has outcomes of product up to %d, its outcome log only up to %d"
                .formatted(after + 1, after));
    fixture.append(Records.event(3));
    fixture.deliver(vendor);
    assertThat(feed().contradictions()).hasSize(1).first().asString().contains("took 4");
  }

  @Test
  void anOlderLedgerThatTheOutcomeLogNoLongerReachesIsFound() throws Exception {
    fixture.append(Records.event(1), Records.event(2));
    fixture.deliver(vendor);
    feed().feed();
    fixture.close();
    fixture = new LaneFixture(folder);
    try (OutcomeLog small = OutcomeLog.open(fixture.journal, fixture.files, fixture.clock, 1)) {
      for (int i = 0; i < 3; i++) {
        small.record(new TreeMap<>(Map.of(2L + i, DeliveryOutcome.NOT_FORWARDED)));
      }
      small.deleteBelow(small.sequence(), Long.MAX_VALUE);
      assertThat(small.first()).isPositive();
      LedgerFeed restored = new LedgerFeed(VENDOR, fixture.journal, small, new InMemoryLedger());
      assertThat(restored.contradictions())
          .singleElement()
          .asString()
          .contains("up to 0, its outcome log begins at " + small.first());
    }
  }

  private void feedNow() {
    try {
      assertThat(feed().feed()).isEqualTo(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private LedgerFeed feed() {
    return new LedgerFeed(VENDOR, fixture.journal, fixture.outcomes(), ledger);
  }

  private List<Disclosure> facts() throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    ledger.forEach(VENDOR, Optional.empty(), Optional.empty(), facts::add);
    return facts;
  }
}
