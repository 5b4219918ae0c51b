package dev.firebreak.assessment;

/// Brings what one row says into one form, whichever way its export wrote it, before anything is
/// understood of it: a list of parameters with `key` and `value` becomes a path for each key
/// (`event_params.page_location`), whichever of the two comes first, and an object that stands as
/// text where an object is expected is read. Not thread-safe.
final class RowUnfolding {
  private static final String KEY = ".key";
  private static final String VALUE = ".value";

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
      } else if (parameters && keyAfter(row, i) > i) {
        i = parameterBefore(row, i, keyAfter(row, i));
      } else if (!isObjectText(row, i) || !json.flatten(row.value(i), node, unfolded)) {
        unfolded.add(node, row.rowValue(i));
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
    int last = at;
    while (last + 1 < row.size() && row.node(last + 1).path().startsWith(list + VALUE)) {
      last++;
      value(row, last, at);
    }
    return last;
  }

  /// The place of the key behind values that no key came before; 0 where these are none.
  private static int keyAfter(FlatRow row, int at) {
    String path = row.node(at).path();
    int end = path.indexOf(VALUE);
    if (end < 0) {
      return 0;
    }
    String list = path.substring(0, end);
    int key = at;
    while (key < row.size() && row.node(key).path().startsWith(list + VALUE)) {
      key++;
    }
    boolean found = key < row.size() && row.node(key).path().equals(list + KEY);
    return found && isParameter(row.node(key)) ? key : 0;
  }

  /// Takes the values up to a key that names them, and gives the key's place.
  private int parameterBefore(FlatRow row, int at, int key) {
    for (int i = at; i < key; i++) {
      value(row, i, key);
    }
    return key;
  }

  private void value(FlatRow row, int at, int key) {
    PathNode under = fields.property(fields.root(), row.node(key).names().getFirst());
    String unit = row.node(at).names().getLast();
    String name = unit.equals("set_timestamp_micros") ? unit : row.value(key);
    unfolded.add(fields.property(under, name), row.rowValue(at));
  }
}
