package dev.firebreak.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.security.GeneralSecurityException;

/// The kinds of keys that an installation has, as Tink names them.
final class Ciphers {
  /// Wraps one key file.
  static final AesGcmParameters WRAPPING = gcm(AesGcmParameters.Variant.TINK);

  /// Makes and resolves tokens.
  static final AesSivParameters TOKENS = aesSiv();

  /// Segments that the cipher is called for often enough to be compiled soon: with 1 MiB a gibibyte
  /// went by before (ADR 12).
  private static final int SEGMENT_BYTES = 16 << 10;

  /// Seals streams.
  static final AesGcmHkdfStreamingParameters STREAMS = streams();

  private static final AesGcmParameters RAW = gcm(AesGcmParameters.Variant.NO_PREFIX);
  private static final int KEY_BYTES = 32;

  static {
    try {
      AeadConfig.register();
      DeterministicAeadConfig.register();
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Ciphers() {}

  static <P> P primitive(KeysetHandle handle, Class<P> type) {
    try {
      return handle.getPrimitive(RegistryConfiguration.get(), type);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink offers no " + type.getSimpleName(), e);
    }
  }

  /// AES-256-GCM under bytes that were made elsewhere.
  ///
  /// @throws FirebreakException KEY_UNREADABLE where they are not 32
  static Aead aead(SecretBytes key) {
    byte[] bytes = key.toByteArray(CleartextAccess.KEY_USE);
    if (bytes.length != KEY_BYTES) {
      throw new FirebreakException(
          ErrorCode.KEY_UNREADABLE, "a master key has 32 bytes, not " + bytes.length);
    }
    try {
      return aead(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-GCM", e);
    }
  }

  @AccessesPartialKey
  private static Aead aead(byte[] bytes) throws GeneralSecurityException {
    AesGcmKey key =
        AesGcmKey.builder()
            .setParameters(RAW)
            .setKeyBytes(
                com.google.crypto.tink.util.SecretBytes.copyFrom(
                    bytes, InsecureSecretKeyAccess.get()))
            .build();
    KeysetHandle handle =
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
            .build();
    return primitive(handle, Aead.class);
  }

  private static AesGcmHkdfStreamingParameters streams() {
    try {
      return AesGcmHkdfStreamingParameters.builder()
          .setKeySizeBytes(32)
          .setDerivedAesGcmKeySizeBytes(32)
          .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
          .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AesGcmParameters gcm(AesGcmParameters.Variant variant) {
    try {
      return AesGcmParameters.builder()
          .setKeySizeBytes(32)
          .setIvSizeBytes(12)
          .setTagSizeBytes(16)
          .setVariant(variant)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-GCM", e);
    }
  }

  private static AesSivParameters aesSiv() {
    try {
      return AesSivParameters.builder()
          .setKeySizeBytes(64)
          .setVariant(AesSivParameters.Variant.NO_PREFIX)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-SIV", e);
    }
  }
}
