package dev.firebreak.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetLedgerTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final BindingId WEB = new BindingId("web");
  private static final Instant TIME = Instant.parse("2025-11-03T08:00:00Z");

  @TempDir Path root;

  @Test
  void everythingIsThereAfterReopening() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      ledger.append(batch(20, 2));
    }
    try (ParquetLedger ledger = open()) {
      assertThat(ledger.watermark(WEB)).isEqualTo(20);
      assertThat(ledger.knowsSince(MIXPANEL)).hasValue(TIME);
      assertThat(subjects(ledger)).isEqualTo(2);
      assertThat(ledger.idsOf(new SubjectKey(1, 0))).hasSize(1);
      assertThat(ledger.links(MIXPANEL)).hasSize(2);
      assertThat(ledger.verify(Map.of(WEB, 20L)).problems()).isEmpty();
    }
  }

  @Test
  void deathBetweenFilesAndManifestLosesTheBatchWholly() throws IOException {
    byte[] before;
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      before = Files.readAllBytes(manifest());
      ledger.append(batch(20, 2));
    }
    Files.write(manifest(), before);
    Files.writeString(folder().resolve("manifest.json.new"), "{\"format\":1,\"sequ");
    assertThat(files()).isEqualTo(6);
    try (ParquetLedger ledger = open()) {
      assertThat(ledger.watermark(WEB)).isEqualTo(10);
      assertThat(subjects(ledger)).isEqualTo(1);
      assertThat(files()).isEqualTo(3);
      assertThat(folder().resolve("manifest.json.new")).doesNotExist();
      ledger.append(batch(20, 2));
      assertThat(subjects(ledger)).isEqualTo(2);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
  }

  @Test
  void replayAfterReopeningCountsNothingTwice() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
    }
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      assertThat(files()).isEqualTo(3);
      assertThat(ledger.ofSubject(new SubjectKey(1, 0)))
          .singleElement()
          .extracting(Disclosure::events)
          .isEqualTo(1L);
    }
  }

  @Test
  void aListThatCouldNotBeWrittenLeavesNoDoubtAndTheNextAppendGoesThrough() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      Path inTheWay = Files.createDirectories(folder().resolve("manifest.json.new/x"));
      assertThatThrownBy(() -> ledger.append(batch(20, 2))).isInstanceOf(IOException.class);
      assertThat(ledger.watermark(WEB)).isEqualTo(10);
      assertThat(subjects(ledger)).isEqualTo(1);
      Files.delete(inTheWay);
      Files.delete(inTheWay.getParent());
      ledger.append(batch(20, 2));
      assertThat(subjects(ledger)).isEqualTo(2);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
    try (ParquetLedger ledger = open()) {
      assertThat(subjects(ledger)).isEqualTo(2);
    }
  }

  @Test
  void afterASwitchThatFailedTheLedgerGoesOnFromTheOldListWhereThatIsThere() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      byte[] old = failSwitch(ledger);
      Files.write(manifest(), old);
      ledger.append(batch(20, 2));
      assertThat(subjects(ledger)).isEqualTo(2);
      assertThat(ledger.verify(Map.of(WEB, 20L)).problems()).isEmpty();
    }
  }

  @Test
  void afterASwitchThatFailedTheLedgerGoesOnFromTheNewListWhereThatIsThere() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      failSwitch(ledger);
      Files.move(folder().resolve("manifest.json.new"), manifest());
      ledger.append(batch(20, 2));
      assertThat(ledger.watermark(WEB)).isEqualTo(20);
      assertThat(subjects(ledger)).isEqualTo(2);
      assertThat(files()).isEqualTo(6);
      assertThat(ledger.verify(Map.of(WEB, 20L)).problems()).isEmpty();
    }
  }

  @Test
  void afterASwitchThatFailedAForeignListIsNotOverwritten() throws IOException {
    byte[] empty;
    try (ParquetLedger ledger = open()) {
      empty = Files.readAllBytes(manifest());
      ledger.append(batch(10, 1));
      failSwitch(ledger);
      Files.write(manifest(), empty);
      assertThatThrownBy(() -> ledger.append(batch(20, 2))).hasMessageContaining("restart");
    }
  }

  /// Leaves no manifest and the next one prepared, as a disk might.
  private byte[] failSwitch(ParquetLedger ledger) throws IOException {
    byte[] old = Files.readAllBytes(manifest());
    Files.delete(manifest());
    Path inTheWay = Files.createDirectories(manifest().resolve("x"));
    assertThatThrownBy(() -> ledger.append(batch(20, 2))).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    return old;
  }

  @Test
  void failedFileWriteShowsNothingAndTheNextAppendGoesThrough() throws IOException {
    try (ParquetLedger ledger = open()) {
      Path inTheWay =
          Files.createDirectories(folder().resolve("l0-0000000001-links-mixpanel.parquet/x"));
      assertThatThrownBy(() -> ledger.append(batch(10, 1))).isInstanceOf(IOException.class);
      assertThat(ledger.watermark(WEB)).isZero();
      assertThat(subjects(ledger)).isZero();
      Files.delete(inTheWay);
      Files.delete(inTheWay.getParent());
      ledger.append(batch(10, 1));
      assertThat(subjects(ledger)).isEqualTo(1);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    }
  }

  @Test
  void secondWriterIsRefused() throws IOException {
    try (ParquetLedger _ = open()) {
      assertRefused(this::open, ErrorCode.DATA_DIRECTORY_IN_USE);
    }
    open().close();
  }

  @Test
  void lostOrBrokenOrOlderManifestSweepsNothing() throws IOException {
    byte[] first;
    try (ParquetLedger ledger = open()) {
      first = Files.readAllBytes(manifest());
      ledger.append(batch(10, 1));
      ledger.append(batch(20, 2));
    }
    byte[] whole = Files.readAllBytes(manifest());
    Files.delete(manifest());
    assertRefused(this::open, ErrorCode.DATA_DAMAGED);
    Files.write(manifest(), new byte[] {'{', 0});
    assertRefused(this::open, ErrorCode.DATA_DAMAGED);
    Files.write(manifest(), first);
    assertRefused(this::open, ErrorCode.DATA_DAMAGED);
    assertThat(files()).isEqualTo(6);
    Files.write(manifest(), whole);
    try (ParquetLedger ledger = open()) {
      assertThat(subjects(ledger)).isEqualTo(2);
    }
  }

  @Test
  void manifestThatNamesFilesElsewhereIsRefused() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
    }
    String text = Files.readString(manifest());
    Files.writeString(manifest(), text.replace("l0-0000000001-facts", "../l0-0000000001-facts"));
    assertRefused(this::open, ErrorCode.DATA_DAMAGED);
  }

  @Test
  void verifyFindsChangedMissingAndStrangeFiles() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      ledger.append(batch(20, 2));
      Path changed = folder().resolve("l0-0000000001-facts-mixpanel.parquet");
      byte[] bytes = Files.readAllBytes(changed);
      bytes[bytes.length / 2] ^= 1;
      Files.write(changed, bytes);
      Files.delete(folder().resolve("l0-0000000002-ids-mixpanel.parquet"));
      Files.write(folder().resolve("l0-0000000002-links-mixpanel.parquet"), new byte[0]);
      Files.copy(changed, folder().resolve("l1-0000000001-facts-mixpanel-2025-11-03-00.parquet"));
      assertThat(ledger.verify(Map.of(WEB, 15L)).problems())
          .hasSize(5)
          .anyMatch(line -> line.startsWith("l0-0000000001-facts-mixpanel.parquet is not the file"))
          .anyMatch(line -> line.startsWith("l0-0000000002-ids-mixpanel.parquet is missing"))
          .anyMatch(line -> line.startsWith("l0-0000000002-links-mixpanel.parquet is not the file"))
          .anyMatch(line ->
              line.startsWith("l1-0000000001-facts-mixpanel-2025-11-03-00.parquet is not listed"))
          .anyMatch(line -> line.contains("outcome log only up to 15"));
    }
  }

  @Test
  void missingFileMakesQueriesFailInsteadOfAnsweringLess() throws IOException {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, 1));
      Files.delete(folder().resolve("l0-0000000001-facts-mixpanel.parquet"));
      assertRefused(() -> subjects(ledger), ErrorCode.DATA_DAMAGED);
    }
  }

  @Test
  void filesAreSortedAndHaveTypesThatEveryParquetReaderTakes() throws Exception {
    try (ParquetLedger ledger = open()) {
      ledger.append(batch(10, -1, 5, 3));
    }
    try (DuckDb database =
            DuckDb.open(root.resolve("w"), DuckDb.MEMORY_BYTES_MIN, 1, List.of(folder()));
        var connection = database.connection();
        var statement = connection.createStatement()) {
      String file =
          DuckDb.readList(List.of(folder().resolve("l0-0000000001-facts-mixpanel.parquet")));
      try (var rows =
          statement.executeQuery(
              "SELECT string_agg(DISTINCT type || coalesce(logical_type, ''), ' ') FROM"
                  + " parquet_schema("
                  + file
                  + ") WHERE name <> 'duckdb_schema'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).doesNotContain("UUID").doesNotContain("isSigned=0");
      }
      try (var rows =
          statement.executeQuery("SELECT hex(subject) FROM read_parquet(" + file + ")")) {
        StringBuilder order = new StringBuilder();
        while (rows.next()) {
          order.append(rows.getString(1).charAt(15));
        }
        assertThat(order).hasToString("35F");
      }
    }
  }

  @Test
  void manySmallBatchesStayUsable() throws IOException {
    try (ParquetLedger ledger = open()) {
      for (int i = 1; i <= 60; i++) {
        ledger.append(batch(i, i));
      }
      assertThat(subjects(ledger)).isEqualTo(60);
      assertThat(ledger.ofSubject(new SubjectKey(33, 0))).hasSize(1);
    }
  }

  private void assertRefused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Path folder() {
    return root.resolve("ledger");
  }

  private Path manifest() {
    return folder().resolve("manifest.json");
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private ParquetLedger open() {
    return ParquetLedger.open(folder(), root.resolve("work"), DuckDb.MEMORY_BYTES_MIN, 1);
  }

  private static long subjects(ParquetLedger ledger) throws IOException {
    long[] count = new long[1];
    ledger.forEach(MIXPANEL, Optional.empty(), Optional.empty(), _ -> count[0]++);
    return count[0];
  }

  private static LedgerBatch batch(long watermark, long... subjects) {
    Masks masks = new Masks(DataCategory.COUNTRY.mask(), 0, DataCategory.ACCOUNT_ID.mask(), 0);
    List<SubjectKey> keys =
        java.util.Arrays.stream(subjects).mapToObj(number -> new SubjectKey(number, 0)).toList();
    return new LedgerBatch(
        WEB,
        watermark,
        keys.stream()
            .map(key ->
                new Disclosure(
                    MIXPANEL,
                    key,
                    LocalDate.of(2025, 11, 3),
                    masks,
                    "0123456789ab",
                    AssertedBy.AUTHENTICATED,
                    1,
                    TIME,
                    TIME))
            .toList(),
        keys.stream()
            .map(key ->
                new DeviceLink(MIXPANEL, new SubjectKey(9, 9), key, AssertedBy.AUTHENTICATED))
            .toList(),
        keys.stream().map(key -> new VendorSubject(MIXPANEL, key, "fb1s" + key)).toList());
  }
}
