package dev.firebreak.taxonomy;

/// What happened to the categories of one message or of many: four masks of [DataCategory] bits. A
/// category may stand in several. Immutable.
///
/// @param clear passed as it came
/// @param generalized passed in a coarser form
/// @param tokenized replaced by a pseudonym or a keyed hash
/// @param withheld dropped or redacted: the vendor did not get it
public record Masks(long clear, long generalized, long tokenized, long withheld) {
  /// No category at all.
  public static final Masks NONE = new Masks(0, 0, 0, 0);

  public Masks {
    if ((clear | generalized | tokenized | withheld) < 0) {
      throw new IllegalArgumentException("a mask uses bits 0 to 62");
    }
  }

  /// The categories of either side, form by form.
  public Masks union(Masks other) {
    return new Masks(
        clear | other.clear,
        generalized | other.generalized,
        tokenized | other.tokenized,
        withheld | other.withheld);
  }

  /// Everything that the vendor got in some form.
  public long disclosed() {
    return clear | generalized | tokenized;
  }
}
