package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.DutyDecision;
import dev.firebreak.incident.IncidentDuties;
import dev.firebreak.incident.IncidentServices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident decide`.
@Command(
    name = "decide",
    description = {
      "Records a person's decision about a duty, under the catalogue of today.",
      "With --all-not-owed it signs, for every duty evaluated as not owed that nobody signed,",
      "that it is not owed, with the missing element that the evaluation names."
    })
final class DecideCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", index = "0")
  private String id = "";

  @Parameters(
      paramLabel = "DUTY",
      index = "1",
      arity = "0..1",
      description = "as eu-gdpr-33-authority")
  private @Nullable String duty;

  @Parameters(paramLabel = "owed|not-owed", index = "2", arity = "0..1")
  private @Nullable String decision;

  @Option(names = "--because", required = true)
  private String reason = "";

  @Option(
      names = "--missing",
      description = "the element that is missing (default: what the evaluation names)")
  private @Nullable String missing;

  @Option(names = "--all-not-owed", description = "sign all that are evaluated as not owed")
  private boolean allNotOwed;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  DecideCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentDuties duties = IncidentServices.of(context.installation()).duties();
    if (allNotOwed) {
      if (duty != null) {
        throw wrong("--all-not-owed stands without DUTY");
      }
      ConfirmedOperator by = operator.confirm(context, "DutyDecided", Role.PRIVACY_OFFICER);
      List<String> signed = duties.signNotOwed(by, id, reason);
      return print(Map.of("signed", signed), "Signed as not owed: " + signed.size() + " duties.");
    }
    if (duty == null || decision == null || !List.of("owed", "not-owed").contains(decision)) {
      throw wrong("name a DUTY, and owed or not-owed; or take --all-not-owed");
    }
    DutyFinding.Status status =
        decision.equals("owed") ? DutyFinding.Status.OWED : DutyFinding.Status.NOT_OWED;
    ConfirmedOperator by = operator.confirm(context, "DutyDecided", Role.PRIVACY_OFFICER);
    String element = missing == null ? "" : missing;
    duties.decide(by, id, duty, status, new DutyDecision.Grounds(reason, element));
    return print(
        Map.of("duty", duty, "decision", decision), "Recorded: " + duty + " is " + decision + ".");
  }

  private int print(Map<String, Object> document, String words) {
    if (json) {
      JsonOutput.print(context.out(), new LinkedHashMap<>(document));
    } else {
      context.out().println(words);
    }
    return 0;
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
