package dev.firebreak.console;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditVerification;
import dev.firebreak.audit.SignedHead;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the page of the audit log shows. Public for the template alone.
///
/// @param entries of this page, the newest first
/// @param asked by what they were selected
/// @param more whether there are older ones
/// @param verification of the whole chain, where it was asked for
/// @param signed the head that was signed last; empty where none was
public record AuditView(
    List<AuditEntry> entries,
    Query asked,
    boolean more,
    Optional<AuditVerification> verification,
    Optional<SignedHead> signed) {
  public AuditView {
    entries = List.copyOf(entries);
  }

  /// What is asked for; empty text selects nothing out.
  ///
  /// @param day from this day on, as `2026-11-27`
  /// @param page from 0
  public record Query(String actor, String action, String day, int page) {
    /// The address of another page of the same selection.
    public String address(int other) {
      return "/audit?actor="
          + encoded(actor)
          + "&action="
          + encoded(action)
          + "&day="
          + encoded(day)
          + "&page="
          + other;
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
