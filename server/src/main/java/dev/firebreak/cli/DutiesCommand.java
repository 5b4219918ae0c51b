package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident duties`.
@Command(name = "duties", description = "Which duties are owed, to whom, until when, and why.")
final class DutiesCommand implements Callable<Integer> {
  private static final int HOURS_MAX = 10_000;

  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(names = "--all", description = "list also what is not owed, with what it lacks")
  private boolean all;

  @Option(names = "--duty", description = "everything about one duty")
  private @Nullable String duty;

  @Option(
      names = "--remind",
      paramLabel = "HOURS",
      arity = "0..1",
      fallbackValue = "24",
      description = "only what is due within so many hours, or overdue (24 without a number)")
  private @Nullable Integer remind;

  @Option(names = "--fail-on", paramLabel = "due", description = "exit code 1 if anything is")
  private @Nullable String failOn;

  @Option(names = "--json")
  private boolean json;

  DutiesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (failOn != null && !failOn.equals("due")) {
      throw wrong("--fail-on takes due");
    }
    if (failOn != null && remind == null) {
      throw wrong("--fail-on due stands beside --remind");
    }
    DutiesView view = IncidentServices.of(context.installation()).duties().view(id);
    if (remind != null) {
      return remind(view, remind);
    }
    List<DutyStanding> wanted = duty == null ? view.standings() : List.of(one(view, duty));
    if (json) {
      JsonOutput.print(context.out(), wanted.stream().map(IncidentJson::standing).toList());
    } else if (duty == null) {
      new DutyPrinter(context.out()).print(view, all);
    } else {
      new DutyPrinter(context.out()).one(view, wanted.getFirst());
    }
    return 0;
  }

  private int remind(DutiesView view, int hours) {
    if (hours < 0 || hours > HOURS_MAX) {
      throw wrong("--remind takes 0 to " + HOURS_MAX + " hours");
    }
    List<DutyStanding> due = view.dueWithin(Duration.ofHours(hours));
    if (json) {
      JsonOutput.print(context.out(), due.stream().map(IncidentJson::standing).toList());
    } else {
      new DutyPrinter(context.out()).reminders(view, due);
    }
    return failOn != null && !due.isEmpty() ? 1 : 0;
  }

  private static DutyStanding one(DutiesView view, String duty) {
    return view.standings().stream()
        .filter(standing -> standing.finding().duty().id().equals(duty))
        .findFirst()
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND, "the catalogue has no such duty; --all shows all"));
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
