package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.notice.NoticeSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice decide`.
@Command(
    name = "decide",
    description = {
      "Records a person's decision whether to write to a group of people of an incident, beside",
      "the duties and the risk as they stand. No campaign is approved or sent without it."
    })
final class NoticeDecideCommand implements Callable<Integer> {
  private static final String WRITE = "write";
  private static final String DO_NOT_WRITE = "do-not-write";

  private final CommandContext context;
  private final Function<Installation, NoticeSource> source;

  @Parameters(paramLabel = "INCIDENT", index = "0")
  private String incident = "";

  @Parameters(
      paramLabel = "GROUP",
      index = "1",
      description = "affected, affected-low-risk, unknown, not-affected or asked")
  private String group = "";

  @Parameters(paramLabel = "write|do-not-write", index = "2")
  private String decision = "";

  @Option(names = "--because", paramLabel = "TEXT", description = "the reason, one line")
  private String reason = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  NoticeDecideCommand(CommandContext context, Function<Installation, NoticeSource> source) {
    this.context = context;
    this.source = source;
  }

  @Override
  public Integer call() {
    NoticeGroup people =
        NoticeGroup.parse(group)
            .orElseThrow(() -> wrong("a group is one of " + NoticeGroup.keys()));
    if (!List.of(WRITE, DO_NOT_WRITE).contains(decision)) {
      throw wrong("decide " + WRITE + " or " + DO_NOT_WRITE);
    }
    Installation installation = context.installation();
    NoticeDecision.Basis basis = source.apply(installation).basis(incident);
    ConfirmedOperator officer = operator.confirm(context, "NoticeDecided", Role.PRIVACY_OFFICER);
    NoticeDecision recorded =
        new NoticeDecisions(installation.control(), installation.audit(), installation.clock())
            .decide(
                officer,
                incident,
                new NoticeDecision.Choice(people, decision.equals(WRITE), reason),
                basis);
    NoticeDecisionPrinter.print(context, List.of(recorded), json);
    return 0;
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
