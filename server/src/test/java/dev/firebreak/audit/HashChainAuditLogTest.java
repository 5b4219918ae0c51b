package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.audit.AuditVerification.Kind;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.FirebreakException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HashChainAuditLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-11-25T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private ControlDatabase control;
  private HashChainAuditLog log;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    log = new HashChainAuditLog(control, CLOCK);
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void emptyChainIsWhole() {
    assertThat(log.head()).isEqualTo(AuditHead.EMPTY);
    assertThat(log.verify(Optional.empty()).whole()).isTrue();
    assertThat(log.verify(Optional.of(AuditHead.EMPTY)).whole()).isTrue();
  }

  @Test
  void entriesAreShownAsAppendedAfterReopening() {
    log.append("ines", "VendorCut", "vendor:mixpanel", Map.of("generation", "2", "because", "x"));
    control.close();
    open();
    AuditEntry entry = log.show(AuditFilter.newest(10)).getFirst();
    assertThat(entry.sequence()).isEqualTo(1);
    assertThat(entry.at()).isEqualTo(CLOCK.instant());
    assertThat(entry.actor()).isEqualTo("ines");
    assertThat(entry.details()).isEqualTo(Map.of("generation", "2", "because", "x"));
    assertThat(log.head()).isEqualTo(new AuditHead(1, entry.hash()));
  }

  @Test
  void filtersSelectTheNewestOldestFirst() {
    appendThree();
    assertThat(log.show(AuditFilter.newest(2)).stream().map(AuditEntry::sequence))
        .containsExactly(2L, 3L);
    assertThat(log.show(AuditFilter.about("vendor:b", 9))).hasSize(1);
    assertThat(log.show(new AuditFilter("nobody", null, null, null, 9))).isEmpty();
    assertThat(log.show(new AuditFilter(null, "VendorCut", null, null, 9))).hasSize(3);
    Instant later = CLOCK.instant().plusMillis(1);
    assertThat(log.show(new AuditFilter(null, null, null, later, 9))).isEmpty();
  }

  @Test
  void everyChangedColumnIsFound() {
    appendThree();
    for (String change :
        List.of(
            "actor = 'someone'",
            "action = 'VendorResumed'",
            "subject = 'vendor:z'",
            "at_millis = at_millis + 1",
            "details = '{\"n\":\"9\"}'",
            "details = details || ' '")) {
      String column = change.substring(0, change.indexOf(' '));
      Object before =
          control
              .writer()
              .withHandle(h ->
                  h.createQuery("SELECT " + column + " FROM audit_entry WHERE sequence = 2")
                      .mapTo(column.equals("at_millis") ? Long.class : String.class)
                      .one());
      control
          .writer()
          .useHandle(h -> h.execute("UPDATE audit_entry SET " + change + " WHERE sequence = 2"));
      assertFault(2, Kind.CHANGED);
      control
          .writer()
          .useHandle(h ->
              h.execute("UPDATE audit_entry SET " + column + " = ? WHERE sequence = 2", before));
      assertThat(log.verify(Optional.empty()).whole()).isTrue();
    }
  }

  @Test
  void removedEntryIsFound() {
    appendThree();
    sql("DELETE FROM audit_entry WHERE sequence = 2");
    assertFault(2, Kind.GAP);
  }

  @Test
  void removedEntryIsFoundAlsoAfterRenumbering() {
    appendThree();
    sql("DELETE FROM audit_entry WHERE sequence = 2");
    sql("UPDATE audit_entry SET sequence = 2 WHERE sequence = 3");
    assertFault(2, Kind.BROKEN_LINK);
  }

  @Test
  void reorderedEntriesAreFound() {
    appendThree();
    sql("UPDATE audit_entry SET sequence = 99 WHERE sequence = 2");
    sql("UPDATE audit_entry SET sequence = 2 WHERE sequence = 3");
    sql("UPDATE audit_entry SET sequence = 3 WHERE sequence = 99");
    assertFault(2, Kind.BROKEN_LINK);
  }

  @Test
  void cutTailIsFoundAgainstTheExpectedHeadOnly() {
    appendThree();
    AuditHead noted = log.head();
    sql("DELETE FROM audit_entry WHERE sequence = 3");
    assertThat(log.verify(Optional.empty()).whole()).isTrue();
    assertThat(log.verify(Optional.of(noted)).fault().orElseThrow().kind()).isEqualTo(Kind.CUT);
  }

  @Test
  void chainWrittenAnewIsFoundAgainstTheExpectedHead() {
    appendThree();
    AuditHead noted = log.head();
    sql("DELETE FROM audit_entry");
    log.append("mallory", "VendorCut", "vendor:a", Map.of());
    log.append("mallory", "VendorCut", "vendor:b", Map.of());
    log.append("mallory", "VendorCut", "vendor:c", Map.of());
    assertThat(log.verify(Optional.of(noted)).fault().orElseThrow().kind())
        .isEqualTo(Kind.OTHER_CHAIN);
  }

  @Test
  void headNotedEarlierHoldsWhileTheChainGrows() {
    appendThree();
    AuditHead noted = AuditHead.parse(log.head().toString());
    log.append("ines", "VendorResumed", "vendor:a", Map.of());
    AuditVerification verification = log.verify(Optional.of(noted));
    assertThat(verification.whole()).isTrue();
    assertThat(verification.entries()).isEqualTo(4);
  }

  @Test
  void appendsFromManyThreadsMakeOneChain() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String subject = "vendor:v" + i;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 10; n++) {
                  log.append("ines", "VendorCut", subject, Map.of("n", "" + n));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(log.verify(Optional.empty()).entries()).isEqualTo(80);
    assertThat(log.verify(Optional.empty()).whole()).isTrue();
  }

  @Test
  void entryWithinATransactionSharesItsFate() {
    appendThree();
    assertThatThrownBy(() ->
            control
                .writer()
                .useTransaction(handle -> {
                  log.append("ines", "VendorCut", "vendor:d", Map.of());
                  throw new IllegalStateException("rolled back");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(log.head().sequence()).isEqualTo(3);
    assertThat(log.verify(Optional.empty()).whole()).isTrue();
  }

  @Test
  void textsBeyondTheLimitsAreRefused() {
    assertThatThrownBy(() -> log.append("ines", "cut the vendor", "vendor:a", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.append("i".repeat(201), "VendorCut", "vendor:a", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> log.append("ines", "VendorCut", "vendor:a", Map.of("k", "v".repeat(1001))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log.head()).isEqualTo(AuditHead.EMPTY);
  }

  @Test
  void malformedHeadIsRefused() {
    assertThatThrownBy(() -> AuditHead.parse("3:abc")).isInstanceOf(FirebreakException.class);
  }

  private void appendThree() {
    log.append("ines", "VendorCut", "vendor:a", Map.of("n", "1"));
    log.append("ines", "VendorCut", "vendor:b", Map.of("n", "2"));
    log.append("ines", "VendorCut", "vendor:c", Map.of("n", "3"));
  }

  private void sql(String statement) {
    control.writer().useHandle(handle -> handle.execute(statement));
  }

  private void assertFault(long sequence, Kind kind) {
    assertThat(log.verify(Optional.empty()).fault())
        .contains(new AuditVerification.Fault(sequence, kind));
  }
}
