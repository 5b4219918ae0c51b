package dev.firebreak.event;

/// Who vouches for a message: the company's own server with a secret, or anybody with the public
/// project token. Public assertions are never the sole ground for a match.
public enum AssertedBy {
  AUTHENTICATED,
  PUBLIC
}
