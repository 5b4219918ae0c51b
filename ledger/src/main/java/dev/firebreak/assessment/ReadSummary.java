package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Map;

/// Everything that reading a data set told, but for its rows. No values but names of paths.
///
/// @param originals every file as handed over
/// @param shape what the rows are, as `mixpanel-events`
/// @param rowsRead rows understood and rejected
/// @param rowsRejected rows rejected
/// @param rejected the first of these
/// @param rejectedByReason how many for which reason
/// @param fields every path with values
/// @param searches what the value detectors looked for and found
/// @param distinctClear different values in clear, by category
record ReadSummary(
    List<Assessment.Original> originals,
    List<String> shape,
    long rowsRead,
    long rowsRejected,
    List<Assessment.RejectedRow> rejected,
    Map<String, Long> rejectedByReason,
    List<Assessment.Field> fields,
    Map<DataCategory, Assessment.Search> searches,
    Map<DataCategory, Long> distinctClear) {
  ReadSummary {
    originals = List.copyOf(originals);
    shape = List.copyOf(shape);
    rejected = List.copyOf(rejected);
    rejectedByReason = Map.copyOf(rejectedByReason);
    fields = List.copyOf(fields);
    searches = Map.copyOf(searches);
    distinctClear = Map.copyOf(distinctClear);
  }

  /// Names the whole data set in the audit log: the SHA-256 of its file, or of the list of its
  /// files' sums and names.
  String sha256() {
    return SourceFiles.sha256Of(originals);
  }
}
