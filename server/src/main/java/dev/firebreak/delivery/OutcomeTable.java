package dev.firebreak.delivery;

import com.github.luben.zstd.Zstd;
import dev.firebreak.journal.Frame;
import dev.firebreak.journal.SegmentedLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The fold over an outcome log: the outcome of every offset, and the counts.
///
/// One byte an offset (its code; bit 7: disclosed once), in pages of 4096. A page all of whose
/// offsets have their last outcome is let go, so memory follows the queue, the doubts and the dead
/// letters, not the journal. Thread-safe; no I/O.
final class OutcomeTable implements SegmentedLog.Fold {
  private static final int PAGE = 4096;
  private static final int DISCLOSED = 0x80;
  private static final int CODE = 0x7f;
  private static final int CARRY_BYTES_MAX = 1 << 30;

  /// Stands for every page that is done.
  private static final byte[] DONE = {};

  private final long[] counts = new long[DeliveryOutcome.values().length];
  private final NavigableMap<Long, byte[]> pages = new TreeMap<>();
  private final NavigableMap<Long, DeliveryOutcome> intents = new TreeMap<>();
  private long donePages;
  private long unsettled;

  /// The outcome of an offset.
  synchronized DeliveryOutcome of(long offset) {
    return DeliveryOutcome.ofCode(codeOf(offset) & CODE);
  }

  /// The lowest offset that the lane has to do something about: below it all are settled.
  synchronized long firstUnsettled() {
    while (true) {
      byte[] page = page(unsettled / PAGE);
      if (page == null) {
        return unsettled;
      }
      if (isDone(page)) {
        unsettled = (unsettled / PAGE + 1) * PAGE;
      } else if (DeliveryOutcome.ofCode(page[(int) (unsettled % PAGE)] & CODE).settled()) {
        unsettled++;
      } else {
        return unsettled;
      }
    }
  }

  /// The offset after the highest of which anything is known.
  synchronized long end() {
    long end = intents.isEmpty() ? 0 : intents.lastKey() + 1;
    for (Map.Entry<Long, byte[]> entry : pages.descendingMap().entrySet()) {
      byte[] page = entry.getValue();
      int used = PAGE;
      while (used > 0 && !isDone(page) && page[used - 1] == 0) {
        used--;
      }
      if (used > 0) {
        return Math.max(end, entry.getKey() * PAGE + used);
      }
    }
    return Math.max(end, donePages * PAGE);
  }

  /// How many offsets have this outcome now.
  synchronized long count(DeliveryOutcome outcome) {
    return counts[outcome.code()];
  }

  /// Offsets with this outcome, ascending, at most so many.
  synchronized List<Long> offsetsOf(java.util.function.Predicate<DeliveryOutcome> wanted, int max) {
    List<Long> found = new ArrayList<>();
    for (Map.Entry<Long, byte[]> entry : pages.entrySet()) {
      byte[] page = entry.getValue();
      if (isDone(page)) {
        continue;
      }
      for (int i = 0; i < PAGE && found.size() < max; i++) {
        if (wanted.test(DeliveryOutcome.ofCode(page[i] & CODE))) {
          found.add(entry.getKey() * PAGE + i);
        }
      }
    }
    return found;
  }

  /// A copy that later outcomes do not change.
  synchronized OutcomeTable copy() {
    OutcomeTable copy = new OutcomeTable();
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    pages.forEach((index, page) -> copy.pages.put(index, page.clone()));
    copy.intents.putAll(intents);
    copy.donePages = donePages;
    copy.unsettled = unsettled;
    return copy;
  }

  /// The ranges of an entry that gives these outcomes: what is already so is left out.
  synchronized List<OutcomeRange> ranges(SortedMap<Long, DeliveryOutcome> outcomes) {
    List<OutcomeRange> ranges = new ArrayList<>();
    OutcomeRange open = null;
    for (Map.Entry<Long, DeliveryOutcome> entry : outcomes.entrySet()) {
      long offset = entry.getKey();
      DeliveryOutcome outcome = entry.getValue();
      checkTransition(offset, outcome);
      boolean first = outcome.disclosed() && (codeOf(offset) & DISCLOSED) == 0;
      if (open != null
          && open.end() == offset
          && open.outcome() == outcome
          && open.firstDisclosure() == first) {
        open = new OutcomeRange(open.first(), open.count() + 1, outcome, first);
      } else {
        if (open != null) {
          ranges.add(open);
        }
        open = new OutcomeRange(offset, 1, outcome, first);
      }
    }
    if (open != null) {
      ranges.add(open);
    }
    return ranges;
  }

  /// What was about to be sent when the last process ended, and what that makes of it.
  synchronized SortedMap<Long, DeliveryOutcome> unresolvedIntents() {
    return new TreeMap<>(intents);
  }

  /// True where an offset was about to be sent and what came of it is not known yet.
  synchronized boolean isIntended(long offset) {
    return intents.containsKey(offset);
  }

  synchronized boolean hasIntents() {
    return !intents.isEmpty();
  }

  /// How many records that were to be delivered have an outcome now.
  synchronized long forwardedDone() {
    long done = 0;
    for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
      boolean waits = outcome == DeliveryOutcome.QUEUED || outcome == DeliveryOutcome.NOT_FORWARDED;
      done += waits ? 0 : counts[outcome.code()];
    }
    return done;
  }

  @Override
  public synchronized void apply(Frame frame) {
    OutcomeEntry entry = OutcomeEntry.decode(frame);
    for (OutcomeRange range : entry.ranges()) {
      for (long offset = range.first(); offset < range.end(); offset++) {
        if (entry.intent()) {
          intents.put(offset, range.outcome());
        } else {
          intents.remove(offset);
          set(offset, range.outcome());
        }
      }
    }
  }

  @Override
  public synchronized void start(byte[] carry) {
    if (carry.length == 0) {
      return;
    }
    int size = ByteBuffer.wrap(carry).getInt();
    if (size < 0 || size > CARRY_BYTES_MAX) {
      throw new IllegalArgumentException("an outcome log's carry states an impossible size");
    }
    ByteBuffer in =
        ByteBuffer.wrap(Zstd.decompress(Arrays.copyOfRange(carry, 4, carry.length), size));
    for (int count = in.get(), i = 0; i < count; i++) {
      counts[i] = in.getLong();
    }
    donePages = in.getLong();
    unsettled = donePages * PAGE;
    for (int left = in.getInt(); left > 0; left--) {
      long index = in.getLong();
      boolean isDone = in.get() == 1;
      byte[] page = DONE;
      if (!isDone) {
        page = new byte[PAGE];
        in.get(page);
      }
      pages.put(index, page);
    }
    for (int left = in.getInt(); left > 0; left--) {
      intents.put(in.getLong(), DeliveryOutcome.ofCode(in.get()));
    }
  }

  @Override
  public synchronized byte[] carry() {
    int pageBytes = pages.values().stream().mapToInt(page -> isDone(page) ? 9 : 9 + PAGE).sum();
    ByteBuffer out =
        ByteBuffer.allocate(1 + 8 * counts.length + 8 + 4 + pageBytes + 4 + 9 * intents.size());
    out.put((byte) counts.length);
    for (long count : counts) {
      out.putLong(count);
    }
    out.putLong(donePages).putInt(pages.size());
    pages.forEach((index, page) -> {
      out.putLong(index).put((byte) (isDone(page) ? 1 : 0));
      if (!isDone(page)) {
        out.put(page);
      }
    });
    out.putInt(intents.size());
    intents.forEach((offset, outcome) -> out.putLong(offset).put((byte) outcome.code()));
    byte[] compressed = Zstd.compress(out.array());
    return ByteBuffer.allocate(4 + compressed.length)
        .putInt(out.capacity())
        .put(compressed)
        .array();
  }

  private void checkTransition(long offset, DeliveryOutcome next) {
    DeliveryOutcome now = DeliveryOutcome.ofCode(codeOf(offset) & CODE);
    boolean allowed =
        switch (now) {
          case QUEUED -> true;
          case IN_DOUBT -> next.disclosed() || next.deadLettered();
          case IN_DOUBT_FINAL -> next == DeliveryOutcome.DELIVERED;
          case DEAD_REJECTED, DEAD_TOO_LARGE, DEAD_UNREADABLE -> next == DeliveryOutcome.QUEUED;
          case DELIVERED, EXPIRED_VENDOR_AGE, DESTROYED, NOT_FORWARDED, SUPPRESSED -> false;
        };
    if (!allowed) {
      throw new IllegalStateException(
          "record " + offset + " is " + now + " and cannot become " + next);
    }
  }

  private int codeOf(long offset) {
    byte[] page = page(offset / PAGE);
    if (page == null) {
      return 0;
    }
    return isDone(page)
        ? DeliveryOutcome.DELIVERED.code() | DISCLOSED
        : page[(int) (offset % PAGE)] & 0xff;
  }

  private byte @Nullable [] page(long index) {
    return index < donePages ? DONE : pages.get(index);
  }

  private void set(long offset, DeliveryOutcome next) {
    checkTransition(offset, next);
    byte[] page = pages.computeIfAbsent(offset / PAGE, _ -> new byte[PAGE]);
    int at = (int) (offset % PAGE);
    DeliveryOutcome now = DeliveryOutcome.ofCode(page[at] & CODE);
    counts[now.code()] -= now == DeliveryOutcome.QUEUED ? 0 : 1;
    counts[next.code()] += next == DeliveryOutcome.QUEUED ? 0 : 1;
    int disclosed = next.disclosed() ? DISCLOSED : page[at] & DISCLOSED;
    page[at] = (byte) (next.code() | disclosed);
    if (!next.settled()) {
      unsettled = Math.min(unsettled, offset);
    }
    if (at == PAGE - 1 || next != DeliveryOutcome.QUEUED) {
      letGo(offset / PAGE, page);
    }
  }

  private void letGo(long index, byte[] page) {
    // the last byte is most often the last to be set, so this is cheap
    for (int i = PAGE - 1; i >= 0; i--) {
      if (!DeliveryOutcome.ofCode(page[i] & CODE).last()) {
        return;
      }
    }
    pages.put(index, DONE);
    for (byte[] first = pages.get(donePages);
        first != null && isDone(first);
        first = pages.get(donePages)) {
      pages.remove(donePages);
      donePages++;
    }
  }

  private static boolean isDone(byte[] page) {
    return page.length == 0;
  }
}
