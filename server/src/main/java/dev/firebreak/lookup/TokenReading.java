package dev.firebreak.lookup;

import dev.firebreak.keys.KeyVersion;
import dev.firebreak.lookup.TokenAnswer.Kind;
import dev.firebreak.lookup.TokenAnswer.Outcome;
import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.vendor.VendorId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a token says by itself, and the tokens that an account would have. Confined.
final class TokenReading {
  private final Optional<VendorId> vendor;
  private final Map<KeyId, KeyVersion> versions;
  private final PseudonymResolver resolver;
  private final Map<KeyId, Pseudonymizer> makers = new HashMap<>();

  /// Keys of tokens that must be looked for.
  private final Set<KeyId> needed = new HashSet<>();

  /// @param vendor whose tokens are meant; empty for any
  /// @param versions all that there ever were
  /// @param here the keys that resolve
  TokenReading(
      Optional<VendorId> vendor, Map<KeyId, KeyVersion> versions, List<PseudonymKey> here) {
    this.vendor = vendor;
    this.versions = Map.copyOf(versions);
    resolver = new PseudonymResolver(here);
    here.forEach(key -> makers.put(key.id(), new Pseudonymizer(key)));
  }

  /// The answer as far as the token alone gives it. One that is to be looked for among accounts is
  /// [Outcome#NEEDS_DIRECTORY].
  TokenAnswer read(String asked) {
    String token = DevicePrefix.strip(asked.strip());
    Optional<KeyId> named =
        PseudonymResolver.keyIdOf(token).or(() -> PseudonymResolver.keyIdOf(folded(token)));
    if (named.isEmpty()) {
      return TokenAnswer.without(asked, Outcome.NOT_A_TOKEN, Optional.empty());
    }
    Optional<KeyVersion> version = named.map(versions::get);
    if (version.isEmpty()) {
      return TokenAnswer.without(asked, Outcome.KEY_UNKNOWN, version);
    }
    if (vendor.isPresent() && !vendor.get().equals(version.get().vendor())) {
      return TokenAnswer.without(asked, Outcome.OTHER_VENDOR, version);
    }
    return switch (version.get().state()) {
      case SEALED -> TokenAnswer.without(asked, Outcome.KEY_SEALED, version);
      case DESTROYED -> TokenAnswer.without(asked, Outcome.KEY_DESTROYED, version);
      case ONLINE, UNSEALED ->
          resolver
              .resolve(token)
              .map(found ->
                  new TokenAnswer(
                      asked,
                      Outcome.RESOLVED,
                      version,
                      Optional.of(found.id()),
                      kind(found.domain()),
                      List.of(),
                      List.of()))
              .orElseGet(() -> toBeLookedFor(asked, version.get()));
    };
  }

  private TokenAnswer toBeLookedFor(String asked, KeyVersion version) {
    needed.add(version.id());
    return TokenAnswer.without(asked, Outcome.NEEDS_DIRECTORY, Optional.of(version));
  }

  /// How a token is looked for whose letters' case may have been changed.
  static String folded(String token) {
    return DevicePrefix.strip(token.strip()).toLowerCase(Locale.ROOT);
  }

  /// Every token that an account's id has under the keys of those to be looked for, folded.
  List<String> foldedTokens(String accountId) {
    List<String> tokens = new ArrayList<>();
    for (KeyId id : needed) {
      Pseudonymizer maker = Objects.requireNonNull(makers.get(id));
      tokens.add(folded(maker.token(Domain.PERSON, accountId)));
      tokens.add(folded(maker.hashToken(Domain.PERSON, accountId)));
    }
    return tokens;
  }

  private static Kind kind(Domain domain) {
    return switch (domain) {
      case PERSON -> Kind.PERSON;
      case ORG -> Kind.ORGANIZATION;
      case EMAIL, PHONE, NAME, SESSION, OTHER -> Kind.VALUE;
    };
  }
}
