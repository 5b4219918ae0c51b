package dev.firebreak.assessment;

/// The limits under which a data set is read. What exceeds one becomes a rejected row with its
/// place, and the rest is read.
///
/// @param files most files that the given files and folders may hold
/// @param rowBytes longest row
/// @param nesting deepest JSON
/// @param fields most different paths; the values of further ones are counted under one path
/// @param inflatedBytesPerFile how much a compressed file may hold
public record ReadLimits(
    int files, int rowBytes, int nesting, int fields, long inflatedBytesPerFile) {
  /// What a haul of tens of millions of events stays within.
  public static final ReadLimits DEFAULT =
      new ReadLimits(100_000, 16 << 20, 100, 20_000, 256L << 30);

  public ReadLimits {
    if (files < 1 || rowBytes < 1 || nesting < 1 || fields < 1 || inflatedBytesPerFile < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }
}
