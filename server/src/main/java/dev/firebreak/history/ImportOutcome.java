package dev.firebreak.history;

import java.time.LocalDate;
import java.util.Optional;

/// What an import made of an export's rows: those understood are those taken, those of nobody,
/// those that the gateway's own time covers, those that an earlier import brought, those of people
/// who were erased, and those older than what the ledger keeps.
///
/// @param people whose data was taken
/// @param facts facts that were added
/// @param taken rows that became facts
/// @param undated how many of these are profiles, or have no time
/// @param nobody rows that name nobody whom the ledger could name
/// @param overlapping rows of the time that the ledger knows by itself, and rows without a time of
///   people who were first seen in it
/// @param already rows that show no more of a person's day than an earlier import brought
/// @param erased rows of people whose data goes to no vendor any more
/// @param older rows from before the first day that the ledger keeps
/// @param rejected rows that could not be read
/// @param firstDay first day (UTC) of what was taken; empty where nothing was
/// @param lastDay last day, inclusive
public record ImportOutcome(
    long people,
    long facts,
    long taken,
    long undated,
    long nobody,
    long overlapping,
    long already,
    long erased,
    long older,
    long rejected,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> lastDay) {}
