package dev.firebreak.assessment;

import java.util.Collection;
import java.util.Map;

/// Resolves the distinct tokens of a data set in one audited step. Implementations write the audit
/// entry (file hash, number of tokens, reason) before they answer.
public interface TokenLookup {
  /// Without any keys: nothing resolves.
  TokenLookup NONE =
      new TokenLookup() {
        @Override
        public Map<String, Identity> resolve(Collection<String> tokens, String filesSha256) {
          return Map.of();
        }

        @Override
        public Map<String, Identity> recompute(Collection<String> accountIds) {
          return Map.of();
        }
      };

  /// Whether a resolved id is an account's or a device's; the company's directory decides in doubt.
  record Identity(String domain, String id) {}

  /// The identities behind reversible tokens; tokens that no key made are absent from the answer.
  ///
  /// @param filesSha256 names the data set in the audit entry
  Map<String, Identity> resolve(Collection<String> tokens, String filesSha256);

  /// The keyed-hash tokens of known account ids, token to identity, to match those that cannot be
  /// reversed.
  Map<String, Identity> recompute(Collection<String> accountIds);

  /// The ledger's subject keys of device ids, as hex, by id: they tell which of its links concern a
  /// device of the data set. Without a ledger there are none.
  default Map<String, String> deviceKeys(Collection<String> deviceIds) {
    return Map.of();
  }

  /// The ledger's subject keys of account ids, as hex, by id.
  default Map<String, String> accountKeys(Collection<String> accountIds) {
    return Map.of();
  }
}
