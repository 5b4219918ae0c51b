package dev.firebreak.duty;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known about an incident when its duties are evaluated.
///
/// @param roles what the company is, as `controller`
/// @param establishment country of its main establishment, ISO 3166-1 alpha-2
/// @param exposure what kinds of data are out
/// @param residences where affected people live
/// @param risk the risk to them; empty where nothing was assessed yet
/// @param timeline what happened when, as far as it is recorded
public record DutyFacts(
    Set<String> roles,
    String establishment,
    Exposed exposure,
    Residences residences,
    Optional<RiskReading> risk,
    Timeline timeline) {
  public DutyFacts {
    roles = Set.copyOf(roles);
  }

  /// What happened when, as far as it is recorded.
  ///
  /// @param moments the moments of the incident
  /// @param ofDuties moments that were recorded for one duty, by the duty's id
  /// @param openedAt when the incident was opened: by then somebody knew something
  public record Timeline(
      Map<Moment, Instant> moments,
      Map<String, Map<Moment, Instant>> ofDuties,
      Instant openedAt) {
    public Timeline {
      moments = Map.copyOf(moments);
      ofDuties = Map.copyOf(ofDuties);
    }
  }

  /// The kinds of data in an incident.
  ///
  /// @param clear categories that are out as they are, as mask
  /// @param anyForm categories that are out in any form, as mask
  /// @param unexplainedFields fields of the data set that nobody could give a category: where there
  ///   are any, a category cannot be ruled out
  /// @param unreadRows rows of the data set that could not be read: while there are any, nothing
  ///   can be ruled out by what the others hold
  /// @param provisional true before a data set was read: what is out comes from the ledger
  public record Exposed(
      long clear, long anyForm, int unexplainedFields, long unreadRows, boolean provisional) {}
}
