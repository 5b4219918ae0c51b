package dev.firebreak.cli;

/// Thrown at the first use of the installation where another process owns the data directory: the
/// command line then has that process run the command.
final class OwnedElsewhere extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OwnedElsewhere() {
    super("another process owns the data directory", null, false, false);
  }
}
