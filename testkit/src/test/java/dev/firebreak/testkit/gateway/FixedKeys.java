package dev.firebreak.testkit.gateway;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.daead.AesSivKey;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyTreatment;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/// The shipped policy under keys and randomness that never change, so that what goes out can be
/// compared with a file.
final class FixedKeys {
  private FixedKeys() {}

  /// A new treatment; two of them treat the same messages the same way.
  static MessageTreatment treatment() {
    try {
      PseudonymKey key =
          new PseudonymKey(
              new VendorId("mixpanel"),
              1,
              new KeyId("test"),
              cipher(),
              SecretBytes.copyOf(bytes(32, 1)));
      return new PolicyTreatment(
          TreatmentSettings.enforcing(
              Policy.shipped("mixpanel"), Set.of("company", "organization_id")),
          new Pseudonymizer(key),
          new SubjectKeyring(SecretBytes.copyOf(bytes(32, 2))),
          SecretBytes.copyOf(bytes(32, 3)),
          new SplittableRandom(7));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-SIV", e);
    }
  }

  @AccessesPartialKey
  private static DeterministicAead cipher() throws GeneralSecurityException {
    DeterministicAeadConfig.register();
    AesSivParameters parameters =
        AesSivParameters.builder()
            .setKeySizeBytes(64)
            .setVariant(AesSivParameters.Variant.NO_PREFIX)
            .build();
    AesSivKey key =
        AesSivKey.builder()
            .setParameters(parameters)
            .setKeyBytes(
                com.google.crypto.tink.util.SecretBytes.copyFrom(
                    bytes(64, 4), InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), DeterministicAead.class);
  }

  private static byte[] bytes(int count, int value) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
