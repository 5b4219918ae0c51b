package dev.firebreak.policy;

/// A pattern in which `*` stands for any run of characters. In property paths the run ends at a
/// separator (`.` or `[`), unless that is escaped by `\`. Matching takes time in proportion to the
/// product of the lengths at worst, whatever the input. Immutable.
///
/// @param pattern as the policy writes it
/// @param path true for property paths
record Glob(String pattern, boolean path) {
  static boolean isGlob(String pattern) {
    return pattern.indexOf('*') >= 0;
  }

  /// Number of characters that are not `*`: the longer literal wins.
  int literalLength() {
    return (int) pattern.chars().filter(c -> c != '*').count();
  }

  boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0 && !isSeparator(text, resume)) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// True where some text matches both patterns.
  boolean overlaps(Glob other) {
    int columns = other.pattern.length() + 1;
    boolean[] row = new boolean[columns];
    for (int i = pattern.length(); i >= 0; i--) {
      boolean[] next = new boolean[columns];
      for (int j = columns - 1; j >= 0; j--) {
        next[j] = overlapsFrom(i, j, other.pattern, next, row);
      }
      row = next;
    }
    return row[0];
  }

  private boolean overlapsFrom(int i, int j, String other, boolean[] here, boolean[] below) {
    boolean endHere = i == pattern.length();
    boolean endThere = j == other.length();
    if (endHere && endThere) {
      return true;
    }
    boolean starHere = !endHere && pattern.charAt(i) == '*';
    boolean starThere = !endThere && other.charAt(j) == '*';
    if (starHere && (below[j] || (!endThere && here[j + 1]))) {
      return true;
    }
    if (starThere && (here[j + 1] || (!endHere && below[j]))) {
      return true;
    }
    return !endHere
        && !endThere
        && !starHere
        && !starThere
        && pattern.charAt(i) == other.charAt(j)
        && below[j + 1];
  }

  private boolean isSeparator(String text, int index) {
    char c = text.charAt(index);
    return path && (c == '.' || c == '[') && (index == 0 || text.charAt(index - 1) != '\\');
  }
}
