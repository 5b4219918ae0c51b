package dev.firebreak.erasure;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What came of one request to an erasure interface, in the words that matter for what happens
/// next. Never holds text of the vendor but a tracking id of harmless shape: it may quote ids.
public sealed interface ErasureAnswer {
  /// The vendor has taken the request and will do it; ask again under this id.
  record Accepted(String tracking) implements ErasureAnswer {}

  /// The vendor says that the people are erased, or that it takes them for erased.
  ///
  /// @param word which of its words says so
  /// @param sha256 of the answer's body
  record Done(String word, String sha256) implements ErasureAnswer {}

  /// Not done yet.
  record Pending() implements ErasureAnswer {}

  /// The vendor will not do it, or could not.
  ///
  /// @param word a status, or which of its words says so
  record Refused(String word) implements ErasureAnswer {}

  /// The vendor knows nothing of such a request.
  record Lost() implements ErasureAnswer {}

  /// The interface has no way to say.
  record NotListed() implements ErasureAnswer {}

  /// The ids of those whom the vendor still has.
  ///
  /// @param asked for how many it was asked
  record Held(Set<String> ids, int asked) implements ErasureAnswer {
    public Held {
      ids = Set.copyOf(ids);
    }

    @Override
    public String toString() {
      return "Held[" + ids.size() + " of " + asked + "]";
    }
  }

  /// Nothing was taken; the same may be tried again later.
  record Later(Why why, Optional<Duration> after) implements ErasureAnswer {}

  /// The request may have been taken: no whole answer came, or one that says nothing.
  record Unknown() implements ErasureAnswer {}

  /// Why nothing was taken.
  enum Why {
    /// It wants us to be slower.
    THROTTLED,
    /// It refuses our credential.
    CREDENTIAL_REFUSED,
    /// Its address, or the project, is not there.
    NOT_THERE,
    /// It could not be reached, or says that it takes nothing now.
    UNREACHABLE,
    /// It failed, or answered what is no answer.
    FAILED
  }
}
