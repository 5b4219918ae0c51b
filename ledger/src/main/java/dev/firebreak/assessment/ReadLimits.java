package dev.firebreak.assessment;

import java.time.Duration;

/// The limits under which a data set is read. What exceeds one becomes a rejected row with its
/// place, and the rest is read; only the work folder's limit ends the reading.
///
/// @param files most files that the given files and folders may hold, those in archives included
/// @param row what one row may hold
/// @param fields most different paths; the values of further ones are counted under one path
/// @param archives what compressed files and archives may hold
/// @param workBytes how much plaintext each of these may take in the work folder: the converted
///   rows, the files of read rows, the database's tables, and what the database spills. All of them
///   together may so take four times as much
/// @param time how long reading may take; what is not read by then is rejected
public record ReadLimits(
    int files, RowLimits row, int fields, Archives archives, long workBytes, Duration time) {
  /// What a haul of tens of millions of events stays within.
  public static final ReadLimits DEFAULT =
      new ReadLimits(
          100_000, RowLimits.DEFAULT, 20_000, Archives.DEFAULT, 200L << 30, Duration.ofHours(6));

  public ReadLimits {
    if (files < 1 || fields < 1 || workBytes < 1 || !time.isPositive()) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }

  /// Bounds of a row.
  ///
  /// @param bytes longest row
  /// @param values most values in it
  /// @param nesting deepest JSON
  public record RowLimits(int bytes, int values, int nesting) {
    static final RowLimits DEFAULT = new RowLimits(16 << 20, 100_000, 100);

    public RowLimits {
      if (bytes < 1 || values < 1 || nesting < 1) {
        throw new IllegalArgumentException("a limit is at least 1");
      }
    }
  }

  /// Bounds of what is compressed.
  ///
  /// @param depth how many layers may lie in one another
  /// @param inflatedBytes how much all layers of all files may hold together
  /// @param ratio how many times its own size a file may hold, over all its layers
  /// @param ratioFree so many inflated bytes of a file are fine whatever the ratio
  public record Archives(int depth, long inflatedBytes, int ratio, long ratioFree) {
    static final Archives DEFAULT = new Archives(6, 1L << 40, 1000, 64L << 20);

    public Archives {
      if (depth < 1 || inflatedBytes < 1 || ratio < 1 || ratioFree < 0) {
        throw new IllegalArgumentException("a limit is at least 1");
      }
    }
  }

  int rowBytes() {
    return row.bytes();
  }

  String rowTooLong() {
    return "longer than " + row.bytes() + " bytes, the most of a row: cut it out and shorten it";
  }

  String rowOfTooManyValues() {
    return "of more than " + row.values() + " values, the most of a row: split it";
  }

  String rowTooDeep() {
    return "deeper than " + row.nesting() + " levels, the most of a row: take the inner ones out";
  }

  ReadLimits withRow(RowLimits other) {
    return new ReadLimits(files, other, fields, archives, workBytes, time);
  }

  ReadLimits withArchives(Archives other) {
    return new ReadLimits(files, row, fields, other, workBytes, time);
  }

  ReadLimits withFiles(int other) {
    return new ReadLimits(other, row, fields, archives, workBytes, time);
  }

  ReadLimits withWorkBytes(long other) {
    return new ReadLimits(files, row, fields, archives, other, time);
  }

  ReadLimits withTime(Duration other) {
    return new ReadLimits(files, row, fields, archives, workBytes, other);
  }
}
