package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what [Policy#canonical] wrote. Names have their length before them, so they may hold
/// anything. Whatever else it is given is an [IllegalArgumentException]. Confined.
final class CanonicalReader {
  private static final String HEAD = "firebreak-policy 1\nvendor ";

  private final String text;
  private int at;

  private final Map<String, Treatment> categories = new TreeMap<>();
  private final Map<String, PropertyRule> properties = new TreeMap<>();
  private final Map<String, Treatment> events = new TreeMap<>();
  private final Map<DataCategory, Treatment> caps = new EnumMap<>(DataCategory.class);

  CanonicalReader(String text) {
    this.text = text;
  }

  /// The rules and the caps of a policy.
  record Read(PolicySource source, Map<DataCategory, Treatment> caps) {}

  Read read() {
    expect(HEAD);
    VendorId vendor = new VendorId(until('\n'));
    expect("default ");
    Treatment otherwise = treatment(until('\n'));
    expect("unclassified ");
    Treatment unclassified = treatment(until('\n'));
    while (at < text.length()) {
      line();
    }
    return new Read(
        new PolicySource(vendor, otherwise, unclassified, categories, properties, events), caps);
  }

  private void line() {
    String kind = until(' ');
    int length = Integer.parseInt(until(' '));
    if (length < 0 || length > text.length() - at) {
      throw new IllegalArgumentException("a name is cut off");
    }
    String name = text.substring(at, at + length);
    at += length;
    expect(" ");
    switch (kind) {
      case "category" -> categories.put(name, treatment(until('\n')));
      case "event" -> events.put(name, treatment(until('\n')));
      case "cap" -> caps.put(category(name), treatment(until('\n')));
      case "property" -> {
        String declared = until(' ');
        @Nullable DataCategory category = declared.equals("-") ? null : category(declared);
        properties.put(name, new PropertyRule(name, category, treatment(until('\n'))));
      }
      default -> throw new IllegalArgumentException("not a line of a policy: " + kind);
    }
  }

  private void expect(String next) {
    if (!text.startsWith(next, at)) {
      throw new IllegalArgumentException("not a policy in its canonical form");
    }
    at += next.length();
  }

  private String until(char end) {
    int found = text.indexOf(end, at);
    if (found < 0) {
      throw new IllegalArgumentException("a line is cut off");
    }
    String part = text.substring(at, found);
    at = found + 1;
    return part;
  }

  private static DataCategory category(String key) {
    return Optional.of(key)
        .filter(DataCategory.UNCLASSIFIED.key()::equals)
        .map(_ -> DataCategory.UNCLASSIFIED)
        .or(() -> DataCategory.ofKey(key))
        .orElseThrow(() -> new IllegalArgumentException("no category " + key));
  }

  private static Treatment treatment(String label) {
    String level = "generalize: ";
    Optional<Treatment> found =
        label.startsWith(level)
            ? Generalization.ofLabel(label.substring(level.length())).map(Treatment.Generalize::new)
            : Treatment.ofWord(label);
    return found.orElseThrow(() -> new IllegalArgumentException("no treatment " + label));
  }
}
