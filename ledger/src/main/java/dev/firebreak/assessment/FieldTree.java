package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All paths of a data set, made as they are met. A name that itself holds personal data (an
/// address as key) never becomes part of a path: the category's key stands in its place. Not
/// thread-safe.
final class FieldTree {
  private static final String ITEM = "[]";
  private static final String MORE = "(more fields)";
  private static final int NAME_CHARS_MAX = 200;

  private static final int MAILS_MAX = 10_000;

  private final TextScan scan;
  private final CategoryTally tally;
  private final int fieldsMax;
  private final Map<String, Correction> corrections;
  private final SlotBudget distinct = new SlotBudget(SlotBudget.SLOTS_DEFAULT);
  private final PathNode root = new PathNode(0, "", List.of(), distinct);
  private final List<PathNode> nodes = new ArrayList<>(List.of(root));
  private final List<ConvertedIndex.Entry> entries = new ArrayList<>();
  private final List<String> mails = new ArrayList<>();

  /// @param tally takes what the detectors find in names
  FieldTree(TextScan scan, CategoryTally tally, int fieldsMax) {
    this(scan, tally, fieldsMax, Map.of());
  }

  /// @param corrections what an operator says of fields, by their paths
  FieldTree(
      TextScan scan, CategoryTally tally, int fieldsMax, Map<String, Correction> corrections) {
    this.scan = scan;
    this.tally = tally;
    this.fieldsMax = fieldsMax;
    this.corrections = Map.copyOf(corrections);
  }

  PathNode root() {
    return root;
  }

  /// All nodes by their numbers, the root first.
  List<PathNode> nodes() {
    return nodes;
  }

  /// How the nodes were made, without the root, for [#restore].
  List<ConvertedIndex.Entry> entries() {
    return List.copyOf(entries);
  }

  /// Makes the nodes of another tree, with their numbers. Call it on an empty tree.
  void restore(List<ConvertedIndex.Entry> others) {
    for (ConvertedIndex.Entry entry : others) {
      make(nodes.get(entry.parent()), entry.name(), entry.name(), entry.path());
    }
  }

  /// The node of an object's property.
  PathNode property(PathNode parent, String name) {
    return parent.child(name).orElseGet(() -> makeProperty(parent, name));
  }

  /// The addresses that stood in names since this was last asked; empty for most rows.
  List<String> takeMails() {
    if (mails.isEmpty()) {
      return List.of();
    }
    List<String> taken = mails.stream().filter(mail -> !mail.isEmpty()).distinct().toList();
    mails.clear();
    return taken;
  }

  /// The node of an array's items.
  PathNode item(PathNode parent) {
    return parent.child(ITEM).orElseGet(() -> make(parent, ITEM, ITEM, parent.path() + ITEM));
  }

  private PathNode makeProperty(PathNode parent, String name) {
    Optional<DataCategory> inName = searched(name);
    if (entries.size() >= fieldsMax) {
      return shared(parent, MORE);
    }
    if (inName.isPresent() || name.length() > NAME_CHARS_MAX) {
      return shared(parent, "[" + inName.orElse(DataCategory.UNCLASSIFIED).key() + "]");
    }
    String escaped = name.replace(".", "\\.");
    String path = parent.path().isEmpty() ? escaped : parent.path() + "." + escaped;
    return make(parent, name, name, path);
  }

  /// Any one category that a name holds. A name with a find counts as a value that was searched;
  /// others, being most, would only swell the count of values.
  private Optional<DataCategory> searched(String name) {
    long mask = 0;
    for (TextScan.Hit hit : scan.scan(name)) {
      mask |= hit.category().mask();
      if (hit.category() == DataCategory.EMAIL && mails.size() < MAILS_MAX) {
        mails.add(Identifiers.email(name.substring(hit.start(), hit.end())));
      }
    }
    if (mask == 0) {
      return Optional.empty();
    }
    tally.searched(mask);
    return DataCategory.ofMask(mask).stream().findFirst();
  }

  private PathNode shared(PathNode parent, String name) {
    return parent
        .child(name)
        .orElseGet(() -> {
          String path = parent.path().isEmpty() ? name : parent.path() + "." + name;
          return make(parent, name, name, path);
        });
  }

  private PathNode make(PathNode parent, String childName, String name, String path) {
    List<String> names = name.equals(ITEM) ? parent.names() : names(parent, name);
    PathNode node = new PathNode(nodes.size(), path, names, distinct);
    nodes.add(node);
    entries.add(new ConvertedIndex.Entry(parent.number(), childName, path));
    Correction correction = corrections.get(path);
    if (correction != null) {
      node.correct(correction);
    }
    parent.add(childName, node);
    return node;
  }

  /// A name with dots is what flattening leaves of nested objects: `properties.$city`.
  private static List<String> names(PathNode parent, String name) {
    List<String> names = new ArrayList<>(parent.names());
    List<String> parts = List.of(name.split("\\.", -1));
    names.addAll(
        parts.stream().allMatch(String::isBlank) || parts.contains("") ? List.of(name) : parts);
    return List.copyOf(names);
  }
}
