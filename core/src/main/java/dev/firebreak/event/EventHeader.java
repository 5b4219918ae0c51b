package dev.firebreak.event;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the journal and the ledger know of a treated message without opening its payload: keys and
/// masks, never a value that the policy withholds. Immutable.
///
/// @param kind what the message is
/// @param dedupeId the id by which the vendor absorbs repeats; 1 to 36 characters
/// @param eventTimeMillis when it happened, epoch milliseconds; the receipt time where missing
/// @param idempotent false where sending twice would count twice (Mixpanel's `$add`, `$append`)
/// @param subjectKey the account's key, else the device's; null where the message names nobody
/// @param linkedDeviceKey the device's key where the message joins a device to the account
/// @param idAtVendor the subject's id as the vendor gets it (a token, or clear where passed); null
///   where the vendor gets none
/// @param masks what happened to each category
public record EventHeader(
    MessageKind kind,
    String dedupeId,
    long eventTimeMillis,
    boolean idempotent,
    @Nullable SubjectKey subjectKey,
    @Nullable SubjectKey linkedDeviceKey,
    @Nullable String idAtVendor,
    Masks masks) {
  /// Longest dedupe id that every vendor takes.
  public static final int DEDUPE_ID_CHARS_MAX = 36;

  public EventHeader {
    if (dedupeId.isEmpty() || dedupeId.length() > DEDUPE_ID_CHARS_MAX) {
      throw new IllegalArgumentException("a dedupe id has 1 to 36 characters");
    }
    if (linkedDeviceKey != null && subjectKey == null) {
      throw new IllegalArgumentException("a link needs the account's key");
    }
  }

  public Optional<SubjectKey> subject() {
    return Optional.ofNullable(subjectKey);
  }

  public Optional<String> vendorSubjectId() {
    return Optional.ofNullable(idAtVendor);
  }
}
