package dev.firebreak.taxonomy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the field names of one vendor's exports mean: dotted paths as `context.page.url`, names as
/// `$city`, and names as the vendor's tables show them ("Distinct ID", in any case). Immutable.
public final class ExportDictionary {
  /// What a field is.
  ///
  /// @param addedByVendor true for what the vendor derives or adds by itself, such as a city from
  ///   the address of a connection, unless the sender gave it
  public record Entry(DataCategory category, boolean addedByVendor) {}

  private final Map<String, Entry> paths;
  private final Map<String, Entry> prefixes;
  private final Map<String, Entry> shown;

  private ExportDictionary(Builder builder) {
    paths = Map.copyOf(builder.paths);
    prefixes = Map.copyOf(builder.prefixes);
    shown = Map.copyOf(builder.shown);
  }

  static Builder builder() {
    return new Builder();
  }

  /// The entry of a path, or the longest one that ends in `*` and begins it; empty where the vendor
  /// has no such field.
  public Optional<Entry> of(String path) {
    Entry entry = paths.get(path);
    if (entry == null) {
      entry = shown.get(path.toLowerCase(Locale.ROOT));
    }
    if (entry == null) {
      int longest = 0;
      for (Map.Entry<String, Entry> prefix : prefixes.entrySet()) {
        if (prefix.getKey().length() > longest && path.startsWith(prefix.getKey())) {
          longest = prefix.getKey().length();
          entry = prefix.getValue();
        }
      }
    }
    return Optional.ofNullable(entry);
  }

  /// The same fields as a warehouse names its columns: `context.page.url` is `context_page_url`,
  /// `userId` is `user_id`.
  ExportDictionary asColumns() {
    Builder columns = new Builder();
    paths.forEach((path, entry) -> columns.paths.put(column(path), entry));
    prefixes.forEach((path, entry) -> columns.prefixes.put(column(path), entry));
    return new ExportDictionary(columns);
  }

  static String column(String path) {
    StringBuilder column = new StringBuilder(path.length() + 8);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        boolean starts = i > 0 && Character.isLowerCase(path.charAt(i - 1));
        column.append(starts ? "_" : "").append((char) (c + 'a' - 'A'));
      } else {
        column.append(c == '.' ? '_' : c);
      }
    }
    return column.toString();
  }

  /// Collects entries; later ones win.
  static final class Builder {
    private final Map<String, Entry> paths = new HashMap<>();
    private final Map<String, Entry> prefixes = new HashMap<>();
    private final Map<String, Entry> shown = new HashMap<>();

    /// @param lines paths with blanks between them; one that ends in `*` stands for all that begin
    ///   so
    Builder fields(DataCategory category, String... lines) {
      return put(new Entry(category, false), lines);
    }

    /// As [#fields], of what the vendor adds by itself.
    Builder added(DataCategory category, String... lines) {
      return put(new Entry(category, true), lines);
    }

    /// Names as tables show them. Written in another case they may be the sender's own.
    Builder shown(DataCategory category, boolean addedByVendor, String... names) {
      for (String name : names) {
        paths.put(name, new Entry(category, addedByVendor));
        shown.put(name.toLowerCase(Locale.ROOT), new Entry(category, false));
      }
      return this;
    }

    Builder all(ExportDictionary other) {
      paths.putAll(other.paths);
      prefixes.putAll(other.prefixes);
      shown.putAll(other.shown);
      return this;
    }

    ExportDictionary build() {
      return new ExportDictionary(this);
    }

    private Builder put(Entry entry, String... lines) {
      for (String line : lines) {
        for (String path : line.split(" ", -1)) {
          if (path.endsWith("*")) {
            prefixes.put(path.substring(0, path.length() - 1), entry);
          } else {
            paths.put(path, entry);
          }
        }
      }
      return this;
    }
  }
}
