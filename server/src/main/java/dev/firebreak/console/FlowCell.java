package dev.firebreak.console;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What became of one category on the way to one vendor, in events: a field of the map of flows. An
/// event in which it stands in several forms counts in each. Public for the templates alone.
///
/// @param clear events in which the vendor got it as it came
/// @param withheld events that the vendor got without it
public record FlowCell(
    DataCategory category, long clear, long generalized, long tokenized, long withheld) {
  /// A form with its part of the field.
  ///
  /// @param form as the page's words have it, `clear`
  /// @param letter that stands for it, so that nobody needs its color
  /// @param events how many
  /// @param share of all, as `82`; `<1` for less than one of a hundred
  /// @param from where its bar begins, of 100
  /// @param width of its bar, of 100
  public record Part(
      String form, String letter, long events, String share, String from, String width) {}

  /// All of it.
  public long total() {
    return clear + generalized + tokenized + withheld;
  }

  boolean isEmpty() {
    return total() == 0;
  }

  /// How much of a person it tells, as the name of a shade: `hot` where most is in clear, `warm`
  /// where anything is, then `coarse`, `token` and `none` by the most telling form.
  public String heat() {
    if (clear * 2 > total()) {
      return "hot";
    }
    if (clear > 0) {
      return "warm";
    }
    return generalized > 0 ? "coarse" : tokenized > 0 ? "token" : "none";
  }

  /// The forms that occur, the most telling first.
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    double from = add(parts, "clear", clear, 0);
    from = add(parts, "generalized", generalized, from);
    from = add(parts, "token", tokenized, from);
    add(parts, "withheld", withheld, from);
    return parts;
  }

  private double add(List<Part> parts, String form, long events, double from) {
    if (events == 0) {
      return from;
    }
    double share = 100.0 * events / total();
    parts.add(
        new Part(
            form,
            form.substring(0, 1).toUpperCase(Locale.ROOT),
            events,
            share < 1 ? "<1" : Long.toString(Math.round(share)),
            number(from),
            number(share)));
    return from + share;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
