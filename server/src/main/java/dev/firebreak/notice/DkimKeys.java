package dev.firebreak.notice;

import com.google.crypto.tink.Aead;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/// The keys that sign mail, made when they are first asked for: one of each [DkimAlgorithm] for a
/// selector. Another selector in the settings makes new ones, which is how they are replaced: the
/// new records are published first, and the old ones stay until the last mail signed with them has
/// arrived. Thread-safe.
public final class DkimKeys {
  private static final int RSA_BITS = 2048;

  private final ControlDatabase control;
  private final KeyStore keys;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public DkimKeys(ControlDatabase control, KeyStore keys, Clock clock) {
    this.control = control;
    this.keys = keys;
    this.clock = clock;
  }

  /// @param publicKey in base64, as DNS has it
  private record Stored(byte[] sealed, String publicKey) {}

  /// A key that mails are signed with.
  ///
  /// @param selector below `_domainkey`
  record Signing(String selector, DkimAlgorithm algorithm, String publicKey) {}

  private record Made(byte[] privateKey, String publicKey) {}

  /// What signs for a domain with the keys of a selector.
  public DkimSigner signer(String domain, String selector) {
    PrivateKey rsa;
    try {
      rsa =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(open(selector, DkimAlgorithm.RSA)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the RSA key that was made here is none", e);
    }
    Ed25519PrivateKeyParameters ed25519 =
        new Ed25519PrivateKeyParameters(open(selector, DkimAlgorithm.ED25519), 0);
    return new DkimSigner(domain, selector, rsa, ed25519, clock);
  }

  /// What the domain's DNS must say for the keys of a selector.
  public List<DkimRecord> records(String domain, String selector) {
    List<DkimRecord> records = new ArrayList<>();
    for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
      records.add(
          new DkimRecord(
              algorithm.selector(selector) + "._domainkey." + domain,
              algorithm,
              stored(selector, algorithm).publicKey()));
    }
    return List.copyOf(records);
  }

  /// The public halves of all keys that there are, also of selectors that sign no more.
  List<Signing> all() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT selector, algorithm, public FROM dkim_key ORDER BY made_at_millis")
                .map((row, _) -> {
                  DkimAlgorithm algorithm = DkimAlgorithm.valueOf(row.getString(2));
                  return new Signing(
                      algorithm.selector(row.getString(1)), algorithm, row.getString(3));
                })
                .list());
  }

  private byte[] open(String selector, DkimAlgorithm algorithm) {
    try {
      return aead().decrypt(stored(selector, algorithm).sealed(), bound(selector, algorithm));
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the key that signs mail does not open with this installation's keys; database and keys"
              + " must come from the same backup. Or name another selector in mail.dkim-selector"
              + " and publish its records",
          e);
    }
  }

  private Stored stored(String selector, DkimAlgorithm algorithm) {
    return find(selector, algorithm).orElseGet(() -> make(selector, algorithm));
  }

  /// Makes a key; of two who make one at once the first wins for both.
  private Stored make(String selector, DkimAlgorithm algorithm) {
    Made made = algorithm == DkimAlgorithm.RSA ? rsa() : ed25519();
    byte[] sealed;
    try {
      sealed = aead().encrypt(made.privateKey(), bound(selector, algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signs mail could not be sealed", e);
    }
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO dkim_key (selector, algorithm, sealed_private, public, made_at_millis)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                selector,
                algorithm.name(),
                sealed,
                made.publicKey(),
                clock.millis()));
    return find(selector, algorithm).orElseThrow();
  }

  private Optional<Stored> find(String selector, DkimAlgorithm algorithm) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT sealed_private, public FROM dkim_key WHERE selector = :selector"
                        + " AND algorithm = :algorithm")
                .bind("selector", selector)
                .bind("algorithm", algorithm.name())
                .map((row, _) -> new Stored(row.getBytes(1), row.getString(2)))
                .findOne());
  }

  private Made rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      KeyPair pair = generator.generateKeyPair();
      return new Made(
          pair.getPrivate().getEncoded(),
          Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private Made ed25519() {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
    return new Made(
        key.getEncoded(), Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded()));
  }

  private Aead aead() {
    return keys.aead("mail-signing");
  }

  private static byte[] bound(String selector, DkimAlgorithm algorithm) {
    return ("dkim 1: " + selector + ": " + algorithm.name()).getBytes(StandardCharsets.UTF_8);
  }
}
