package dev.firebreak.audit;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a chain ends. Kept outside the installation (printed, mailed, in a ticket), it later shows
/// a tail that was cut off or a chain that was written anew.
///
/// @param sequence number of the last entry; 0 for an empty chain
/// @param hash its hash, 64 hex digits
public record AuditHead(long sequence, String hash) {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  /// The head of a chain without entries.
  public static final AuditHead EMPTY = new AuditHead(0, "0".repeat(64));

  /// Reads what [#toString] prints.
  ///
  /// @throws FirebreakException WRONG_USE for anything else
  public static AuditHead parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "an audit head is NUMBER:HASH with 64 hex digits, as `audit verify` prints it");
    }
    return new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  @Override
  public String toString() {
    return sequence + ":" + hash;
  }
}
