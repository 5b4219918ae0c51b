package dev.firebreak.ledger;

import static dev.firebreak.ledger.CompactionFixture.DELAY;
import static dev.firebreak.ledger.CompactionFixture.ERASURE_DELAY;
import static dev.firebreak.ledger.CompactionFixture.rules;
import static dev.firebreak.ledger.CompactionFixture.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What compaction and retention do where they are hindered.
class HinderedCompactionTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Instant NOON = Instant.parse("2025-11-04T12:00:00Z");

  @TempDir Path root;
  private final MovingClock clock = new MovingClock(NOON);
  private long watermark;

  @Test
  void aBadFileKeepsNoOtherVendorFromBeingCompactedAndErased() throws Exception {
    VendorId other = new VendorId("other");
    try (ParquetLedger ledger = open(2)) {
      append(ledger, MIXPANEL, NOON, 1);
      append(ledger, MIXPANEL, NOON, 2);
      append(ledger, other, NOON, 5);
      append(ledger, other, NOON, 6);
      ledger.erase(other, List.of(subject(5)));
      clock.advance(ERASURE_DELAY);
      Path bad = folder().resolve("l0-0000000001-facts-mixpanel.parquet");
      byte[] good = Files.readAllBytes(bad);
      Files.write(bad, new byte[100]);
      assertThatThrownBy(ledger::compact).isInstanceOf(IOException.class);
      assertThat(listed("facts-other")).hasSize(1).allMatch(name -> name.startsWith("l1"));
      assertThat(listed("facts-mixpanel")).hasSize(2).allMatch(name -> name.startsWith("l0"));
      clock.advance(DELAY);
      assertThatThrownBy(ledger::compact).isInstanceOf(IOException.class);
      assertThat(files()).noneMatch(name -> name.startsWith("l0") && name.contains("facts-other"));
      Files.write(bad, good);
      ledger.compact();
      assertThat(listed("facts-mixpanel")).hasSize(1);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
  }

  @Test
  void whoEndsACompactionWaitsForNoMoreThanTheFileThatIsBeingWritten() throws Exception {
    try (ParquetLedger ledger = open(100)) {
      append(ledger, MIXPANEL, NOON, 1);
    }
    List<String> before = files();
    List<Runnable> inTheMiddle = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Clock ending =
        new ForwardingClock(clock) {
          @Override
          public long millis() {
            // first for what was replaced, then for the first piece of work
            if (asked.incrementAndGet() == 2) {
              inTheMiddle.forEach(Runnable::run);
            }
            return super.millis();
          }
        };
    try (LedgerFolder owned = LedgerFolder.own(folder())) {
      LedgerHead head = new LedgerHead(owned, owned.open());
      LedgerCompaction compaction =
          new LedgerCompaction(owned, head, rules(1), ending, root.resolve("compaction"));
      inTheMiddle.add(compaction::end);
      assertThat(compaction.run()).isZero();
      assertThat(asked.get()).isGreaterThanOrEqualTo(2);
    }
    assertThat(files()).isEqualTo(before);
  }

  /// Another clock's time.
  private static class ForwardingClock extends Clock {
    private final Clock clock;

    ForwardingClock(Clock clock) {
      this.clock = clock;
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return clock.instant();
    }
  }

  @Test
  void retentionAsksOnceMoreInTheStepThatForgets() throws IOException {
    try (ParquetLedger ledger = open(2)) {
      append(ledger, MIXPANEL, Instant.parse("2025-10-15T12:00:00Z"), 1);
      assertThat(ledger.forgetBefore(MIXPANEL, YearMonth.of(2025, 11), () -> false)).isFalse();
      assertThat(ledger.ofSubject(subject(1))).hasSize(1);
      assertThat(ledger.forgetBefore(MIXPANEL, YearMonth.of(2025, 11), () -> true)).isTrue();
      assertThat(ledger.ofSubject(subject(1))).isEmpty();
      assertThat(ledger.lastErasedAt(MIXPANEL)).isEmpty();
      ledger.erase(MIXPANEL, List.of(subject(1)));
      assertThat(ledger.lastErasedAt(MIXPANEL)).hasValue(NOON);
    }
  }

  private void append(ParquetLedger ledger, VendorId vendor, Instant time, long number)
      throws IOException {
    watermark++;
    Disclosure fact =
        new Disclosure(
            vendor,
            subject(number),
            LocalDate.ofInstant(time, ZoneOffset.UTC),
            Masks.NONE,
            "0123456789ab",
            AssertedBy.PUBLIC,
            1,
            time,
            time);
    ledger.append(
        new LedgerBatch(new BindingId("web"), watermark, List.of(fact), List.of(), List.of()));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".parquet"))
          .sorted()
          .toList();
    }
  }

  private List<String> listed(String table) throws IOException {
    return fixture().listed(table);
  }

  private Path folder() {
    return fixture().folder();
  }

  private CompactionFixture fixture() {
    return new CompactionFixture(root, clock);
  }

  private ParquetLedger open(int batches) {
    return fixture().open(rules(batches));
  }
}
