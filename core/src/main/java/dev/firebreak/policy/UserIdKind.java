package dev.firebreak.policy;

/// What a company uses as user id in its events.
public enum UserIdKind {
  ACCOUNT_ID,
  EMAIL,
  OTHER
}
