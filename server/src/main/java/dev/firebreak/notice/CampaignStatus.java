package dev.firebreak.notice;

/// Where a campaign stands.
///
/// ```
/// DRAFT --lint passes--> LINTED --second operator--> APPROVED --send--> SENDING --> FINISHED
///                                                        ^                |
///                                                        +----- STOPPED <-+
/// ```
public enum CampaignStatus {
  DRAFT,
  LINTED,
  APPROVED,
  /// Being sent, or interrupted: sending again goes on where it ended.
  SENDING,
  STOPPED,
  FINISHED;

  boolean sendable() {
    return compareTo(APPROVED) >= 0;
  }
}
