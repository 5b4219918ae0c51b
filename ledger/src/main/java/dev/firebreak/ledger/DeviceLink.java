package dev.firebreak.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;

/// A device that was joined to an account in events sent to a vendor. Links that only the public
/// asserted are never the sole ground for a match.
public record DeviceLink(
    VendorId vendor, SubjectKey device, SubjectKey account, AssertedBy assertedBy) {}
