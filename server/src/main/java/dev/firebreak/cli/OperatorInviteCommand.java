package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Invitations;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak operator invite`.
@Command(
    name = "invite",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a link by which somebody sets up password and authenticator, seen by nobody else.",
      "Without NAME and --by it is for the first operator, an administrator."
    })
final class OperatorInviteCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "a-z, 0-9, '.' and '-'")
  @Nullable String name;

  @Option(
      names = "--role",
      defaultValue = "responder",
      description = "viewer, responder, privacy-officer or admin (default: responder)")
  String role = "responder";

  @Option(names = "--by", paramLabel = "ADMIN", description = "the administrator who invites")
  @Nullable String by;

  @Option(names = "--json")
  boolean json;

  OperatorInviteCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if ((name == null) != (by == null)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "an administrator invites somebody with NAME and --by ADMIN; without both the link is for"
              + " the first operator");
    }
    Installation installation = context.installation();
    URI console = EnrolLinks.console(installation.config());
    String link =
        name == null || by == null
            ? EnrolLinks.first(installation, console)
            : EnrolLinks.link(console, invite(installation, name, by));
    if (json) {
      JsonOutput.print(
          context.out(), Map.of("link", link, "lastsMinutes", Invitations.LASTS.toMinutes()));
      return 0;
    }
    context.out().println("Give this link to that person, and to nobody else:");
    context.out().println(link);
    context.out().println(EnrolLinks.lasts());
    return 0;
  }

  private String invite(Installation installation, String invited, String administrator) {
    Role given = OperatorCommand.role(role);
    ConfirmedOperator admin =
        OperatorMixin.confirm(context, administrator, "OperatorInvited", Role.ADMIN);
    return installation.access().invitations().invite(admin, invited, given);
  }
}
