package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident calendar`.
@Command(
    name = "calendar",
    description = {
      "Writes the running duties as a calendar file (RFC 5545), each with alarms a day and four",
      "hours before. Import it again after something changed: events keep their ids."
    })
final class CalendarCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(names = "--out", paramLabel = "FILE", description = "default: ID.ics")
  private @Nullable Path out;

  CalendarCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String domain = context.installation().config().company().domain();
    String calendar = IncidentServices.of(context.installation()).duties().calendar(id, domain);
    Path file = context.workingDirectory().resolve(out == null ? Path.of(id + ".ics") : out);
    try {
      Files.writeString(file, calendar);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the calendar could not be written to " + file + "; choose another", e);
    }
    context.out().println("Wrote " + file + ".");
    return 0;
  }
}
