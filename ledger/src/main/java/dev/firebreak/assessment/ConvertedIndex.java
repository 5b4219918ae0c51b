package dev.firebreak.assessment;

import java.util.List;
import java.util.Map;

/// What the converted rows of a data set say of themselves: all that reading the originals told,
/// but for the rows.
///
/// @param format 1
/// @param originals every file as handed over
/// @param sources where rows came from, by the numbers that rows name
/// @param rowsRejected lines of the file of rejected rows, which is missing where it is 0
/// @param rowsUnderstood rows in the parts
/// @param paths by their numbers from 1; 0 is the row itself
/// @param namesSearched names of fields that hold something
/// @param foundInNames what they hold, by bit of the category
/// @param parts number of files with rows
record ConvertedIndex(
    int format,
    List<Assessment.Original> originals,
    List<String> sources,
    long rowsRejected,
    long rowsUnderstood,
    List<Entry> paths,
    long namesSearched,
    Map<Integer, Long> foundInNames,
    int parts) {
  static final int FORMAT = 1;

  /// A path.
  ///
  /// @param parent number of the path above
  /// @param name the last name; `[]` for the items of a list
  /// @param path as it is shown
  record Entry(int parent, String name, String path) {}
}
