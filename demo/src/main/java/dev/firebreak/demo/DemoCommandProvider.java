package dev.firebreak.demo;

import dev.firebreak.cli.CommandContext;
import dev.firebreak.cli.CommandProvider;

/// Brings `firebreak demo` to the command line.
public final class DemoCommandProvider implements CommandProvider {
  @Override
  public Object command(CommandContext context) {
    return new DemoCommand(context);
  }
}
