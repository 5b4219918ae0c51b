package dev.firebreak.audit;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The public half of the key that signs audit heads; immutable.
public final class AuditKey {
  /// What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4).
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private final Ed25519PublicKeyParameters key;

  private AuditKey(Ed25519PublicKeyParameters key) {
    this.key = key;
  }

  static AuditKey of(SecretBytes seed) {
    return new AuditKey(signing(seed).generatePublicKey());
  }

  /// Reads a key in PEM, as [#pem] writes it.
  ///
  /// @throws FirebreakException WRONG_USE for anything else
  public static AuditKey parse(String text) {
    Matcher pem = PEM.matcher(text);
    if (pem.find()) {
      byte[] bytes = decoded(pem.group(1).replaceAll("\\s", ""));
      int prefix = PREFIX.length;
      if (bytes.length == prefix + Ed25519PublicKeyParameters.KEY_SIZE
          && Arrays.equals(PREFIX, Arrays.copyOf(bytes, prefix))) {
        return new AuditKey(new Ed25519PublicKeyParameters(bytes, prefix));
      }
    }
    throw new FirebreakException(
        ErrorCode.WRONG_USE,
        "this is no Ed25519 public key in PEM, as `firebreak audit key` prints it");
  }

  /// The key in PEM (RFC 7468 §13), which OpenSSL and others read.
  public String pem() {
    byte[] raw = key.getEncoded();
    byte[] bytes = Arrays.copyOf(PREFIX, PREFIX.length + raw.length);
    System.arraycopy(raw, 0, bytes, PREFIX.length, raw.length);
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(bytes)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /// Whether a head was signed by this key.
  public boolean signed(SignedHead head) {
    byte[] bytes = SignedHead.signed(head.head(), head.at());
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(bytes, 0, bytes.length);
    return verifier.verifySignature(decoded(head.signature()));
  }

  static SignedHead sign(SecretBytes seed, AuditHead head, Instant at) {
    byte[] bytes = SignedHead.signed(head, at);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, signing(seed));
    signer.update(bytes, 0, bytes.length);
    return new SignedHead(head, at, Base64.getEncoder().encodeToString(signer.generateSignature()));
  }

  private static Ed25519PrivateKeyParameters signing(SecretBytes seed) {
    return new Ed25519PrivateKeyParameters(seed.toByteArray(CleartextAccess.KEY_USE), 0);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
