package dev.firebreak.duty;

/// How many people of one place have exactly the same kinds of data exposed.
///
/// @param place ISO 3166-2 code where the region is known, else ISO 3166-1 alpha-2; empty text
///   where nobody knows
/// @param clear categories in clear, as mask
/// @param anyForm categories in any form, as mask
/// @param people how many
public record Holding(String place, long clear, long anyForm, long people) {}
