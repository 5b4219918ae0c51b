package dev.firebreak.register;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;

/// Something about a vendor that people must hear of. No personal data.
///
/// @param name the vendor's, for people
/// @param at when it was seen
/// @param because why
/// @param next what happens next and when, or what to do; may be empty
public record RegisterNews(
    VendorId vendor, String name, Kind kind, Instant at, String because, String next) {

  /// What happened.
  public enum Kind {
    /// Nothing yet: a deadline comes near.
    WARNED,
    TOKENS_ONLY,
    HELD,
    /// It meets its standards again.
    RESTORED;

    /// The end of its log event, as `Warned`.
    String label() {
      return switch (this) {
        case WARNED -> "Warned";
        case TOKENS_ONLY -> "CutToTokens";
        case HELD -> "HeldByRegister";
        case RESTORED -> "Restored";
      };
    }

    /// In words for people.
    public String words() {
      return switch (this) {
        case WARNED -> "will lose data";
        case TOKENS_ONLY -> "gets tokens only";
        case HELD -> "is held: everything is queued, nothing is delivered";
        case RESTORED -> "gets what its policy allows again";
      };
    }
  }
}
