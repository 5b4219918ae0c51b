package dev.firebreak.assessment;

/// Takes the parts of a data set: files, files in archives, sheets.
interface PartSink {
  /// Begins a part.
  ///
  /// @param name as it is reported, as `export.zip!/2025/1.json.gz`
  Part begin(String name);

  /// Takes the rows of one part.
  interface Part extends RowSink {
    /// Says what the part was read as, as `JSON lines, UTF-8`.
    void readAs(String format);

    /// Says what a text may be written in that was read as something else.
    void doubts(String encoding);

    /// Whether neither a row nor a rejected one came so far.
    boolean isEmpty();
  }
}
