package dev.firebreak.pseudonym;

import dev.firebreak.vendor.VendorId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The format of a token and its associated data; docs/adr/0003-token-format.md.
///
/// ```
/// fb1s  ab2c  base64url(AES-SIV(id))          reversible
/// fb1h  ab2c  base64url(128-bit keyed hash)   resolved by recomputing over the accounts directory
/// |     |
/// |     key id
/// version and form
/// ```
final class Tokens {
  static final String SEALED = "fb1s";
  static final String HASHED = "fb1h";
  static final int PREFIX_LENGTH = SEALED.length() + KeyId.LENGTH;
  static final int SEALED_ID_BYTES_MAX = 48;
  static final int HASH_BYTES = 16;

  private static final byte TOKEN_VERSION = 1;
  private static final Pattern SHAPE = Pattern.compile("fb1[sh][a-z2-7]{4}[A-Za-z0-9_-]{21,}");

  private Tokens() {}

  static boolean looksLikeToken(String text) {
    return text.startsWith("fb1") && SHAPE.matcher(text).matches();
  }

  /// The spans of a text that look like tokens, in their order, each as long as it can be.
  static List<Pseudonymizer.Span> in(String text) {
    if (!text.contains("fb1")) {
      return List.of();
    }
    List<Pseudonymizer.Span> spans = new ArrayList<>();
    Matcher matcher = SHAPE.matcher(text);
    while (matcher.find()) {
      spans.add(new Pseudonymizer.Span(matcher.start(), matcher.end()));
    }
    return spans;
  }

  static Optional<KeyId> keyId(String token) {
    return looksLikeToken(token)
        ? Optional.of(new KeyId(token.substring(SEALED.length(), PREFIX_LENGTH)))
        : Optional.empty();
  }

  /// Token version, vendor and domain, each with its length before it, so that no two triples give
  /// the same bytes.
  static byte[] associatedData(VendorId vendor, Domain domain) {
    byte[] vendorBytes = vendor.value().getBytes(StandardCharsets.UTF_8);
    byte[] domainBytes = domain.label().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 + vendorBytes.length + domainBytes.length)
        .put(TOKEN_VERSION)
        .put((byte) vendorBytes.length)
        .put(vendorBytes)
        .put((byte) domainBytes.length)
        .put(domainBytes)
        .array();
  }

  static String write(String form, KeyId id, byte[] body) {
    return form + id.value() + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
  }
}
