package dev.firebreak.duty;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What is known about an incident when its duties are evaluated.
///
/// @param company what the company states about itself
/// @param exposure what kinds of data are out
/// @param residences where affected people live, and what is out of them
/// @param risk the risk to them; empty where nothing was assessed yet
/// @param answers answers to questions about this incident, by key
/// @param timeline what happened when, as far as it is recorded
public record DutyFacts(
    Company company,
    Exposed exposure,
    Residences residences,
    Optional<RiskReading> risk,
    Map<String, Boolean> answers,
    Timeline timeline) {
  public DutyFacts {
    answers = Map.copyOf(answers);
  }

  /// What the company states about itself.
  ///
  /// @param establishment country of its main establishment, ISO 3166-1 alpha-2
  /// @param statements answers to the catalogue's questions, by key
  public record Company(String establishment, Map<String, Boolean> statements) {
    public Company {
      statements = Map.copyOf(statements);
    }
  }

  /// What happened when, as far as it is recorded.
  ///
  /// @param moments the moments of the incident
  /// @param ofDuties moments that were recorded for one duty, or for a later step of it, by the
  ///   duty's id, or `DUTY/STEP`
  /// @param openedAt when the incident was opened: by then somebody knew something
  public record Timeline(
      Map<Moment, Instant> moments, Map<String, Map<Moment, Instant>> ofDuties, Instant openedAt) {
    public Timeline {
      moments = Map.copyOf(moments);
      ofDuties = Map.copyOf(ofDuties);
    }
  }

  /// The kinds of data in an incident, over all people.
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
