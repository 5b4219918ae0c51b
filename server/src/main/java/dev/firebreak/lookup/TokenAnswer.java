package dev.firebreak.lookup;

import dev.firebreak.keys.KeyVersion;
import java.util.List;
import java.util.Optional;

/// Who is behind an id that a vendor shows.
///
/// @param token as it was asked
/// @param key the keyVersion that it names; empty where none is known
/// @param id what it stood for; empty where it is not known
/// @param accounts our own ids of whom it is: the id itself where it is an account's, those linked
///   to it by authenticated senders where it is a device's; empty where they cannot be told
/// @param claimed those that a device was linked to by nobody but public senders: anybody can have
///   said so
public record TokenAnswer(
    String token,
    Outcome outcome,
    Optional<KeyVersion> key,
    Optional<String> id,
    Kind kind,
    List<String> accounts,
    List<String> claimed) {
  public TokenAnswer {
    accounts = List.copyOf(accounts);
    claimed = List.copyOf(claimed);
  }

  /// What came of it.
  public enum Outcome {
    RESOLVED("resolved"),
    /// A keyed hash, or a token whose letters' case was changed on its way, found among our
    /// accounts.
    RECOMPUTED("found by computing the tokens of all accounts"),
    NOT_FOUND("made here or altered; no account has it"),
    NEEDS_DIRECTORY("a keyed hash or damaged: needs an accounts directory (--accounts)"),
    KEY_SEALED("its key is sealed: `key unseal` brings it back"),
    KEY_DESTROYED("its key is destroyed"),
    KEY_UNKNOWN("no key of this installation made it"),
    OTHER_VENDOR("a token of another vendor"),
    NOT_A_TOKEN("no token: where the policy passes ids it may be our own id");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /// For people.
    public String words() {
      return words;
    }
  }

  /// What the id is.
  public enum Kind {
    ACCOUNT,
    DEVICE,
    ORGANIZATION,
    /// A person's or a device's, which the ledger and the directory do not know.
    PERSON,
    /// A value, such as an e-mail address.
    VALUE,
    UNKNOWN
  }

  static TokenAnswer without(String token, Outcome outcome, Optional<KeyVersion> key) {
    return new TokenAnswer(
        token, outcome, key, Optional.empty(), Kind.UNKNOWN, List.of(), List.of());
  }

  @Override
  public String toString() {
    return "TokenAnswer[" + outcome + ", " + kind + "]";
  }
}
