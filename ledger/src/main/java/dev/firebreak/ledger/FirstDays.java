package dev.firebreak.ledger;

import java.time.LocalDate;
import java.util.Optional;

/// People of a vendor who first appear on the same days (UTC, of disclosure).
///
/// @param disclosed the first day on which the vendor got anything of them
/// @param inClear the first day on which it got one of the asked categories of them in clear; empty
///   where it never did
/// @param people how many they are
public record FirstDays(LocalDate disclosed, Optional<LocalDate> inClear, long people) {}
