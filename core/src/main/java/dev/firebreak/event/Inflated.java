package dev.firebreak.event;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A body after gunzip, bounded.
sealed interface Inflated {
  int CHUNK_BYTES = 16 << 10;

  /// The bytes, or those before the stream ended early.
  record Inflation(BodyText text) implements Inflated {}

  /// More than the limit: refused before it takes the memory.
  record TooLarge() implements Inflated {}

  /// Gzip by its first bytes, but damaged.
  record Damaged() implements Inflated {}

  /// The memory for it is taken by other requests.
  record NoRoom() implements Inflated {}

  /// Inflates where the first bytes are gzip's, whatever the headers say: SDKs leave the header
  /// out, and proxies inflate without taking it away. Memory is claimed before it is used.
  static Inflated of(byte[] body, int bytesMax, RequestMemory memory) {
    if (!isGzip(body)) {
      return body.length > bytesMax ? new TooLarge() : new Inflation(new BodyText(body, false));
    }
    List<byte[]> chunks = new ArrayList<>();
    byte[] last = new byte[CHUNK_BYTES];
    int filled = 0;
    long size = 0;
    boolean brokenOff = false;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      int read = in.read(last, 0, CHUNK_BYTES);
      while (read >= 0) {
        filled += read;
        size += read;
        if (size > bytesMax) {
          return new TooLarge();
        }
        if (!memory.take(2L * read)) {
          return new NoRoom();
        }
        if (filled == CHUNK_BYTES) {
          chunks.add(last);
          last = new byte[CHUNK_BYTES];
          filled = 0;
        }
        read = in.read(last, filled, CHUNK_BYTES - filled);
      }
    } catch (EOFException e) {
      brokenOff = true;
    } catch (IOException damaged) {
      return new Damaged();
    }
    chunks.add(Arrays.copyOf(last, filled));
    return brokenOff && size == 0
        ? new Damaged()
        : new Inflation(new BodyText(joined(chunks, (int) size), brokenOff));
  }

  private static byte[] joined(List<byte[]> chunks, int size) {
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return all;
  }

  private static boolean isGzip(byte[] body) {
    return body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
  }
}
