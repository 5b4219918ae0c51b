package dev.firebreak.testkit.golden;

/// How a value shows its kind: as it is, coarser, or as a token or hash.
enum Shown {
  CLEAR("clear"),
  GENERALIZED("generalized"),
  TOKEN("token");

  private final String key;

  Shown(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }
}
