package dev.firebreak.notice;

/// Where a campaign stands.
///
/// ```
/// DRAFT --lint passes--> LINTED --second operator--> APPROVED --send--> SENDING --> FINISHED
///                                                        ^                |
///                                                        +----- STOPPED <-+
/// ```
///
/// Every one but FINISHED can become WITHDRAWN, which is the end.
public enum CampaignStatus {
  DRAFT,
  LINTED,
  APPROVED,
  /// Being sent, or interrupted: sending again goes on where it ended.
  SENDING,
  STOPPED,
  FINISHED,
  /// Never sent again; whom it did not reach counts as not told.
  WITHDRAWN;

  boolean sendable() {
    return this != DRAFT && this != LINTED && this != WITHDRAWN;
  }

  /// True once people may have got a notice of this campaign, as long as it holds.
  boolean begun() {
    return this == SENDING || this == STOPPED || this == FINISHED;
  }

  /// True where people may still get a notice of this campaign.
  boolean open() {
    return this == APPROVED || this == SENDING || this == STOPPED;
  }
}
