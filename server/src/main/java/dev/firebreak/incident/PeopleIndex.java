package dev.firebreak.incident;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the blocks of a list of people that may have an identifier, by what [PeopleIndexWriter]
/// wrote. It reads some kilobytes of it, however long the list is. Confined to one thread.
final class PeopleIndex {
  private final SeekableByteChannel file;
  private final IdentifierHash hash;
  private final int runs;
  private final int blocks;
  private final int scores;

  /// @param file stays open as long as this is used; closed by whoever opened it
  PeopleIndex(SeekableByteChannel file) throws IOException {
    this.file = file;
    ByteBuffer head = at(0, PeopleIndexWriter.HEAD_BYTES);
    if (head.getInt() != PeopleIndexWriter.MAGIC || head.getInt() != PeopleIndexWriter.FORMAT) {
      throw new IOException("the index of a list of people is no such file");
    }
    byte[] key = new byte[PeopleIndexWriter.KEY_BYTES];
    head.get(key);
    hash = new IdentifierHash(key);
    ByteBuffer end = at(file.size() - PeopleIndexWriter.END_BYTES, PeopleIndexWriter.END_BYTES);
    runs = end.getInt();
    blocks = end.getInt();
    scores = end.getInt();
  }

  /// Blocks in which somebody with this identifier may stand, in their order.
  Set<Integer> blocksOf(String identifier) throws IOException {
    long wanted = hash.of(identifier);
    Set<Integer> found = new TreeSet<>();
    ByteBuffer sizes = at(runsPlace(), runs * Integer.BYTES);
    long from = 0;
    for (int run = 0; run < runs; run++) {
      long until = from + sizes.getInt();
      for (long entry = firstNotBelow(wanted, from, until); entry < until; entry++) {
        ByteBuffer read = entry(entry);
        if (read.getLong() != wanted) {
          break;
        }
        found.add(read.getInt());
      }
      from = until;
    }
    return found;
  }

  /// Where a block begins in the list, in compressed bytes.
  long place(int block) throws IOException {
    return at(blocksPlace() + (long) block * Long.BYTES, Long.BYTES).getLong();
  }

  /// How many people have which phishing score, the highest first.
  SortedMap<Double, Long> scores() throws IOException {
    ByteBuffer each = at(scoresPlace(), scores * (Double.BYTES + Long.BYTES));
    SortedMap<Double, Long> people = new TreeMap<>(Comparator.reverseOrder());
    while (each.hasRemaining()) {
      people.put(each.getDouble(), each.getLong());
    }
    return people;
  }

  private long firstNotBelow(long wanted, long from, long until) throws IOException {
    long low = from;
    long high = until;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (entry(middle).getLong() < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private ByteBuffer entry(long entry) throws IOException {
    return at(
        PeopleIndexWriter.HEAD_BYTES + entry * PeopleIndexWriter.ENTRY_BYTES,
        PeopleIndexWriter.ENTRY_BYTES);
  }

  private long scoresPlace() throws IOException {
    return file.size() - PeopleIndexWriter.END_BYTES - (long) scores * (Double.BYTES + Long.BYTES);
  }

  private long blocksPlace() throws IOException {
    return scoresPlace() - (long) blocks * Long.BYTES;
  }

  private long runsPlace() throws IOException {
    return blocksPlace() - (long) runs * Integer.BYTES;
  }

  private ByteBuffer at(long place, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    file.position(place);
    while (buffer.hasRemaining()) {
      if (file.read(buffer) < 0) {
        throw new EOFException("the index of a list of people ends early");
      }
    }
    return buffer.flip();
  }
}
