package dev.firebreak.event;

import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes what may be kept of a part that was not understood: where it came in, why, how large it
/// was, its shape with a type in each value's place, and a keyed hash to recognise repeats.
///
/// ```
/// {"dialect":"mixpanel","endpoint":"/track","reason":"broken_json","bytes":57,
///  "hash":"4f...","shape":"{event:string,properties:{token:string,*:"}
/// ```
///
/// Names that are none of the dialect's own become `*`, since a name may hold a value. Thread-safe.
final class QuarantineSkeletons {
  private static final int HASH_BYTES = 16;
  private static final int SHAPE_CHARS_MAX = 512;
  private static final String ALGORITHM = "HmacSHA256";

  private final String dialect;
  private final Set<String> knownNames;
  private final SecretKeySpec key;

  /// @param knownNames names that may stand in a skeleton; of letters, `_` and `$` only
  QuarantineSkeletons(String dialect, Set<String> knownNames, SecretBytes key) {
    this.dialect = dialect;
    this.knownNames = Set.copyOf(knownNames);
    this.key = new SecretKeySpec(key.toByteArray(CleartextAccess.KEY_USE), ALGORITHM);
  }

  /// The skeleton of `bytes[from, to)`.
  ///
  /// @param endpoint one of the dialect's own words
  /// @param tokens what was read of it before reading failed
  TreatedMessage.Quarantined of(
      String endpoint,
      QuarantineReason reason,
      byte[] bytes,
      int from,
      int to,
      TokenBuffer tokens) {
    String head = head(endpoint, reason, to - from);
    String json =
        head + ",\"hash\":\"" + hash(bytes, from, to) + "\",\"shape\":\"" + shape(tokens) + "\"}";
    return new TreatedMessage.Quarantined(reason, json.getBytes(StandardCharsets.UTF_8));
  }

  /// The skeleton of a body that was not read at all.
  TreatedMessage.Quarantined unread(String endpoint, QuarantineReason reason, long bytes) {
    String json = head(endpoint, reason, bytes) + "}";
    return new TreatedMessage.Quarantined(reason, json.getBytes(StandardCharsets.UTF_8));
  }

  private String head(String endpoint, QuarantineReason reason, long bytes) {
    return "{\"dialect\":\"%s\",\"endpoint\":\"%s\",\"reason\":\"%s\",\"bytes\":%d"
        .formatted(dialect, endpoint, reason.label(), bytes);
  }

  private String hash(byte[] bytes, int from, int to) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(bytes, from, to - from);
      return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), HASH_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  private String shape(TokenBuffer tokens) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < tokens.size() && shape.length() < SHAPE_CHARS_MAX; i++) {
      TokenBuffer.Kind kind = tokens.kind(i);
      if (needsComma(shape, kind)) {
        shape.append(',');
      }
      shape.append(
          switch (kind) {
            case START_OBJECT -> "{";
            case END_OBJECT -> "}";
            case START_ARRAY -> "[";
            case END_ARRAY -> "]";
            case NAME -> (knownNames.contains(tokens.text(i)) ? tokens.text(i) : "*") + ":";
            case STRING -> "string";
            case NUMBER -> "number";
            case TRUE, FALSE -> "boolean";
            case NULL -> "null";
          });
    }
    return shape.toString();
  }

  private static boolean needsComma(StringBuilder shape, TokenBuffer.Kind next) {
    if (shape.isEmpty()
        || next == TokenBuffer.Kind.END_OBJECT
        || next == TokenBuffer.Kind.END_ARRAY) {
      return false;
    }
    char last = shape.charAt(shape.length() - 1);
    return last != '{' && last != '[' && last != ':';
  }
}
