package dev.firebreak.journal;

/// Whole segments at a journal's beginning that may go.
///
/// @param first offset of their first record
/// @param end offset after their last record
/// @param segments how many
/// @param forwarded records that were to be delivered
/// @param quarantined records that were not understood
/// @param dropped records that went no further
/// @param sha256 hex digest of their files' bytes, in order
public record PurgeableSegments(
    long first,
    long end,
    int segments,
    long forwarded,
    long quarantined,
    long dropped,
    String sha256) {}
