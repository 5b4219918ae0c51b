package dev.firebreak.register;

import dev.firebreak.standard.RequirementFinding;
import dev.firebreak.standard.Standard;
import java.util.List;

/// Whether a vendor meets a standard.
///
/// @param findings one a requirement, in the standard's order
public record StandardResult(Standard standard, List<RequirementFinding> findings) {
  public StandardResult {
    findings = List.copyOf(findings);
  }

  public boolean met() {
    return findings.stream().allMatch(RequirementFinding::met);
  }
}
