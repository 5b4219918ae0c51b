package dev.firebreak.testkit.search;

/// A value was found where it must not be.
///
/// @param value its index in the list that was searched for; never the value itself
/// @param where the first place: a file, with the column or the offset of what was unpacked
public record Finding(int value, Encoding encoding, String where) {}
