package dev.firebreak.cli;

import dev.firebreak.installation.Installation;
import dev.firebreak.notice.NoticeDecisions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice decisions`.
@Command(
    name = "decisions",
    description = "Lists what was decided about writing to people, oldest first.")
final class NoticeDecisionsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "INCIDENT")
  private String incident = "";

  @Option(names = "--json")
  private boolean json;

  NoticeDecisionsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.installation();
    NoticeDecisionPrinter.print(
        context,
        new NoticeDecisions(installation.control(), installation.audit(), installation.clock())
            .of(incident),
        json);
    return 0;
  }
}
