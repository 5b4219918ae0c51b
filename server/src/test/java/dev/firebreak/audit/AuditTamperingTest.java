package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.audit.AuditVerification.Kind;
import dev.firebreak.control.ControlDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An audit log of ten thousand entries, and whoever changes it.
final class AuditTamperingTest {
  private static final int ENTRIES = 10_000;
  private static final int COLUMNS = 8;
  private static final int SAMPLES = 150;
  private static final long SEED = 20_251_125L;

  @TempDir Path folder;
  private ControlDatabase control;
  private HashChainAuditLog log;
  private List<AuditRow> rows = List.of();

  @BeforeEach
  void append() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    log =
        new HashChainAuditLog(
            control, Clock.fixed(Instant.parse("2025-11-25T09:00:00Z"), ZoneOffset.UTC));
    log.together(() -> {
      for (int i = 0; i < ENTRIES; i++) {
        log.append("ines", "VendorCut", "vendor:v" + i, Map.of("generation", "" + i));
      }
    });
    rows =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT * FROM audit_entry ORDER BY sequence")
                    .map((row, _) -> AuditRow.of(row))
                    .list());
    assertThat(verify(rows)).isEmpty();
  }

  @AfterEach
  void close() {
    control.close();
  }

  /// Every byte of every column of a few entries, changed in every bit that leaves ASCII in ASCII.
  @Test
  void everyByteOfAnEntryCounts() {
    for (int entry : List.of(0, 1)) {
      AuditRow row = rows.get(entry);
      for (int column = 0; column < COLUMNS; column++) {
        for (int at = 0; at < width(row, column); at++) {
          for (int bit = 0; bit < 7; bit++) {
            AuditRow changed = changed(row, column, at, bit);
            List<AuditRow> few = new ArrayList<>(rows.subList(0, 3));
            few.set(entry, changed);
            assertThat(verify(few)).as("%d %d %d %d", entry, column, at, bit).isPresent();
          }
        }
      }
    }
  }

  @Test
  void changedByteIsFoundWhereverItIs() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<AuditRow> copy = new ArrayList<>(rows);
    for (int sample = 0; sample < SAMPLES; sample++) {
      int entry = random.nextInt(ENTRIES);
      AuditRow row = rows.get(entry);
      for (int column = 0; column < COLUMNS; column++) {
        int at = random.nextInt(width(row, column));
        copy.set(entry, changed(row, column, at, random.nextInt(7)));
        assertThat(verify(copy).orElseThrow().sequence())
            .as("seed %d, entry %d, column %d, byte %d", SEED, entry, column, at)
            .isBetween(entry + 1L, entry + 2L);
      }
      copy.set(entry, row);
    }
  }

  @Test
  void removedMovedAndSwappedEntriesAreFound() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int sample = 0; sample < SAMPLES; sample++) {
      int entry = random.nextInt(ENTRIES - 1);
      List<AuditRow> copy = new ArrayList<>(rows);
      AuditRow taken = copy.remove(entry);
      assertThat(verify(copy)).contains(new AuditVerification.Fault(entry + 1L, Kind.GAP));
      copy.add(random.nextInt(entry + 1, ENTRIES), taken);
      assertThat(verify(copy)).contains(new AuditVerification.Fault(entry + 1L, Kind.GAP));

      List<AuditRow> swapped = new ArrayList<>(rows);
      swapped.set(entry, numbered(rows.get(entry + 1), entry + 1L));
      swapped.set(entry + 1, numbered(rows.get(entry), entry + 2L));
      assertThat(verify(swapped).orElseThrow().sequence()).isEqualTo(entry + 1L);
    }
  }

  /// Whoever knows the code writes the rest of the chain anew, with right hashes.
  @Test
  void everyCutAndEveryChainWrittenAnewIsFoundByAHeadKeptElsewhere() {
    AuditHead kept = rows.getLast().head();
    AuditHead earlier = rows.get(ENTRIES / 2).head();
    for (int left = 0; left < ENTRIES; left += 97) {
      List<AuditRow> cut = rows.subList(0, left);
      assertThat(verify(cut)).as("nothing but a head shows it").isEmpty();
      assertThat(verify(cut, kept)).contains(new AuditVerification.Fault(left + 1L, Kind.CUT));
      assertThat(verify(cut, earlier, kept)).isPresent();
    }
    List<AuditRow> anew = new ArrayList<>();
    String previous = AuditHead.EMPTY.hash();
    for (AuditRow row : rows) {
      boolean other = row.sequence() == ENTRIES / 4;
      AuditRow made = hashed(row, other ? "mallory" : row.actor(), previous);
      anew.add(made);
      previous = made.hash();
    }
    assertThat(verify(anew)).isEmpty();
    assertThat(verify(anew, kept)).contains(new AuditVerification.Fault(ENTRIES, Kind.OTHER_CHAIN));
    assertThat(verify(anew, earlier, kept))
        .contains(new AuditVerification.Fault(ENTRIES / 2 + 1L, Kind.OTHER_CHAIN));
  }

  /// The same through the database itself.
  @Test
  void databaseThatWasChangedIsFound() {
    AuditHead kept = log.head();
    int copies = 0;
    assertThat(log.verify(List.of(kept)).whole()).isTrue();
    for (String change :
        List.of(
            "UPDATE audit_entry SET details = replace(details, '7', '8') WHERE sequence = 7778",
            "UPDATE audit_entry SET at_millis = at_millis + 1 WHERE sequence = 1",
            "UPDATE audit_entry SET hash = upper(hash) WHERE sequence = 10000",
            "DELETE FROM audit_entry WHERE sequence = 5000",
            "DELETE FROM audit_entry WHERE sequence = 10000")) {
      Path copy = folder.resolve("copy-" + copies++ + ".db");
      control.writer().useHandle(handle -> handle.execute("VACUUM INTO ?", copy.toString()));
      try (ControlDatabase changed = ControlDatabase.open(copy)) {
        changed.writer().useHandle(handle -> handle.execute(change));
        assertThat(new HashChainAuditLog(changed, Clock.systemUTC()).verify(List.of(kept)).whole())
            .as(change)
            .isFalse();
      }
    }
  }

  private static Optional<AuditVerification.Fault> verify(
      List<AuditRow> chain, AuditHead... expected) {
    return HashChainAuditLog.verify(chain.iterator(), List.of(expected)).fault();
  }

  /// How many bytes a column has.
  private static int width(AuditRow row, int column) {
    return column < 2 ? Long.BYTES : text(row, column).length();
  }

  private static String text(AuditRow row, int column) {
    return switch (column) {
      case 2 -> row.actor();
      case 3 -> row.action();
      case 4 -> row.subject();
      case 5 -> row.details();
      case 6 -> row.previousHash();
      default -> row.hash();
    };
  }

  private static AuditRow changed(AuditRow row, int column, int at, int bit) {
    long mask = 1L << (at * Byte.SIZE + bit);
    String[] texts = new String[COLUMNS];
    for (int each = 2; each < COLUMNS; each++) {
      StringBuilder text = new StringBuilder(text(row, each));
      if (each == column) {
        text.setCharAt(at, (char) (text.charAt(at) ^ (1 << bit)));
      }
      texts[each] = text.toString();
    }
    return new AuditRow(
        column == 0 ? row.sequence() ^ mask : row.sequence(),
        column == 1 ? row.atMillis() ^ mask : row.atMillis(),
        texts[2],
        texts[3],
        texts[4],
        texts[5],
        texts[6],
        texts[7]);
  }

  private static AuditRow numbered(AuditRow row, long number) {
    return new AuditRow(
        number,
        row.atMillis(),
        row.actor(),
        row.action(),
        row.subject(),
        row.details(),
        row.previousHash(),
        row.hash());
  }

  private static AuditRow hashed(AuditRow row, String actor, String previous) {
    AuditRow open =
        new AuditRow(
            row.sequence(),
            row.atMillis(),
            actor,
            row.action(),
            row.subject(),
            row.details(),
            previous,
            "");
    return new AuditRow(
        open.sequence(),
        open.atMillis(),
        actor,
        open.action(),
        open.subject(),
        open.details(),
        previous,
        AuditHash.of(open));
  }
}
