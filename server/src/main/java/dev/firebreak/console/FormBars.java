package dev.firebreak.console;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Locale;

/// A category with a bar for each form. Public for the templates alone.
///
/// @param clear people whose data it is in clear; somebody may count in several forms
/// @param all as many people as the widest bar stands for
public record FormBars(
    DataCategory category, long clear, long generalized, long tokenized, long all) {
  /// How wide the bar of some people is, of 100; seen at all where there is anybody.
  public String width(long people) {
    double share = all == 0 ? 0 : 100.0 * people / all;
    return String.format(Locale.ROOT, "%.2f", people == 0 ? 0 : Math.clamp(share, 0.5, 100));
  }
}
