package dev.firebreak.ledger;

import dev.firebreak.taxonomy.Masks;

/// Events that a vendor got, by what happened to their categories.
///
/// @param masks what they have in common
/// @param events how many they are
public record TreatedEvents(Masks masks, long events) {}
