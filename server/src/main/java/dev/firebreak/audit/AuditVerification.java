package dev.firebreak.audit;

import java.util.Optional;

/// What a walk over the whole chain found.
///
/// @param entries entries that hold, counted up to the first fault
/// @param head the end of the part that holds
/// @param fault the first fault; empty where the chain is whole
public record AuditVerification(long entries, AuditHead head, Optional<Fault> fault) {
  public boolean whole() {
    return fault.isEmpty();
  }

  /// The first place where the chain breaks.
  ///
  /// @param sequence the entry's number
  /// @param kind what is wrong
  public record Fault(long sequence, Kind kind) {}

  /// What is wrong at a place of the chain.
  public enum Kind {
    /// The number that should follow is absent: removed, or moved elsewhere.
    GAP("an entry is missing"),
    /// The entry names another predecessor than the one before it.
    BROKEN_LINK("the entry does not follow from the one before it"),
    /// The fields are not the ones that were hashed.
    CHANGED("the entry was changed after it was written"),
    /// The chain ends before the expected head.
    CUT("the chain ends before the expected head"),
    /// The entry at the expected head's number has another hash: the chain was written anew.
    OTHER_CHAIN("the chain is not the one that the expected head belongs to");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
