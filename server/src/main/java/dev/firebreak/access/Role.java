package dev.firebreak.access;

/// What an operator may do; each role may do what the ones before it may.
public enum Role {
  VIEWER,
  RESPONDER,
  PRIVACY_OFFICER,
  ADMIN;

  /// True where this role includes the other.
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
