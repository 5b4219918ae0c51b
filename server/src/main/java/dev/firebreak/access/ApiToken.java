package dev.firebreak.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A token of an operator, as it is listed: nobody can use it from here. Immutable.
///
/// @param id names it to revoke it
/// @param operator whose it is; every use of it is theirs
/// @param role what the operator may do now
/// @param note what it is for
/// @param scopes what it may be used for
/// @param usedAt its last use, to the minute
public record ApiToken(
    String id,
    String operator,
    Role role,
    String note,
    Set<Scope> scopes,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }

  /// Whether it lets anybody in.
  public boolean isValid(Instant now) {
    return revokedAt.isEmpty() && now.isBefore(expiresAt);
  }

  /// Whether its scopes and its operator's role reach.
  public boolean may(Scope scope, Role needed) {
    return scopes.contains(scope) && role.includes(needed);
  }
}
