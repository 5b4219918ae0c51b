package dev.firebreak.assessment;

import java.util.Arrays;

/// An ascending list of keys without doubles, as differences in [SevenBits]: one or two bytes a key
/// where they lie close. Not thread-safe.
final class KeyList {
  private byte[] bytes = new byte[16];
  private int length;
  private int size;
  private long last = Long.MIN_VALUE;

  /// @param key greater than all before
  void add(long key) {
    if (size > 0 && key <= last) {
      throw new IllegalArgumentException("keys must ascend");
    }
    if (length + SevenBits.BYTES_MAX > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    length = SevenBits.put(bytes, length, key - last);
    last = key;
    size++;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    long[] keys = new long[size];
    long key = Long.MIN_VALUE;
    int at = 0;
    for (int i = 0; i < size; i++) {
      long difference = 0;
      int shift = 0;
      byte b;
      do {
        b = bytes[at++];
        difference |= (b & 0x7FL) << shift;
        shift += 7;
      } while (b < 0);
      key += difference;
      keys[i] = key;
    }
    return keys;
  }
}
