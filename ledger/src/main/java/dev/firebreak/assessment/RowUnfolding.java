package dev.firebreak.assessment;

/// Brings what one row says into one form, whichever way its export wrote it, before anything is
/// understood of it: a list of parameters with `key` and `value` becomes a path for each key
/// (`event_params.page_location`), and an object that stands as text where an object is expected is
/// read. Not thread-safe.
final class RowUnfolding {
  private static final String KEY = ".key";

  private final FieldTree fields;
  private final JsonRows json;
  private final FlatRow unfolded = new FlatRow();

  RowUnfolding(FieldTree fields, JsonRows json) {
    this.fields = fields;
    this.json = json;
  }

  /// The row itself where there is nothing to unfold, else one that the next call reuses.
  FlatRow unfold(FlatRow row) {
    boolean parameters = (row.marks() & RowMark.PARAMETER_KEY.bit()) != 0;
    if (!parameters && (row.marks() & RowMark.OBJECT_TEXT.bit()) == 0) {
      return row;
    }
    unfolded.clear();
    for (int i = 0; i < row.size(); i++) {
      PathNode node = row.node(i);
      if (parameters && isParameter(node)) {
        i = parameter(row, i);
      } else if (!isObjectText(row, i) || !json.flatten(row.value(i), node, unfolded)) {
        unfolded.add(node, row.value(i), row.isText(i));
      }
    }
    return unfolded;
  }

  private static boolean isObjectText(FlatRow row, int i) {
    String value = row.value(i);
    return row.isText(i)
        && (row.node(i).marks() & RowMark.OBJECT_TEXT.bit()) != 0
        && value.startsWith("{")
        && value.endsWith("}");
  }

  private static boolean isParameter(PathNode node) {
    return (node.marks() & RowMark.PARAMETER_KEY.bit()) != 0 && node.path().endsWith(KEY);
  }

  /// Takes the key at a place and the values after it. Gives the place of the last one.
  private int parameter(FlatRow row, int at) {
    String path = row.node(at).path();
    String list = path.substring(0, path.length() - KEY.length());
    PathNode under = fields.property(fields.root(), row.node(at).names().getFirst());
    PathNode named = fields.property(under, row.value(at));
    int last = at;
    while (last + 1 < row.size() && row.node(last + 1).path().startsWith(list + ".value")) {
      last++;
      String unit = row.node(last).names().getLast();
      PathNode node = unit.equals("set_timestamp_micros") ? fields.property(under, unit) : named;
      unfolded.add(node, row.value(last), row.isText(last));
    }
    return last;
  }
}
