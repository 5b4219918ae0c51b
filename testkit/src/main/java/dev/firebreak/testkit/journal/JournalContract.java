package dev.firebreak.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.Journal;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Journal] does.
public interface JournalContract {
  /// The binding whose journal it is.
  BindingId BINDING = new BindingId("product");

  /// When every record comes in.
  Instant NOW = Instant.parse("2025-11-09T10:00:00Z");

  /// An empty journal of the binding, open until the test is over.
  Journal journal() throws IOException;

  /// What the journal holds: the dedupe id of a forwarded message, the reason of any other, in the
  /// order of the offsets. Works after the journal was closed.
  List<String> kept() throws IOException;

  /// A message on its way to the vendor.
  static JournalRecord forward(String dedupeId) {
    EventHeader header =
        new EventHeader(
            MessageKind.EVENT, dedupeId, NOW.toEpochMilli(), true, null, null, null, Masks.NONE);
    return record(new TreatedMessage.Forward(header, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  /// A message that was accepted and goes no further.
  static JournalRecord dropped(DropReason reason) {
    return record(new TreatedMessage.Dropped(reason, MessageKind.EVENT));
  }

  /// A message that was not understood.
  static JournalRecord quarantined(QuarantineReason reason) {
    return record(new TreatedMessage.Quarantined(reason, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static JournalRecord record(TreatedMessage message) {
    return new JournalRecord(BINDING, NOW, AssertedBy.PUBLIC, "0123456789ab", 0, message);
  }

  @Test
  default void offsetsBeginAtZeroAndFollowEachOther() throws IOException {
    Journal journal = journal();
    assertThat(journal.append(List.of(forward("a"), forward("b")))).isZero();
    assertThat(journal.append(List.of(forward("c")))).isEqualTo(2);
    assertThat(journal.append(List.of(forward("d"), forward("e"), forward("f")))).isEqualTo(3);
    assertThat(kept()).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  default void appendOfNothingKeepsNothingAndNamesTheNextOffset() throws IOException {
    Journal journal = journal();
    assertThat(journal.append(List.of())).isZero();
    journal.append(List.of(forward("a")));
    assertThat(journal.append(List.of())).isEqualTo(1);
    assertThat(kept()).containsExactly("a");
  }

  @Test
  default void whatIsPreparedIsNotInTheJournalBeforeItsCommit() throws IOException {
    Journal journal = journal();
    Journal.Append early = journal.prepare(List.of(forward("a"), forward("b")));
    Journal.Append never = journal.prepare(List.of(forward("c")));
    assertThat(journal.append(List.of(forward("d")))).isZero();
    assertThat(early.commit()).isEqualTo(1);
    assertThat(never).isNotNull();
    assertThat(kept()).containsExactly("d", "a", "b");
  }

  @Test
  default void everyOutcomeOfATreatmentHasItsOffset() throws IOException {
    Journal journal = journal();
    journal.append(
        List.of(dropped(DropReason.POLICY), forward("a"), quarantined(QuarantineReason.TOO_DEEP)));
    assertThat(journal.append(List.of(forward("b")))).isEqualTo(3);
    assertThat(kept()).containsExactly("POLICY", "a", "TOO_DEEP", "b");
  }

  @Test
  default void manyThreadsAppendAtOnceAndRecordsOfOneAppendStayTogether() throws Exception {
    Journal journal = journal();
    Map<Long, String> firsts = new ConcurrentHashMap<>();
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      String name = "w" + writer;
      writers.add(() -> {
        for (int i = 0; i < 25; i++) {
          String id = name + "-" + i;
          long first = journal.append(List.of(forward(id + "-0"), forward(id + "-1"), forward(id)));
          firsts.put(first, id);
        }
        return true;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(writers)) {
        assertThat(each.get()).isTrue();
      }
    }
    List<String> kept = kept();
    assertThat(kept).hasSize(8 * 25 * 3).doesNotHaveDuplicates();
    assertThat(firsts).hasSize(8 * 25);
    firsts.forEach((first, id) ->
        assertThat(kept.subList(first.intValue(), first.intValue() + 3))
            .containsExactly(id + "-0", id + "-1", id));
    assertThat(IntStream.range(0, 25).map(i -> kept.indexOf("w3-" + i)).boxed().toList())
        .isSorted();
  }

  @Test
  default void afterItsClosingItTakesNothingAndHasAllThatItTook() throws IOException {
    Journal journal = journal();
    journal.append(List.of(forward("a")));
    journal.close();
    assertThatThrownBy(() -> journal.append(List.of(forward("b")))).isInstanceOf(IOException.class);
    assertThat(kept()).containsExactly("a");
  }

  @Test
  default void closingTwiceIsClosingOnce() throws IOException {
    Journal journal = journal();
    journal.close();
    journal.close();
    assertThat(kept()).isEmpty();
  }
}
