package dev.firebreak.erasure;

import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Optional;

/// A request to a vendor and what came of it.
///
/// @param request its number in the installation
/// @param place where it was asked
/// @param state as `asked`, `done`, `refused`
/// @param ids how many ids it names
/// @param sends how often it was sent; more than once only where no answer came
/// @param askedAt when the vendor took it
/// @param tracking the vendor's id of it
/// @param endedAt when the vendor was done with it
/// @param words what the vendor answered in the end, with the digest of that answer
public record ErasureRequest(
    long request,
    VendorId vendor,
    String place,
    String state,
    long ids,
    long sends,
    Optional<Instant> askedAt,
    Optional<String> tracking,
    Optional<Instant> endedAt,
    Optional<String> words) {}
