package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/// Hashes of identifiers under a random key, so that nobody can write a file whose identifiers all
/// have one hash. Capitals do not count. Confined to one thread.
final class IdentifierHash {
  private final SipHash sipHash = new SipHash();

  IdentifierHash(byte[] key) {
    sipHash.init(new KeyParameter(key));
  }

  long of(String identifier) {
    byte[] bytes = plain(identifier).getBytes(StandardCharsets.UTF_8);
    sipHash.update(bytes, 0, bytes.length);
    return sipHash.doFinal();
  }

  /// Everything that a person is found by: account ids, the account's address, and what the file
  /// has of them.
  static Set<String> identifiers(PersonExposure person) {
    Set<String> identifiers = new LinkedHashSet<>();
    identifiers.add(plain(person.person()));
    person.accountId().map(IdentifierHash::plain).ifPresent(identifiers::add);
    person.email().map(IdentifierHash::plain).ifPresent(identifiers::add);
    person.accounts().forEach(account -> identifiers.add(plain(account)));
    person.identifiers().forEach(identifier -> identifiers.add(plain(identifier.value())));
    return identifiers;
  }

  /// How identifiers are compared.
  static String plain(String identifier) {
    return identifier.strip().toLowerCase(Locale.ROOT);
  }
}
