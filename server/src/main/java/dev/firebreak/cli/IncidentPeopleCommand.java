package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.incident.IncidentServices;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident people`.
@Command(
    name = "people",
    description = {
      "Exports the people of the latest findings as CSV, with their identifiers.",
      "It names persons: an operator confirms it, and the audit log keeps who and why."
    })
final class IncidentPeopleCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(names = "--organization", paramLabel = "ORG", description = "only its members")
  private @Nullable String organization;

  @Option(names = "--unresolved", description = "only people without one certain account")
  private boolean unresolved;

  @Option(names = "--because", paramLabel = "TEXT", required = true)
  private String reason = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a new file that only you may read (default: standard output)")
  private @Nullable Path out;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  IncidentPeopleCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfirmedOperator by = operator.confirm(context, "PeopleExported", Role.PRIVACY_OFFICER);
    Path file = out == null ? null : context.workingDirectory().resolve(out);
    long count =
        new IncidentLists(context, IncidentServices.of(context.installation()), id)
            .people(
                new IncidentLists.Reader(by.name(), "export: " + reason),
                this::isWanted,
                file,
                json);
    if (file != null) {
      context.out().printf(Locale.ROOT, "Wrote %,d people to %s.%n", count, file);
    }
    return 0;
  }

  private boolean isWanted(PersonExposure person) {
    return (!unresolved || person.accountId().isEmpty())
        && (organization == null || person.organizationId().equals(Optional.of(organization)));
  }
}
