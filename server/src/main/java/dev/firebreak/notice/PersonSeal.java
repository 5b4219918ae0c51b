package dev.firebreak.notice;

import com.google.crypto.tink.Aead;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import tools.jackson.databind.json.JsonMapper;

/// Seals who an addressee is, under the campaign's own key: destroying that key makes the campaign
/// anonymous for good. A sealed person opens only beside its own notice number. Thread-safe.
final class PersonSeal {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Aead aead;
  private final String campaign;

  PersonSeal(KeyStore keys, String campaign) {
    this.aead = keys.aead("notice-" + campaign);
    this.campaign = campaign;
  }

  byte[] seal(String number, Addressee addressee) {
    return encrypt(JSON.writeValueAsBytes(addressee), number);
  }

  Addressee open(String number, byte[] sealed) {
    return JSON.readValue(decrypt(sealed, number), Addressee.class);
  }

  byte[] sealAccount(String accountId) {
    return encrypt(accountId.getBytes(StandardCharsets.UTF_8), "set aside");
  }

  String openAccount(byte[] sealed) {
    return new String(decrypt(sealed, "set aside"), StandardCharsets.UTF_8);
  }

  byte[] sealAccountKey(byte[] key) {
    return encrypt(key, "account key");
  }

  byte[] openAccountKey(byte[] sealed) {
    return decrypt(sealed, "account key");
  }

  byte[] sealText(long place, String written) {
    return encrypt(written.getBytes(StandardCharsets.UTF_8), "text " + place);
  }

  String openText(long place, byte[] sealed) {
    return new String(decrypt(sealed, "text " + place), StandardCharsets.UTF_8);
  }

  private byte[] encrypt(byte[] plain, String purpose) {
    try {
      return aead.encrypt(plain, associatedData(purpose));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an addressee could not be sealed", e);
    }
  }

  private byte[] decrypt(byte[] sealed, String purpose) {
    try {
      return aead.decrypt(sealed, associatedData(purpose));
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "an addressee of campaign "
              + campaign
              + " does not open with this installation's keys; database and keys must come from the"
              + " same backup",
          e);
    }
  }

  private byte[] associatedData(String purpose) {
    return ("notice 1: " + campaign + ": " + purpose).getBytes(StandardCharsets.UTF_8);
  }
}
