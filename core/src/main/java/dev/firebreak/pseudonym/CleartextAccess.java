package dev.firebreak.pseudonym;

/// The token that a caller shows to read a secret or a personal value. It protects nothing by
/// itself: it makes each such place findable by one search for its constant.
public final class CleartextAccess {
  /// Shown by code that wraps, unwraps or uses keys.
  public static final CleartextAccess KEY_USE = new CleartextAccess();

  private CleartextAccess() {}

  void confirm() {}
}
