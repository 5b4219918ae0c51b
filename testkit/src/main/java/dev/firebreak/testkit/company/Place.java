package dev.firebreak.testkit.company;

/// A real city.
///
/// @param country ISO 3166-1 alpha-2
/// @param language the language most people there use, as tag
/// @param regionCode ISO 3166-2 without the country
/// @param region the region's name
/// @param city the city's name
/// @param weight how many customers come from there, relative to the others
/// @param culture where most of the names there come from
public record Place(
    String country,
    String language,
    String regionCode,
    String region,
    String city,
    int weight,
    String culture) {}
