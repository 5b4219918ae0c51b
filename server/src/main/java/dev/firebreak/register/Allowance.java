package dev.firebreak.register;

import dev.firebreak.policy.PolicyCap;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.ExpiryPlan;
import dev.firebreak.standard.RequirementFinding;
import dev.firebreak.standard.Standing;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the register leaves to a vendor, now and as its deadlines pass. Everything that the passing
/// of time decides is in it, so that nothing has to be read at the hour itself. Immutable.
///
/// @param mayReceive the most that the vendor's file allows; empty where it sets no limit
/// @param deadlines of the vendor's standards
/// @param notBefore what has happened by this moment is not undone where the clock goes back
public record Allowance(
    VendorId vendor, Optional<PolicyCap> mayReceive, List<Deadline> deadlines, Instant notBefore) {
  private static final int YEARS_ON = 100 * 365;

  public Allowance {
    deadlines = List.copyOf(deadlines);
  }

  public Allowance(VendorId vendor, Optional<PolicyCap> mayReceive, List<Deadline> deadlines) {
    this(vendor, mayReceive, deadlines, Instant.MIN);
  }

  /// A vendor of which the register says nothing.
  public static Allowance unlimited(VendorId vendor) {
    return new Allowance(vendor, Optional.empty(), List.of());
  }

  /// A vendor that had less than everything when its file was there last: it keeps that stage.
  static Allowance kept(VendorId vendor, Deadline.Stage stage, Instant since) {
    LocalDate before = LocalDate.ofInstant(since, ZoneOffset.UTC).minusDays(2);
    boolean held = stage == Deadline.Stage.HELD;
    ExpiryPlan plan = new ExpiryPlan(List.of(), held ? 1 : YEARS_ON, 0);
    String file = "vendors/" + vendor + ".yaml";
    RequirementFinding gone =
        new RequirementFinding(
            "file",
            false,
            file + " is gone",
            "put " + file + " back",
            Optional.of(held ? before.minusDays(1) : before));
    return new Allowance(
        vendor,
        Optional.empty(),
        List.of(new Deadline("register", gone, gone.lastDay().orElse(before), plan)),
        since);
  }

  /// The same, and nothing is undone that has happened by a moment.
  Allowance notBefore(Instant moment) {
    return new Allowance(vendor, mayReceive, deadlines, moment);
  }

  /// Where the vendor stands at a moment.
  public Standing at(Instant now) {
    return new Standing(vendor, now.isBefore(notBefore) ? notBefore : now, deadlines);
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
