package dev.firebreak.gateway;

import java.util.Locale;

/// Why messages were answered with an error; a closed set, for counters.
enum RefusalReason {
  /// The journal could not make them durable.
  JOURNAL,
  /// Over a limit, and the SDK sends fewer at once when told.
  TOO_LARGE,
  /// Too many bodies in memory.
  BUSY,
  /// The body did not arrive in time.
  TIMEOUT,
  /// A defect of ours.
  FAILURE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
