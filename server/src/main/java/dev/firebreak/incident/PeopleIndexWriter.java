package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the index of a list of people while the list itself is written: in which block everybody
/// stands, by each identifier. Identifiers are hashed under a key of this file; who reads compares
/// the identifiers themselves. Memory is that of one run and of the list's blocks. Confined to one
/// thread.
///
/// ```
/// 4   "FBPI"
/// 4   format, 1
/// 16  key of SipHash-2-4
/// 12  each entry: hash of an identifier, block; sorted by hash within its run
///     ...
/// 4   each run: its entries
/// 8   each block: where it begins in the list, in compressed bytes
/// 16  each score, the highest first: phishing score, how many people have it
/// 4   runs      \
/// 4   blocks     > the last 12 bytes
/// 4   scores    /
/// ```
///
/// Numbers are big-endian.
final class PeopleIndexWriter implements SealedLines.Blocks {
  static final int MAGIC = 0x46425049;
  static final int FORMAT = 1;
  static final int KEY_BYTES = 16;
  static final int HEAD_BYTES = 8 + KEY_BYTES;
  static final int ENTRY_BYTES = 12;
  static final int END_BYTES = 12;

  private static final int RUN_ENTRIES = 1 << 18;

  private record Entry(long hash, int block) {}

  private final DataOutputStream out;
  private final IdentifierHash hash;
  private final List<Entry> run = new ArrayList<>();
  private final List<Integer> runs = new ArrayList<>();
  private final List<Long> blocks = new ArrayList<>();
  private final Map<Double, Long> scores = new TreeMap<>(Comparator.reverseOrder());

  /// @param out left open at the end
  /// @param key fresh random bytes
  PeopleIndexWriter(OutputStream out, byte[] key) throws IOException {
    this.out = new DataOutputStream(out);
    hash = new IdentifierHash(key);
    this.out.writeInt(MAGIC);
    this.out.writeInt(FORMAT);
    this.out.write(key);
  }

  @Override
  public void begin(long place) {
    blocks.add(place);
  }

  /// Adds a person of the block that began last.
  void add(PersonExposure person, double score) throws IOException {
    scores.merge(score, 1L, Math::addExact);
    int block = blocks.size() - 1;
    for (String identifier : IdentifierHash.identifiers(person)) {
      run.add(new Entry(hash.of(identifier), block));
    }
    if (run.size() >= RUN_ENTRIES) {
      endRun();
    }
  }

  void finish() throws IOException {
    endRun();
    for (int entries : runs) {
      out.writeInt(entries);
    }
    for (long place : blocks) {
      out.writeLong(place);
    }
    for (Map.Entry<Double, Long> score : scores.entrySet()) {
      out.writeDouble(score.getKey());
      out.writeLong(score.getValue());
    }
    out.writeInt(runs.size());
    out.writeInt(blocks.size());
    out.writeInt(scores.size());
    out.flush();
  }

  private void endRun() throws IOException {
    run.sort(Comparator.comparingLong(Entry::hash).thenComparingInt(Entry::block));
    for (Entry entry : run) {
      out.writeLong(entry.hash());
      out.writeInt(entry.block());
    }
    runs.add(run.size());
    run.clear();
  }
}
