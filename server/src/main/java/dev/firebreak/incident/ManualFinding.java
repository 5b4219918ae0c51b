package dev.firebreak.incident;

import java.time.Instant;

/// Something that a person found and signs, such as that the company's own systems were not
/// affected.
///
/// @param statement one or a few sentences
/// @param attachment name of the document that shows it
/// @param attachmentSha256 its SHA-256 in hex
public record ManualFinding(
    String statement,
    String attachment,
    String attachmentSha256,
    String signedBy,
    Instant signedAt) {}
