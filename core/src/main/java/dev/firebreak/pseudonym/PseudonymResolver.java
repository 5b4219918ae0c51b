package dev.firebreak.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Turns tokens back into ids: the company's own lawful reversal, never part of the gateway. It is
/// pure; whoever calls it writes an audit entry with the reason first. Thread-safe.
public final class PseudonymResolver {
  /// What a token stood for.
  public record Resolved(PseudonymKey key, Domain domain, String id) {
    @Override
    public String toString() {
      return "Resolved[" + key.vendor() + ", " + domain + "]";
    }
  }

  private final Map<KeyId, PseudonymKey> keys = new HashMap<>();

  /// @param keys of all vendors and keyVersions that may be resolved
  public PseudonymResolver(Collection<PseudonymKey> keys) {
    for (PseudonymKey key : keys) {
      this.keys.put(key.id(), key);
    }
  }

  /// True for text of a token's shape, whether or not any key here made it.
  public static boolean looksLikeToken(String text) {
    return Tokens.looksLikeToken(text);
  }

  /// The key id that a text of a token's shape names, whether or not there is such a key.
  public static Optional<KeyId> keyIdOf(String token) {
    return Tokens.keyId(token);
  }

  /// The key that a text of a token's shape names, if it is here; it may not have made the text.
  public Optional<PseudonymKey> keyOf(String token) {
    return Tokens.keyId(token).flatMap(id -> Optional.ofNullable(keys.get(id)));
  }

  /// The id behind a reversible token. Empty for anything that no key here made: other text, an
  /// altered token, another vendor's id in the wrong domain, and every keyed hash (those are
  /// recomputed over the accounts directory instead).
  public Optional<Resolved> resolve(String token) {
    if (!token.startsWith(Tokens.SEALED)) {
      return Optional.empty();
    }
    return keyOf(token).flatMap(key -> open(key, token.substring(Tokens.PREFIX_LENGTH)));
  }

  private static Optional<Resolved> open(PseudonymKey key, String body) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(body);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    for (Domain domain : Domain.values()) {
      Optional<Resolved> resolved = open(key, domain, sealed);
      if (resolved.isPresent()) {
        return resolved;
      }
    }
    return Optional.empty();
  }

  private static Optional<Resolved> open(PseudonymKey key, Domain domain, byte[] sealed) {
    try {
      byte[] id =
          key.cipher()
              .decryptDeterministically(sealed, Tokens.associatedData(key.vendor(), domain));
      return Optional.of(new Resolved(key, domain, new String(id, StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException notThisDomain) {
      return Optional.empty();
    }
  }
}
