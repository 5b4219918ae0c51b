package dev.firebreak.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/// Tokens of every vendor and keyVersion go back to their ids under their own key, and under no
/// other.
class TokenRoundTripTest {
  @TempDir Path folder;

  @RepeatedTest(20)
  void aTokenResolvesUnderItsOwnKeyAlone(RepetitionInfo repetition) {
    RandomGenerator random = new SplittableRandom(repetition.getCurrentRepetition());
    KeyStore store = KeyStore.open(folder, SecretBytes.copyOf(new byte[32]));
    for (VendorId vendor : List.of(new VendorId("mixpanel"), new VendorId("amplitude"))) {
      store.pseudonymKey(vendor);
      store.rotate(vendor, _ -> {});
    }
    List<PseudonymKey> keys = store.pseudonymKeys();
    for (int i = 0; i < 20; i++) {
      PseudonymKey key = keys.get(random.nextInt(keys.size()));
      Domain domain = Domain.values()[random.nextInt(Domain.values().length)];
      check(keys, key, domain, id(random));
    }
  }

  private static void check(List<PseudonymKey> keys, PseudonymKey key, Domain domain, String id) {
    String token = new Pseudonymizer(key).token(domain, id);
    assertThat(new PseudonymResolver(keys).resolve(token))
        .hasValueSatisfying(found -> {
          assertThat(found.id()).isEqualTo(id);
          assertThat(found.domain()).isEqualTo(domain);
          assertThat(found.key()).isEqualTo(key);
        });
    List<PseudonymKey> others = keys.stream().filter(each -> !each.equals(key)).toList();
    assertThat(new PseudonymResolver(others).resolve(token)).isEmpty();
    for (PseudonymKey foreign : others) {
      String renamed = token.replace(key.id().value(), foreign.id().value());
      assertThat(new PseudonymResolver(keys).resolve(renamed)).isEmpty();
      assertThat(new Pseudonymizer(foreign).token(domain, id)).isNotEqualTo(token);
    }
  }

  /// Up to 12 characters of any plane, so at most 48 bytes.
  private static String id(RandomGenerator random) {
    return random
        .ints(1 + random.nextInt(12), 1, Character.MAX_CODE_POINT + 1)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
