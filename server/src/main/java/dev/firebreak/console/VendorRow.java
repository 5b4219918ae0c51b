package dev.firebreak.console;

import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.standard.Deadline;
import dev.firebreak.vendor.VendorId;
import java.util.OptionalDouble;

/// A vendor in the list. Public for the template alone.
///
/// @param bound whether anything is delivered to it through Firebreak
/// @param stage what its standards leave it
/// @param threat of its latest rating
/// @param people whose data it was sent, as the ledger knows
/// @param categories how many kinds of data that was
public record VendorRow(
    VendorId vendor,
    String name,
    boolean bound,
    VendorStatus.State state,
    Deadline.Stage stage,
    OptionalDouble threat,
    long people,
    int categories) {}
