package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.IncidentStatement;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident answer`.
@Command(
    name = "answer",
    description = {
      "Answers a question that duties hang on and no data answers, for this incident.",
      "What the company is stands in its settings, under company.statements."
    })
final class AnswerCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", index = "0")
  private String id = "";

  @Parameters(paramLabel = "QUESTION", index = "1", description = "as nis2-significant")
  private String question = "";

  @Parameters(paramLabel = "yes|no", index = "2")
  private String answer = "";

  @Option(names = "--because", required = true)
  private String reason = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  AnswerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!List.of("yes", "no").contains(answer)) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "an answer is yes or no");
    }
    IncidentServices services = IncidentServices.of(context.installation());
    ConfirmedOperator by =
        operator.confirm(context, "IncidentStatementSigned", Role.PRIVACY_OFFICER);
    services
        .duties()
        .answer(by, id, question, answer.equals("yes"), IncidentStatement.Grounds.of(reason));
    if (json) {
      JsonOutput.print(
          context.out(), IncidentJson.statement(services.statements().history(id).getLast()));
    } else {
      context.out().println("Recorded: " + question + " is " + answer + ".");
    }
    return 0;
  }
}
