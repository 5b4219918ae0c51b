package dev.firebreak.assessment;

import java.util.OptionalLong;

/// What an attacker with outside knowledge made of a data set.
///
/// @param targets people whom the attacker knows something about
/// @param reidentified targets for whom exactly one person of the data fits, and rightly
/// @param wrong targets for whom exactly one person fits who is somebody else
/// @param ambiguous targets for whom several fit equally well
/// @param loweredTo reidentified if the times of the data were rounded down to the hour; only for
///   the attacker who knows actions and times
/// @param compared whether the data has a value of any field that some target is known by; where it
///   has none, nothing was tried, which is not the same as finding nobody
public record LinkageResult(
    long targets,
    long reidentified,
    long wrong,
    long ambiguous,
    OptionalLong loweredTo,
    boolean compared) {}
