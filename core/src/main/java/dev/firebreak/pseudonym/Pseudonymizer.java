package dev.firebreak.pseudonym;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the tokens of one vendor under its current key. One id gives one token in every slot of
/// its domain, another in another domain and another at the next vendor. Thread-safe; a cache
/// answers repeated ids, bounded in number and, since long ids are not kept, in memory.
public final class Pseudonymizer {
  private static final int CACHE_ENTRIES_MAX = 65_536;

  private final PseudonymKey key;
  private final byte[][] associatedData = new byte[Domain.values().length][];
  private final ThreadLocal<Mac> macs;
  private final ConcurrentHashMap<CacheKey, String> cache = new ConcurrentHashMap<>();

  public Pseudonymizer(PseudonymKey key) {
    this.key = key;
    for (Domain domain : Domain.values()) {
      associatedData[domain.ordinal()] = Tokens.associatedData(key.vendor(), domain);
    }
    SecretKeySpec hashKey =
        new SecretKeySpec(key.hashKey().toByteArray(CleartextAccess.KEY_USE), "HmacSHA256");
    macs = ThreadLocal.withInitial(() -> newMac(hashKey));
  }

  /// True for text of a token's shape, whether or not any key of ours made it.
  public static boolean looksLikeToken(String text) {
    return Tokens.looksLikeToken(text);
  }

  /// Where a text has what looks like a token.
  ///
  /// @param end exclusive
  public record Span(int start, int end) {}

  /// The spans of a text that have a token's shape, in their order.
  public static List<Span> tokensIn(String text) {
    return Tokens.in(text);
  }

  /// The keyVersion under which tokens are made.
  public int keyVersion() {
    return key.keyVersion();
  }

  /// The token of an id: reversible up to 48 bytes of UTF-8, else a keyed hash. An id that itself
  /// looks like a token is data like any other.
  public String token(Domain domain, String id) {
    if (id.length() > Tokens.SEALED_ID_BYTES_MAX) {
      return hashToken(domain, id);
    }
    CacheKey cacheKey = new CacheKey(domain, id);
    String cached = cache.get(cacheKey);
    if (cached != null) {
      return cached;
    }
    String token = newToken(domain, id);
    if (cache.size() >= CACHE_ENTRIES_MAX) {
      cache.clear();
    }
    cache.put(cacheKey, token);
    return token;
  }

  /// The keyed hash of an id, for slots under 100 characters and for `hash` treatments: `fb1h`.
  public String hashToken(Domain domain, String id) {
    byte[] hash = Arrays.copyOf(mac(domain, id), Tokens.HASH_BYTES);
    return Tokens.write(Tokens.HASHED, key.id(), hash);
  }

  /// Number of tokens that are kept for ids that come again.
  int keptTokens() {
    return cache.size();
  }

  private String newToken(Domain domain, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Tokens.SEALED_ID_BYTES_MAX) {
      return hashToken(domain, id);
    }
    try {
      byte[] sealed =
          key.cipher().encryptDeterministically(bytes, associatedData[domain.ordinal()]);
      return Tokens.write(Tokens.SEALED, key.id(), sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-SIV refused an id of " + bytes.length + " bytes", e);
    }
  }

  private byte[] mac(Domain domain, String id) {
    Mac mac = macs.get();
    mac.update(associatedData[domain.ordinal()]);
    return mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac newMac(SecretKeySpec hashKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(hashKey);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private record CacheKey(Domain domain, String id) {}
}
