package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `firebreak notice pause`.
@Command(
    name = "pause",
    description = {
      "Stops a send after the mails that are under way.",
      "`notice send` goes on with it; `notice withdraw` ends it for good."
    })
final class NoticePauseCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "CAMPAIGN")
  private String id = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  NoticePauseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfirmedOperator responder = operator.confirm(context, "NoticeStopped", Role.RESPONDER);
    NoticeCommand.campaigns(context.installation()).stop(id, responder);
    context.out().println("Paused. Go on with: notice send " + id);
    return 0;
  }
}
