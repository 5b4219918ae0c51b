package dev.firebreak.register;

import dev.firebreak.policy.PolicyCap;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.Standing;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the register leaves to a vendor, now and as its deadlines pass. Everything that the passing
/// of time decides is in it, so that nothing has to be read at the hour itself. Immutable.
///
/// @param mayReceive the most that the vendor's file allows; empty where it sets no limit
/// @param deadlines of the vendor's standards
public record Allowance(VendorId vendor, Optional<PolicyCap> mayReceive, List<Deadline> deadlines) {
  public Allowance {
    deadlines = List.copyOf(deadlines);
  }

  /// A vendor of which the register says nothing.
  public static Allowance unlimited(VendorId vendor) {
    return new Allowance(vendor, Optional.empty(), List.of());
  }

  /// Where the vendor stands at a moment.
  public Standing at(Instant now) {
    return new Standing(vendor, now, deadlines);
  }

  /// The caps of the vendor's policy at a moment.
  public List<PolicyCap> caps(Instant now) {
    List<PolicyCap> caps = new ArrayList<>();
    mayReceive.ifPresent(caps::add);
    Standing standing = at(now);
    if (standing.stage() != Deadline.Stage.FULL) {
      caps.add(PolicyCap.tokensOnly(standing.because()));
    }
    return caps;
  }
}
