package dev.firebreak.assessment;

import java.util.Collection;
import java.util.Map;

/// Resolves the distinct tokens of a data set in one audited step: [#announce] once, then the
/// tokens in batches. Implementations write the audit entry (file hash, number of tokens, reason)
/// when it is announced, and resolve nothing before.
public interface TokenLookup {
  /// Without any keys: nothing resolves.
  TokenLookup NONE =
      new TokenLookup() {
        @Override
        public void announce(long tokens, String filesSha256) {}

        @Override
        public Map<String, Identity> resolve(Collection<String> tokens) {
          return Map.of();
        }

        @Override
        public Map<String, Identity> recompute(Collection<String> accountIds) {
          return Map.of();
        }
      };

  /// Whether a resolved id is an account's or a device's; the company's directory decides in doubt.
  record Identity(String domain, String id) {}

  /// Says how many distinct tokens will be resolved or looked for; before anything else.
  ///
  /// @param filesSha256 names the data set in the audit entry
  void announce(long tokens, String filesSha256);

  /// The identities behind reversible tokens of one batch; tokens that no key made are absent from
  /// the answer.
  Map<String, Identity> resolve(Collection<String> tokens);

  /// The keyed-hash tokens of a batch of known account ids, token to identity, to match those that
  /// cannot be reversed.
  Map<String, Identity> recompute(Collection<String> accountIds);

  /// The keyed-hash tokens of a batch of known organisation ids, token to identity. Without keys
  /// there are none.
  default Map<String, Identity> recomputeOrganizations(Collection<String> organizationIds) {
    return Map.of();
  }

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
