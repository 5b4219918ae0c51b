package dev.firebreak.duty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The people whom a duty is about: everybody, or those of its law's places. Remembers which
/// residences fit; confined to one evaluation.
final class Scope {
  /// How surely somebody of a residence is meant.
  enum Fits {
    YES,
    MAYBE,
    NO
  }

  /// People counted, with those of whom nobody knows.
  ///
  /// @param certain who certainly fit
  /// @param maybe who may fit beyond those
  record Count(long certain, long maybe) {
    long atMost() {
      return certain + maybe;
    }
  }

  private final boolean everybody;
  private final List<String> places;
  private final List<String> except;
  private final Map<String, Fits> known = new HashMap<>();

  /// @param everybody true where residence does not matter
  /// @param places where they live otherwise
  /// @param except parts of the places that do not count
  private Scope(boolean everybody, List<String> places, List<String> except) {
    this.everybody = everybody;
    this.places = places;
    this.except = except;
  }

  static Scope of(Duty duty, DutyFacts facts) {
    Duty.Territory territory =
        duty.requires().map(Duty.Requirement::territory).orElse(Duty.Territory.PEOPLE);
    boolean established =
        territory == Duty.Territory.ESTABLISHMENT_OR_PEOPLE
            && duty.law().places().contains(facts.company().establishment());
    return new Scope(
        established || territory == Duty.Territory.ANYWHERE,
        duty.law().places(),
        duty.law().except());
  }

  /// True where residence does not matter.
  boolean everybody() {
    return everybody;
  }

  /// @param residence as in [Holding#place]
  Fits fits(String residence) {
    return everybody ? Fits.YES : known.computeIfAbsent(residence, this::compared);
  }

  private Fits compared(String residence) {
    if (residence.isEmpty()) {
      return Fits.MAYBE;
    }
    if (except.stream().anyMatch(part -> Residences.isIn(residence, part))) {
      return Fits.NO;
    }
    if (places.stream().anyMatch(place -> Residences.isIn(residence, place))) {
      boolean partUnknown = except.stream().anyMatch(part -> part.startsWith(residence + "-"));
      return partUnknown ? Fits.MAYBE : Fits.YES;
    }
    return places.stream().anyMatch(place -> place.startsWith(residence + "-"))
        ? Fits.MAYBE
        : Fits.NO;
  }

  /// Affected people, whatever is exposed of them.
  Count people(Residences residences) {
    long certain = everybody ? residences.unknown() : 0;
    long maybe = everybody ? 0 : residences.unknown();
    for (var entry : residences.byPlace().entrySet()) {
      Fits fits = fits(entry.getKey());
      certain += fits == Fits.YES ? entry.getValue() : 0;
      maybe += fits == Fits.MAYBE ? entry.getValue() : 0;
    }
    return new Count(certain, maybe);
  }

  String words() {
    if (everybody) {
      return "anywhere";
    }
    String where = places.size() == 1 ? places.getFirst() : "one of " + places.size() + " places";
    return except.isEmpty() ? where : where + " outside " + except.size() + " parts of it";
  }
}
