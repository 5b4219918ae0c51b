package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.notice.NoticeQuestions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice asked`.
@Command(
    name = "asked",
    description =
        "Lists the accounts of whoever asked whether they are in the data of an incident.")
final class NoticeAskedCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "INCIDENT")
  private String incident = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  NoticeAskedCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfirmedOperator reader = operator.confirm(context, "NoticeAskedRead", Role.RESPONDER);
    List<NoticeQuestions.Question> questions =
        NoticeAskCommand.questions(context.installation()).list(incident, reader);
    if (json) {
      JsonOutput.print(
          context.out(),
          questions.stream()
              .map(each ->
                  Map.of(
                      "account", each.account().accountId(),
                      "reason", each.reason(),
                      "recordedAt", each.recordedAt().toString(),
                      "recordedBy", each.recordedBy()))
              .toList());
      return 0;
    }
    questions.forEach(each ->
        context
            .out()
            .println(
                each.recordedAt()
                    + "  "
                    + each.account().accountId()
                    + "  recorded by "
                    + each.recordedBy()
                    + "  "
                    + each.reason()));
    context.out().println(questions.size() + " in all.");
    return 0;
  }
}
