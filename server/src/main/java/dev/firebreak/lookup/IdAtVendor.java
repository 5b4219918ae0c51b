package dev.firebreak.lookup;

import java.util.Optional;

/// An id under which a vendor has, or would have, a person.
///
/// @param id as the vendor has it: a token, or clear where the policy passes it
/// @param keyVersion of the key that made it; empty for an id in clear
/// @param of what of the person it is
/// @param disclosed whether the ledger knows that the vendor got it; else it is what the vendor
///   would get, or got before the ledger began
public record IdAtVendor(String id, Optional<Integer> keyVersion, Owner of, boolean disclosed) {

  /// What an id belongs to.
  public enum Owner {
    ACCOUNT,
    /// A device that is linked to this account only, on the word of an authenticated sender.
    DEVICE,
    /// A device that other accounts are linked to as well.
    SHARED_DEVICE,
    /// A device that only a public sender linked to the account: anybody could have.
    CLAIMED_DEVICE
  }

  @Override
  public String toString() {
    return "IdAtVendor[" + of + "]";
  }
}
