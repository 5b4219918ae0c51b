package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.IncidentStatement;
import dev.firebreak.incident.IncidentStatement.Kind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident statement`.
@Command(
    name = "statement",
    description = {
      "Signs what an authority asks for and no data shows: nature, people, delay, measure;",
      "and what ENISA's severity rests on: circumstance, context. The report shows each.",
      "A circumstance and a context count from the next findings on (incident assess --again)."
    })
final class StatementCommand implements Callable<Integer> {
  private static final List<Kind> KINDS =
      List.of(Kind.NATURE, Kind.PEOPLE, Kind.DELAY, Kind.MEASURE, Kind.CIRCUMSTANCE, Kind.CONTEXT);

  private final CommandContext context;

  @Parameters(paramLabel = "ID", index = "0")
  private String id = "";

  @Parameters(
      paramLabel = "KIND",
      index = "1",
      description = "nature, people, delay, measure, circumstance or context")
  private String kind = "";

  @Parameters(
      paramLabel = "WHAT",
      index = "2",
      description = "as confidentiality, customers, DUTY, taken, altered, +1")
  private String what = "";

  @Option(names = "--not", description = "it is not so; takes an earlier statement back")
  private boolean not;

  @Option(
      names = "--because",
      required = true,
      paramLabel = "TEXT",
      description = "as the report says it")
  private String text = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  StatementCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Kind wanted =
        KINDS.stream()
            .filter(one -> one.key().equals(kind))
            .findFirst()
            .orElseThrow(StatementCommand::unknownKind);
    IncidentServices services = IncidentServices.of(context.installation());
    ConfirmedOperator by =
        operator.confirm(context, "IncidentStatementSigned", Role.PRIVACY_OFFICER);
    services.duties().state(by, id, wanted, what, !not, IncidentStatement.Grounds.of(text));
    if (json) {
      JsonOutput.print(
          context.out(), IncidentJson.statement(services.statements().history(id).getLast()));
      return 0;
    }
    context.out().println("Signed: " + kind + " " + what + (not ? ", not so." : "."));
    if (wanted == Kind.CIRCUMSTANCE || wanted == Kind.CONTEXT) {
      context
          .out()
          .println(
              "It counts from the next findings on: firebreak incident assess " + id + " --again");
    }
    return 0;
  }

  private static FirebreakException unknownKind() {
    return new FirebreakException(
        ErrorCode.WRONG_USE,
        "a statement is of the kind "
            + KINDS.stream().map(Kind::key).collect(Collectors.joining(", ")));
  }
}
