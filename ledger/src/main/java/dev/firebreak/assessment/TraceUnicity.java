package dev.firebreak.assessment;

import java.time.Duration;

/// How many people some actions of their own single out: unicity (Y.-A. de Montjoye et al., Unique
/// in the Crowd, Scientific Reports 3:1376, 2013). The actions are drawn from the data itself, so
/// that nobody needs to bring what others saw.
///
/// @param resolution how exactly the attacker knows the times: the minute, hour or day (UTC) in
///   which an action was
/// @param actions how many different actions with their times the attacker knows
/// @param tried people who were drawn and have that many
/// @param singledOut those of whom nobody else in the data did all of them
public record TraceUnicity(Duration resolution, int actions, long tried, long singledOut) {
  /// The share of people singled out, 0 to 1; 0 where nobody was tried.
  public double share() {
    return tried == 0 ? 0 : (double) singledOut / tried;
  }
}
