package dev.firebreak.cli;

/// Adds a command from another module, found by `ServiceLoader`.
public interface CommandProvider {
  /// A picocli-annotated command.
  Object command(CommandContext context);
}
