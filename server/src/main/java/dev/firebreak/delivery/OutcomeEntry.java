package dev.firebreak.delivery;

import dev.firebreak.journal.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One entry of an outcome log.
///
/// ```
/// format u8 = 1, kind u8 (1 outcomes, 2 intent), count varint, then for each range:
/// first varint (distance from the end of the range before), count varint,
/// code u8 (bit 7: first disclosure)
/// ```
///
/// @param sequence its place in the log
/// @param atMillis when, epoch milliseconds
/// @param intent true where the ranges are only about to be sent; their outcome is then what they
///   become if nothing follows
/// @param ranges ascending, not overlapping
public record OutcomeEntry(
    long sequence, long atMillis, boolean intent, List<OutcomeRange> ranges) {
  private static final byte FORMAT = 1;
  private static final int OUTCOMES = 1;
  private static final int INTENT = 2;
  private static final int DISCLOSURE = 0x80;

  public OutcomeEntry {
    ranges = List.copyOf(ranges);
  }

  static byte[] encode(boolean intent, List<OutcomeRange> ranges) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 + 4 * ranges.size());
    out.write(FORMAT);
    out.write(intent ? INTENT : OUTCOMES);
    putVarint(out, ranges.size());
    long end = 0;
    for (OutcomeRange range : ranges) {
      putVarint(out, range.first() - end);
      putVarint(out, range.count());
      out.write(range.outcome().code() | (range.firstDisclosure() ? DISCLOSURE : 0));
      end = range.end();
    }
    return out.toByteArray();
  }

  /// Reads an entry; bytes of an unknown format are an [IllegalArgumentException].
  static OutcomeEntry decode(Frame frame) {
    try {
      ByteBuffer in = ByteBuffer.wrap(frame.body());
      int format = in.get();
      int kind = in.get();
      if (format != FORMAT || (kind != OUTCOMES && kind != INTENT)) {
        throw new IllegalArgumentException("outcome entry of unknown format " + format);
      }
      List<OutcomeRange> ranges = new ArrayList<>();
      long end = 0;
      for (long left = varint(in); left > 0; left--) {
        long first = end + varint(in);
        long count = varint(in);
        int code = in.get();
        ranges.add(
            new OutcomeRange(
                first, count, DeliveryOutcome.ofCode(code & 0x7f), (code & DISCLOSURE) != 0));
        end = first + count;
      }
      return new OutcomeEntry(frame.number(), frame.timeMillis(), kind == INTENT, ranges);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("outcome entry " + frame.number() + " is damaged", e);
    }
  }

  private static void putVarint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of an outcome entry is too long");
  }
}
