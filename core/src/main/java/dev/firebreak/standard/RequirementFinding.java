package dev.firebreak.standard;

import java.time.LocalDate;
import java.util.Optional;

/// Whether a vendor meets one requirement on a day.
///
/// @param requirement its label
/// @param met whether it is met
/// @param reason what was found, in words for people; no personal data
/// @param todo what to do about it; empty text where it is met and has no end
/// @param lastDay the last day on which it is or was met; empty where no date says so
public record RequirementFinding(
    String requirement, boolean met, String reason, String todo, Optional<LocalDate> lastDay) {}
