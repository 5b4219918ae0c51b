package dev.firebreak.journal;

import dev.firebreak.event.DropReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Counts a journal's records as they become durable. Confined to the log's writer.
///
/// ```
/// carry   forwarded u64, quarantined u64, count u8 of drop reasons, {code u8, u64} each,
///         first and last receipt time of the previous segment i64 (epoch milliseconds)
/// ```
final class TotalsFold implements SegmentedLog.Fold {
  private final long[] dropped = new long[DropReason.values().length];
  private long next;
  private long forwarded;
  private long quarantined;
  private Times times = Times.NONE;

  /// First and last receipt time of the records of one segment, epoch milliseconds.
  record Times(long first, long last) {
    static final Times NONE = new Times(Long.MAX_VALUE, Long.MIN_VALUE);

    Times with(long timeMillis) {
      return new Times(Math.min(first, timeMillis), Math.max(last, timeMillis));
    }

    boolean isEmpty() {
      return first > last;
    }
  }

  @Override
  public void start(byte[] carry) {
    if (carry.length == 0) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(carry);
    forwarded = in.getLong();
    quarantined = in.getLong();
    for (int count = in.get(); count > 0; count--) {
      dropped[DropReason.ofCode(in.get()).ordinal()] = in.getLong();
    }
    next = forwarded + quarantined + Arrays.stream(dropped).sum();
  }

  @Override
  public void apply(Frame frame) {
    if (frame.number() != next) {
      throw new IllegalStateException("record " + frame.number() + " follows " + next);
    }
    byte[] body = frame.body();
    switch (RecordCodec.type(body)) {
      case RecordCodec.TYPE_FORWARD -> forwarded++;
      case RecordCodec.TYPE_QUARANTINED -> quarantined++;
      case RecordCodec.TYPE_DROPPED ->
          dropped[DropReason.ofCode(body[body.length - 2]).ordinal()]++;
      default -> throw new IllegalStateException("unknown record type");
    }
    times = times.with(frame.timeMillis());
    next++;
  }

  @Override
  public byte[] carry() {
    ByteBuffer out = ByteBuffer.allocate(17 + 9 * dropped.length + 16);
    out.putLong(forwarded).putLong(quarantined).put((byte) dropped.length);
    for (DropReason reason : DropReason.values()) {
      out.put((byte) reason.code()).putLong(dropped[reason.ordinal()]);
    }
    out.putLong(times.first()).putLong(times.last());
    return out.array();
  }

  @Override
  public void rolled() {
    times = Times.NONE;
  }

  /// The receipt times that a carry states of the segment before it.
  static Times previousTimes(byte[] carry) {
    ByteBuffer in = ByteBuffer.wrap(carry, carry.length - 16, 16);
    return new Times(in.getLong(), in.getLong());
  }

  JournalTotals totals() {
    Map<DropReason, Long> byReason = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      byReason.put(reason, dropped[reason.ordinal()]);
    }
    return new JournalTotals(next, forwarded, quarantined, byReason);
  }

  /// Receipt times of the segment being written.
  Times times() {
    return times;
  }
}
