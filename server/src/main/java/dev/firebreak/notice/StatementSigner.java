package dev.firebreak.notice;

import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.CleartextAccess;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signs what the public page publishes, with Ed25519 in OpenSSH's form, which a program that is on
/// most machines checks offline:
///
/// ```
/// ssh-keygen -Y check-novalidate -n firebreak -s FILE.sig < FILE
/// ```
///
/// It says by which key the file was signed; readers compare that with the one under
/// `/.well-known/` on the company's main domain. Thread-safe.
final class StatementSigner {
  private static final String TYPE = "ssh-ed25519";
  private static final String NAMESPACE = "firebreak";
  private static final String HASH = "sha512";
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int LINE_LENGTH = 70;

  private final Ed25519PrivateKeyParameters key;

  StatementSigner(KeyStore keys) {
    byte[] seed = keys.secret("notice-statement").toByteArray(CleartextAccess.KEY_USE);
    key = new Ed25519PrivateKeyParameters(seed, 0);
  }

  /// The command that checks a file offline.
  static String check(String file) {
    return "ssh-keygen -Y check-novalidate -n " + NAMESPACE + " -s " + file + ".sig < " + file;
  }

  /// The public key as OpenSSH writes it: type, key, whose it is.
  String publicKey(String owner) {
    return TYPE + " " + Base64.getEncoder().encodeToString(wireKey()) + " " + owner + "\n";
  }

  /// The signature of a file, in lines (OpenSSH's PROTOCOL.sshsig).
  String sign(byte[] file) {
    byte[] signed =
        new Wire().raw(MAGIC).text(NAMESPACE).text("").text(HASH).bytes(sha512(file)).toByteArray();
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(signed, 0, signed.length);
    byte[] blob =
        new Wire()
            .raw(MAGIC)
            .number(VERSION)
            .bytes(wireKey())
            .text(NAMESPACE)
            .text("")
            .text(HASH)
            .bytes(new Wire().text(TYPE).bytes(signer.generateSignature()).toByteArray())
            .toByteArray();
    return "-----BEGIN SSH SIGNATURE-----\n"
        + Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(blob)
        + "\n-----END SSH SIGNATURE-----\n";
  }

  private byte[] wireKey() {
    return new Wire().text(TYPE).bytes(key.generatePublicKey().getEncoded()).toByteArray();
  }

  private static byte[] sha512(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /// Texts and bytes with their lengths before them (RFC 4251 §5). Confined to one thread.
  private static final class Wire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Wire raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Wire number(int number) {
      return raw(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    Wire bytes(byte[] bytes) {
      return number(bytes.length).raw(bytes);
    }

    Wire text(String text) {
      return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }
}
