package dev.firebreak.event;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// A body after gunzip, bounded.
sealed interface Inflated {
  /// The bytes, or those before the stream ended early.
  record Inflation(BodyText text) implements Inflated {}

  /// More than the limit: refused before it takes the memory.
  record TooLarge() implements Inflated {}

  /// Gzip by its first bytes, but damaged.
  record Damaged() implements Inflated {}

  /// Inflates where the first bytes are gzip's, whatever the headers say: SDKs leave the header
  /// out, and proxies inflate without taking it away.
  static Inflated of(byte[] body, int bytesMax) {
    if (!isGzip(body)) {
      return body.length > bytesMax ? new TooLarge() : new Inflation(new BodyText(body, false));
    }
    byte[] out = new byte[Math.min(bytesMax + 1, Math.max(1024, 4 * body.length))];
    int size = 0;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      int read = in.read(out, size, out.length - size);
      while (read >= 0) {
        size += read;
        if (size > bytesMax) {
          return new TooLarge();
        }
        if (size == out.length) {
          out = Arrays.copyOf(out, (int) Math.min(bytesMax + 1L, 2L * size));
        }
        read = in.read(out, size, out.length - size);
      }
      return new Inflation(new BodyText(Arrays.copyOf(out, size), false));
    } catch (EOFException brokenOff) {
      return size == 0
          ? new Damaged()
          : new Inflation(new BodyText(Arrays.copyOf(out, size), true));
    } catch (IOException damaged) {
      return new Damaged();
    }
  }

  private static boolean isGzip(byte[] body) {
    return body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
  }
}
