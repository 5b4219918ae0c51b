package dev.firebreak.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingStoreTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Instant NOW = Instant.parse("2025-11-27T10:00:00Z");

  @TempDir Path folder;

  @Test
  void eachDestructionIsNotedOnceAlsoOneThatCameLater() {
    try (ControlDatabase control = ControlDatabase.open(folder.resolve("control.db"))) {
      EndingStore store = new EndingStore(control);
      store.insert(
          new Ending(
              VENDOR,
              "contract over",
              "nadia",
              "omar",
              NOW,
              Optional.empty(),
              Optional.empty(),
              List.of()),
          () -> {});
      AuditEntry first = destroyed(5, 30);
      AuditEntry second = destroyed(9, 2);
      store.purged(VENDOR, List.of(first), NOW);
      Ending once = store.find(VENDOR).orElseThrow();
      assertThat(once.queues()).extracting(Ending.Purged::messages).containsExactly(30L);
      store.purged(VENDOR, List.of(first), NOW.plusSeconds(60));
      assertThat(store.find(VENDOR)).contains(once);
      store.purged(VENDOR, List.of(second, first), NOW.plusSeconds(120));
      Ending twice = store.find(VENDOR).orElseThrow();
      assertThat(twice.queues()).extracting(Ending.Purged::messages).containsExactly(30L, 2L);
      assertThat(twice.purgedAt()).contains(NOW.plusSeconds(120));
    }
  }

  private static AuditEntry destroyed(long sequence, long messages) {
    return new AuditEntry(
        sequence,
        NOW,
        "nadia",
        "HeldDestroyed",
        "binding:web",
        Map.of("messages", Long.toString(messages), "inDoubt", "1", "sha256", "ab"),
        "0",
        "1");
  }
}
