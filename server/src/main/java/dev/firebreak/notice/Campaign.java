package dev.firebreak.notice;

import java.time.Instant;
import java.util.Optional;

/// A campaign as it stands in the control database: frozen wording, facts and audience.
///
/// @param id `INCIDENT-n1`, `INCIDENT-n2` ...
/// @param incident the incident's id
/// @param group whom it writes to
/// @param title for operators only
/// @param status where it stands
/// @param facts what the notices may say
/// @param issuer who they come from
/// @param audienceHash SHA-256 over the sorted addressees
/// @param contentHash SHA-256 over wording, facts, issuer and every addressee's text
/// @param draftedBy operator
/// @param draftedAt when
/// @param approvedBy the second operator; empty before approval
public record Campaign(
    String id,
    String incident,
    NoticeGroup group,
    String title,
    CampaignStatus status,
    NoticeFacts facts,
    NoticeIssuer issuer,
    String audienceHash,
    String contentHash,
    String draftedBy,
    Instant draftedAt,
    Optional<String> approvedBy) {}
