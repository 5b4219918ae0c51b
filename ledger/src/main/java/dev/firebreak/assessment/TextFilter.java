package dev.firebreak.assessment;

/// Says of a text whether it may be one of those that were added: never no for one that is, seldom
/// yes for one that is not (about once in a hundred). Takes two bytes a text (a Bloom filter). Not
/// thread-safe.
final class TextFilter {
  private static final int BITS_PER_TEXT = 16;
  private static final int WORDS_MAX = 1 << 24;

  private final long[] words;

  /// @param texts how many will be added
  TextFilter(long texts) {
    long wanted = Math.max(1, texts * BITS_PER_TEXT / Long.SIZE);
    words = new long[(int) Math.min(WORDS_MAX, Long.highestOneBit(wanted) * 2)];
  }

  void add(String text) {
    long hash = HashSet64.hash(text);
    words[word(hash)] |= bits(hash);
  }

  boolean mayContain(String text) {
    long hash = HashSet64.hash(text);
    long bits = bits(hash);
    return (words[word(hash)] & bits) == bits;
  }

  private int word(long hash) {
    return (int) (hash >>> 32) & words.length - 1;
  }

  /// Three of the word's bits.
  private static long bits(long hash) {
    return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12);
  }
}
