package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;

/// A category of which a vendor gets less than its policy says.
///
/// @param policy what the policy says
/// @param effective what becomes of it
/// @param because why, as the cap says
public record CappedCategory(
    DataCategory category, Treatment policy, Treatment effective, String because) {}
