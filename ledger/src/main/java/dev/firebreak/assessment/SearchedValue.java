package dev.firebreak.assessment;

import java.util.List;

/// What one value shows by itself, whatever field it stands in.
///
/// @param hash as [HashSet64] takes it
/// @param token true for a pseudonym of ours
/// @param mask the categories that the detectors found, 0 where they found none or did not look
/// @param mails the e-mail addresses among them, as [Identifiers#email] writes them
record SearchedValue(
    String value, long hash, boolean token, ValueShape look, long mask, List<String> mails) {}
