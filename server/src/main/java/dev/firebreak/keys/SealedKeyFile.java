package dev.firebreak.keys;

import com.google.crypto.tink.Aead;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The format of the file into which a key is sealed; docs/adr/0029-key-lifecycle.md.
///
/// ```
/// { "firebreakSealedKey": 1, "vendor": "mixpanel", "keyVersion": 1, "keyId": "ab2c",
///   "retainUntil": "2029-11-27T00:00:00Z", "salt": 16 bytes,
///   "sealed": AES-256-GCM({"keyset": ..., "hashKey": ...}) }
/// ```
///
/// The key of the seal is HKDF-SHA-256 of the opening code and the salt. What stands in the clear
/// is told to people only; the seal is bound to vendor, keyVersion and key id as the register has
/// them. Neither the master key nor anything else of the installation opens it.
final class SealedKeyFile {
  /// Longest file that is read.
  static final int BYTES_MAX = 64 << 10;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private SealedKeyFile() {}

  static byte[] seal(
      KeyVersion version,
      KeyMaterial material,
      OpeningCode code,
      Instant retainUntil,
      RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Map<String, Object> secrets = new LinkedHashMap<>();
    secrets.put("keyset", text(material.keyset().toByteArray(CleartextAccess.KEY_USE)));
    secrets.put("hashKey", text(material.hashKey().toByteArray(CleartextAccess.KEY_USE)));
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("firebreakSealedKey", 1);
    file.put("vendor", version.vendor().value());
    file.put("keyVersion", version.keyVersion());
    file.put("keyId", version.id().value());
    file.put("retainUntil", retainUntil.toString());
    file.put("salt", text(salt));
    try {
      byte[] sealed =
          aead(code, salt).encrypt(JSON.writeValueAsBytes(secrets), associatedData(version));
      file.put("sealed", text(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key could not be sealed", e);
    }
    return (JSON.writeValueAsString(file) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// @throws FirebreakException KEY_UNREADABLE where it is no such file, another version's,
  ///   altered, or the code is another one
  static KeyMaterial open(byte[] file, KeyVersion version, OpeningCode code) {
    try {
      JsonNode json = JSON.readTree(file);
      byte[] salt = bytes(json, "salt");
      JsonNode secrets =
          JSON.readTree(aead(code, salt).decrypt(bytes(json, "sealed"), associatedData(version)));
      return new KeyMaterial(
          SecretBytes.copyOf(bytes(secrets, "keyset")),
          SecretBytes.copyOf(bytes(secrets, "hashKey")));
    } catch (GeneralSecurityException | JacksonException | IllegalArgumentException e) {
      throw new FirebreakException(
          ErrorCode.KEY_UNREADABLE,
          "the file does not open with this code as version "
              + version.keyVersion()
              + " of "
              + version.vendor()
              + ": check the code, and that the file is the one that was sealed",
          e);
    }
  }

  private static byte[] associatedData(KeyVersion version) {
    return ("firebreak sealed key 1: " + version.file()).getBytes(StandardCharsets.UTF_8);
  }

  private static Aead aead(OpeningCode code, byte[] salt) {
    try {
      byte[] key =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(code.bytes().toByteArray(CleartextAccess.KEY_USE))
                      .addSalt(salt)
                      .thenExpand(
                          "firebreak sealed key 1".getBytes(StandardCharsets.UTF_8), KEY_BYTES));
      return Ciphers.aead(SecretBytes.copyOf(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(JsonNode json, String field) {
    return Base64.getDecoder().decode(json.path(field).asString(""));
  }
}
