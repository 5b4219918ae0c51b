package dev.firebreak.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.DeterministicAead;
import dev.firebreak.vendor.VendorId;
import org.junit.jupiter.api.Test;

class PseudonymizerTest {
  private static final DeterministicAead NO_CIPHER =
      new DeterministicAead() {
        @Override
        public byte[] encryptDeterministically(byte[] plaintext, byte[] associatedData) {
          return new byte[32];
        }

        @Override
        public byte[] decryptDeterministically(byte[] ciphertext, byte[] associatedData) {
          throw new UnsupportedOperationException("nothing is resolved here");
        }
      };

  private final Pseudonymizer pseudonymizer =
      new Pseudonymizer(
          new PseudonymKey(
              new VendorId("mixpanel"),
              1,
              new KeyId("ab2c"),
              NO_CIPHER,
              SecretBytes.copyOf(new byte[32])));

  /// A sender chooses the length of its ids, and a cache that kept them would be his to fill.
  @Test
  void idsThatAreTooLongToBeSealedAreNotKept() {
    for (int i = 0; i < 100; i++) {
      String id = i + "x".repeat(1000 + i);
      assertThat(pseudonymizer.token(Domain.PERSON, id))
          .startsWith("fb1hab2c")
          .isEqualTo(pseudonymizer.token(Domain.PERSON, id));
    }
    assertThat(pseudonymizer.keptTokens()).isZero();
    pseudonymizer.token(Domain.PERSON, "u".repeat(48));
    pseudonymizer.token(Domain.PERSON, "u".repeat(49));
    assertThat(pseudonymizer.keptTokens()).isEqualTo(1);
  }
}
