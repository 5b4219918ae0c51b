package dev.firebreak.console;

import java.util.Locale;

/// A number with its bar. Public for the templates alone.
///
/// @param label in the language of the page, or a name
/// @param value as it is written
/// @param share of the widest bar, 0 to 1
/// @param color of the bar: red, amber, blue
public record CountBar(String label, String value, double share, String color) {
  /// How wide the bar is, of 100; seen at all where it stands for anything.
  public String width() {
    double width = share <= 0 ? 0 : Math.clamp(100 * share, 0.5, 100);
    return String.format(Locale.ROOT, "%.2f", width);
  }
}
