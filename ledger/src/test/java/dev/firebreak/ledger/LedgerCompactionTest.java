package dev.firebreak.ledger;

import static dev.firebreak.ledger.CompactionFixture.DELAY;
import static dev.firebreak.ledger.CompactionFixture.ERASURE_DELAY;
import static dev.firebreak.ledger.CompactionFixture.rules;
import static dev.firebreak.ledger.CompactionFixture.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCompactionTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final BindingId WEB = new BindingId("web");
  private static final Instant NOON = Instant.parse("2025-11-04T12:00:00Z");
  private static final Instant DAY_BEFORE = NOON.minus(Duration.ofDays(1));
  private static final long WRITTEN_AT = NOON.toEpochMilli();

  @TempDir Path root;
  private final MovingClock clock = new MovingClock(NOON);
  private long watermark;

  @Test
  void batchesBecomeDaysAndDaysThatAreOverBecomeMonths() throws IOException {
    try (ParquetLedger ledger = open(4)) {
      append(ledger, DAY_BEFORE, 1, 2);
      append(ledger, NOON, 1, 3);
      append(ledger, NOON, 4);
      assertThat(ledger.compact()).isZero();
      append(ledger, DAY_BEFORE, 1);
      Map<Long, Long> before = eventsBySubject(ledger);
      assertThat(ledger.compact()).isPositive();
      assertThat(listed("facts"))
          .hasSize(2)
          .anyMatch(name -> name.matches("l1-.*-mixpanel-2025-11-04-00.parquet"))
          .anyMatch(name -> name.matches("l2-.*-mixpanel-2025-11-00.parquet"));
      assertThat(eventsBySubject(ledger)).isEqualTo(before);
      assertThat(ledger.idsOf(subject(1))).hasSize(1);
      assertThat(ledger.links(MIXPANEL)).hasSize(4);
      assertThat(ledger.size().levels().get(2).facts()).isEqualTo(2);
      clock.advance(Duration.ofHours(14).minusMillis(1));
      ledger.compact();
      assertThat(listed("facts")).hasSize(2);
      clock.advance(Duration.ofMillis(1));
      ledger.compact();
      assertThat(listed("facts")).hasSize(1);
      assertThat(listed("links")).hasSize(1);
      assertThat(eventsBySubject(ledger)).isEqualTo(before);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
    try (ParquetLedger ledger = open(4)) {
      assertThat(eventsBySubject(ledger)).isEqualTo(Map.of(1L, 3L, 2L, 1L, 3L, 1L, 4L, 1L));
    }
  }

  @Test
  void anOldBatchDoesNotWaitForOthers() throws IOException {
    try (ParquetLedger ledger = open(100)) {
      append(ledger, NOON, 1);
      clock.advance(Duration.ofMinutes(29));
      assertThat(ledger.compact()).isZero();
      clock.advance(Duration.ofMinutes(1));
      assertThat(ledger.compact()).isEqualTo(3);
      assertThat(ledger.size().oldestBatchAt()).isEmpty();
    }
  }

  @Test
  void theFilesOfAMonthThatIsOverBecomeOneAfterADayOfRest() {
    LedgerManifest manifest =
        new LedgerManifest(
            LedgerManifest.FORMAT,
            3,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(
                Map.of(
                    MIXPANEL.value(),
                    new VendorHolding(
                        Optional.of(0L),
                        Optional.empty(),
                        Optional.empty(),
                        2,
                        0,
                        0,
                        Optional.empty()))),
            List.of(file(1, 200L << 20), file(2, 6L << 20)),
            List.of());
    Instant written = Instant.ofEpochMilli(WRITTEN_AT);
    assertThat(next(manifest, written.plus(Duration.ofDays(2)))).isEmpty();
    Instant december = Instant.parse("2025-12-02T00:00:00Z");
    assertThat(next(manifest, december))
        .hasValueSatisfying(job ->
            assertThat(job)
                .isInstanceOfSatisfying(
                    CompactionPlan.Merge.class, merge -> assertThat(merge.inputs()).hasSize(2)));
    LedgerManifest one =
        manifest.replacing(List.of(manifest.files().getFirst()), List.of(), WRITTEN_AT);
    assertThat(next(one, december)).isEmpty();
  }

  private static Optional<CompactionPlan.Job> next(LedgerManifest manifest, Instant now) {
    return new CompactionPlan(manifest, rules(1, DELAY, 1_000), now).next();
  }

  @Test
  void whatIsBeingReadStaysUntilItIsRead() throws IOException {
    CompactionRules eager = rules(1, Duration.ZERO, 1_000);
    try (ParquetLedger ledger = open(eager)) {
      append(ledger, NOON, 1, 2);
      List<String> before = files();
      List<Long> read = new ArrayList<>();
      ledger.forEach(
          MIXPANEL,
          Optional.empty(),
          Optional.empty(),
          fact -> {
            read.add(fact.subject().high());
            compact(ledger);
            assertThat(files()).containsAll(before);
          });
      assertThat(read).containsExactly(1L, 2L);
      ledger.compact();
      assertThat(files()).doesNotContainAnyElementsOf(before).hasSize(3);
    }
  }

  @Test
  void replacedFilesStayForReadersInOtherProcessesAlsoOverACrash() throws IOException {
    List<String> before;
    try (ParquetLedger ledger = open(1)) {
      append(ledger, NOON, 1, 2);
      before = files();
      ledger.compact();
      assertThat(ledger.size().replacedFiles()).isEqualTo(3);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
    try (ParquetLedger ledger = open(1)) {
      clock.advance(DELAY.minusMillis(1));
      ledger.compact();
      assertThat(files()).containsAll(before);
      clock.advance(Duration.ofMillis(1));
      ledger.compact();
      assertThat(files()).doesNotContainAnyElementsOf(before);
      assertThat(ledger.size().replacedFiles()).isZero();
    }
  }

  @Test
  void deathBeforeTheSwitchLeavesTheLedgerAsItWas() throws IOException {
    byte[] manifest;
    List<String> before;
    try (ParquetLedger ledger = open(1)) {
      append(ledger, NOON, 1, 2);
      append(ledger, NOON, 2, 3);
      manifest = Files.readAllBytes(folder().resolve("manifest.json"));
      before = files();
      // one piece of work: its files are there, the list that names them is not
      clock.advance(Duration.ofMinutes(1));
      ledger.compact();
    }
    keepOnlyOfFirstSwitch(before, manifest);
    Files.writeString(folder().resolve("compaction-0.parquet.new"), "half");
    try (ParquetLedger ledger = open(1)) {
      assertThat(files()).isEqualTo(before);
      assertThat(folder().resolve("compaction-0.parquet.new")).doesNotExist();
      assertThat(eventsBySubject(ledger)).isEqualTo(Map.of(1L, 1L, 2L, 2L, 3L, 1L));
      ledger.compact();
      append(ledger, NOON, 3);
      assertThat(eventsBySubject(ledger)).isEqualTo(Map.of(1L, 1L, 2L, 2L, 3L, 2L));
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
  }

  private void keepOnlyOfFirstSwitch(List<String> before, byte[] manifest) throws IOException {
    long first =
        files().stream()
            .filter(name -> !before.contains(name))
            .map(name -> LedgerFileName.parse(name).orElseThrow().sequence())
            .min(Long::compare)
            .orElseThrow();
    for (String name : files()) {
      boolean later = LedgerFileName.parse(name).orElseThrow().sequence() > first;
      if (later && !before.contains(name)) {
        Files.delete(folder().resolve(name));
      }
    }
    Files.write(folder().resolve("manifest.json"), manifest);
  }

  @Test
  void whereAListedFileIsMissingNothingIsSwept() throws IOException {
    try (ParquetLedger ledger = open(100)) {
      append(ledger, NOON, 1);
    }
    Path listed = folder().resolve("l0-0000000001-facts-mixpanel.parquet");
    Path orphan = folder().resolve("l0-0000000001-facts-other.parquet");
    Files.move(listed, orphan);
    try (ParquetLedger ledger = open(100)) {
      assertThat(orphan).exists();
      assertThat(ledger.verify(Map.of()).problems()).hasSize(2);
    }
  }

  @Test
  void aDiskThatFailsLeavesTheLedgerAsItWasAndBatchesComeIn() throws IOException {
    try (ParquetLedger ledger = open(1)) {
      append(ledger, NOON, 1);
      Path inTheWay =
          Files.createDirectories(folder().resolve("compaction-0.parquet.new").resolve("x"));
      assertThatThrownBy(ledger::compact).isInstanceOf(IOException.class);
      append(ledger, NOON, 2);
      assertThat(subjects(ledger)).isEqualTo(Set.of(1L, 2L));
      Files.delete(inTheWay);
      ledger.compact();
      assertThat(listed("facts")).hasSize(1);
      assertThat(subjects(ledger)).isEqualTo(Set.of(1L, 2L));
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
  }

  @Test
  void compactionThatWouldLoseEventsChangesNothing() throws IOException {
    try (ParquetLedger ledger = open(2)) {
      append(ledger, NOON, 1);
      append(ledger, NOON, 2, 3);
      Files.copy(
          folder().resolve("l0-0000000001-facts-mixpanel.parquet"),
          folder().resolve("l0-0000000002-facts-mixpanel.parquet"),
          StandardCopyOption.REPLACE_EXISTING);
      List<String> facts = listed("facts");
      assertThatThrownBy(ledger::compact).hasMessageContaining("2 events in the place of 3");
      assertThat(listed("facts")).isEqualTo(facts);
      assertThat(files()).noneMatch(name -> name.startsWith("l1") && name.contains("facts"));
    }
  }

  @Test
  void erasedRowsLeaveTheFilesAndOnlyThoseThatHoldThemAreRewritten() throws Exception {
    try (ParquetLedger ledger = open(rules(1, DELAY, 2))) {
      append(ledger, DAY_BEFORE, 1, Long.MIN_VALUE);
      append(ledger, DAY_BEFORE, 1L << 62, -1);
      ledger.compact();
      assertThat(listed("facts")).hasSize(2);
      List<String> before = listed("facts");
      ledger.erase(MIXPANEL, List.of(subject(1)));
      assertThat(subjects(ledger)).isEqualTo(Set.of(Long.MIN_VALUE, 1L << 62, -1L));
      assertThat(ledger.compact()).isZero();
      assertThat(rowsOf(subject(1))).isEqualTo(1);
      clock.advance(ERASURE_DELAY);
      ledger.compact();
      assertThat(rowsOf(subject(1))).isZero();
      assertThat(subjects(ledger)).isEqualTo(Set.of(Long.MIN_VALUE, 1L << 62, -1L));
      assertThat(listed("facts")).hasSize(2).contains(before.getLast());
      assertThat(listed("erased")).isEmpty();
      assertThat(ledger.size().erasuresPending()).isZero();
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
      clock.advance(DELAY);
      ledger.compact();
      assertThat(files()).containsExactlyElementsOf(new TreeSet<>(listed("")));
    }
  }

  @Test
  void anErasureThatComesDuringACompactionHoldsForWhatThatWrites() throws IOException {
    try (ParquetLedger ledger = open(1)) {
      append(ledger, NOON, 1, 2);
      List<Long> seen = new ArrayList<>();
      LedgerManifest before =
          LedgerManifest.parse(Files.readAllBytes(folder().resolve("manifest.json")));
      ledger.erase(MIXPANEL, List.of(subject(1)));
      LedgerManifest after =
          LedgerManifest.parse(Files.readAllBytes(folder().resolve("manifest.json")));
      LedgerFile erased = after.erasures().getFirst();
      // what was compacted from the list before is hidden as its inputs are
      for (LedgerFile file : before.files()) {
        assertThat(LedgerManifest.hides(erased, file.lookedThrough(before.sequence()))).isTrue();
        assertThat(LedgerManifest.hides(erased, file.lookedThrough(after.sequence()))).isFalse();
      }
      ledger.compact();
      ledger.forEach(
          MIXPANEL, Optional.empty(), Optional.empty(), fact -> seen.add(fact.subject().high()));
      assertThat(seen).containsExactly(2L);
    }
  }

  @Test
  void monthsWhoseRetentionIsOverGoAsWholeFiles() throws IOException {
    Instant october = Instant.parse("2025-10-15T12:00:00Z");
    try (ParquetLedger ledger = open(2)) {
      append(ledger, october, 1);
      append(ledger, NOON, 2);
      ledger.compact();
      ledger.compact();
      append(ledger, october, 3);
      ledger.forgetBefore(MIXPANEL, YearMonth.of(2025, 11));
      assertThat(listed("facts")).hasSize(1);
      assertThat(listed("ids")).hasSize(1);
      assertThat(subjects(ledger)).isEqualTo(Set.of(2L));
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
    try (ParquetLedger ledger = open(2)) {
      assertThat(subjects(ledger)).isEqualTo(Set.of(2L));
      assertThat(ledger.knowsSince(MIXPANEL)).hasValue(Instant.parse("2025-11-01T00:00:00Z"));
    }
  }

  @Test
  void largeFilesAreNotWrittenAnewForSmallOnes() {
    List<LedgerFile> files =
        List.of(file(1, 200L << 20), file(2, 12L << 20), file(2, 12L << 20), file(3, 6L << 20));
    assertThat(CompactionPlan.takenAlong(files, 1L << 20)).isEmpty();
    assertThat(CompactionPlan.takenAlong(files, 2L << 20)).hasSize(3);
    assertThat(CompactionPlan.takenAlong(files, 20L << 20)).hasSize(4);
  }

  private static LedgerFile file(long sequence, long bytes) {
    return new LedgerFile(
        new LedgerFileName(2, sequence, LedgerTable.FACTS, MIXPANEL, "2025-11", 0),
        new LedgerFile.Counts(1, 1),
        1,
        WRITTEN_AT,
        new LedgerFile.Content(bytes, "00"),
        List.of(),
        new LedgerFile.Bounds("00", "ff", Optional.empty(), Optional.empty()));
  }

  private long rowsOf(SubjectKey subject) throws IOException, SQLException {
    List<Path> facts = listed("facts").stream().map(folder()::resolve).toList();
    try (DuckDb database =
            DuckDb.open(root.resolve("look"), DuckDb.MEMORY_BYTES_MIN, 1, List.of(folder()));
        var connection = database.connection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM read_parquet("
                    + DuckDb.readList(facts)
                    + ") WHERE subject = unhex('"
                    + subject
                    + "')")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void compact(ParquetLedger ledger) {
    try {
      ledger.compact();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<Long> subjects(ParquetLedger ledger) throws IOException {
    return eventsBySubject(ledger).keySet();
  }

  private static Map<Long, Long> eventsBySubject(ParquetLedger ledger) throws IOException {
    Map<Long, Long> events = new HashMap<>();
    ledger.forEach(
        MIXPANEL,
        Optional.empty(),
        Optional.empty(),
        fact -> events.merge(fact.subject().high(), fact.events(), Long::sum));
    return events;
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".parquet"))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new AssertionError(e);
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
    return open(rules(batches));
  }

  private ParquetLedger open(CompactionRules rules) {
    return fixture().open(rules);
  }

  private void append(ParquetLedger ledger, Instant time, long... subjects) throws IOException {
    watermark++;
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    ledger.append(
        new LedgerBatch(
            WEB,
            watermark,
            LongStream.of(subjects)
                .mapToObj(number ->
                    new Disclosure(
                        MIXPANEL,
                        subject(number),
                        day,
                        Masks.NONE,
                        "0123456789ab",
                        AssertedBy.PUBLIC,
                        1,
                        time,
                        time))
                .toList(),
            LongStream.of(subjects)
                .mapToObj(number ->
                    new DeviceLink(MIXPANEL, subject(99), subject(number), AssertedBy.PUBLIC))
                .toList(),
            LongStream.of(subjects)
                .mapToObj(number ->
                    new VendorSubject(MIXPANEL, subject(number), "fb1s" + subject(number)))
                .toList()));
  }
}
