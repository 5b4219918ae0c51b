package dev.firebreak.assessment;

/// Takes the rows of a data set in their order.
interface RowSink {
  /// A row that was understood. It is reused after the call.
  void row(FlatRow row, long line);

  /// A row that could not be read.
  ///
  /// @param reason in words, without any value
  void rejected(long line, String reason);

  /// A row that could not be read and of which the text is at hand.
  ///
  /// @param beginning its beginning, at most [RejectedRows#BEGINNING_CHARS] characters; holds
  ///   values of persons
  default void rejected(long line, String reason, String beginning) {
    rejected(line, reason);
  }
}
