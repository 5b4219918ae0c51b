package dev.firebreak.assessment;

import java.util.Arrays;

/// Joins the identifiers of a data set to people. Nodes are numbers from 0; joins come in three
/// phases, in this order, so that what is shared never glues two people together:
///
/// 1. [#join]: two ids of one person, or two of one device;
/// 2. [#sawWith] and then [#joinSingles] for devices and the people seen with them: a device is
///    joined to its person only if it had exactly one;
/// 3. the same for e-mail addresses.
///
/// Not thread-safe.
final class IdentityGraph {
  private static final int NOBODY = -1;
  private static final int SEVERAL = -2;

  private final int[] parent;
  private final int[] companion;

  IdentityGraph(int nodes) {
    parent = new int[nodes];
    companion = new int[nodes];
    Arrays.setAll(parent, i -> i);
    Arrays.fill(companion, NOBODY);
  }

  int size() {
    return parent.length;
  }

  /// The person that a node belongs to, as the number of one node.
  int person(int node) {
    int root = node;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  void join(int a, int b) {
    int rootA = person(a);
    int rootB = person(b);
    if (rootA != rootB) {
      parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }
  }

  /// Notes that a device or address was seen with a person. All joins of phase 1 come before.
  void sawWith(int shared, int node) {
    int group = person(shared);
    int other = person(node);
    if (group == other) {
      return;
    }
    if (companion[group] == NOBODY) {
      companion[group] = other;
    } else if (companion[group] != other) {
      companion[group] = SEVERAL;
    }
  }

  /// Joins what had exactly one companion, and forgets all companions; what had several stays
  /// alone.
  void joinSingles() {
    for (int i = 0; i < companion.length; i++) {
      if (companion[i] >= 0) {
        join(i, companion[i]);
      }
    }
    Arrays.fill(companion, NOBODY);
  }

  /// True where several people were seen with it; asked before [#joinSingles].
  boolean isShared(int node) {
    return companion[person(node)] == SEVERAL;
  }
}
