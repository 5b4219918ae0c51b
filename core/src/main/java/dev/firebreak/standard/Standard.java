package dev.firebreak.standard;

import java.util.List;

/// What a company asks of vendors of a kind, under a name.
///
/// @param name as `handles-user-data`: 1 to 64 of `a-z`, `0-9` and `-`
/// @param title for people
/// @param requirements all of which must be met
/// @param plan what follows where one is not
public record Standard(String name, String title, List<Requirement> requirements, ExpiryPlan plan) {
  public Standard {
    requirements = List.copyOf(requirements);
  }
}
