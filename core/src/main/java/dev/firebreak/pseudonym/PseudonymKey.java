package dev.firebreak.pseudonym;

import com.google.crypto.tink.DeterministicAead;
import dev.firebreak.vendor.VendorId;

/// The key material of one vendor and keyVersion: Tink's AES256_SIV (RFC 5297, NO_PREFIX) for
/// reversible tokens, and a MAC key for keyed hashes. Random, and stored on its own: never derived
/// from a root that survives it. AES-SIV is symmetric, so whoever can make a token can resolve it.
///
/// @param vendor whose tokens these are
/// @param keyVersion 1 for a vendor's first key, one more with each rotation
/// @param id the key's name inside tokens
/// @param cipher makes and resolves `fb1s` tokens
/// @param hashKey makes `fb1h` tokens; 32 bytes
public record PseudonymKey(
    VendorId vendor, int keyVersion, KeyId id, DeterministicAead cipher, SecretBytes hashKey) {
  public PseudonymKey {
    if (keyVersion < 1) {
      throw new IllegalArgumentException("keyVersion starts at 1");
    }
    if (hashKey.length() != 32) {
      throw new IllegalArgumentException("a hash key has 32 bytes");
    }
  }
}
