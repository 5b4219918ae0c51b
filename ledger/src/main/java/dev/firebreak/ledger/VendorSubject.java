package dev.firebreak.ledger;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;

/// A subject's id as the vendor got it: a token, or clear where the policy passes it. Deletion
/// requests and look-ups need it, also for people without an account.
public record VendorSubject(VendorId vendor, SubjectKey subject, String idAtVendor) {}
