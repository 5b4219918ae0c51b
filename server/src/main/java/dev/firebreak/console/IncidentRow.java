package dev.firebreak.console;

import dev.firebreak.incident.Incident;
import java.time.Instant;
import java.util.Optional;

/// An incident in the list. Public for the template alone.
///
/// @param running duties that are owed or unclear and not met
/// @param nextDue when the first of them is due; empty for none with a time
public record IncidentRow(Incident incident, long running, Optional<Instant> nextDue) {}
