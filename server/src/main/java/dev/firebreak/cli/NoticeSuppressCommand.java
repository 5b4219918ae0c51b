package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.NoticeOptOuts;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice suppress add|remove|list`.
@Command(
    name = "suppress",
    description = {
      "Addresses that asked for no follow-ups. The first notice about an incident goes to them too."
    })
final class NoticeSuppressCommand {
  private final CommandContext context;

  NoticeSuppressCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "add", description = "Sends an address no follow-ups any more, as it asked.")
  int add(@Parameters(paramLabel = "ADDRESS") String address, @Mixin OperatorMixin operator) {
    ConfirmedOperator responder = operator.confirm(context, "NoticeSuppressed", Role.RESPONDER);
    context
        .out()
        .println(
            optOuts()
                .add(address, responder)
                .map(id -> "Added as " + id + ".")
                .orElse("The address was on the list already."));
    return 0;
  }

  @Command(name = "remove", description = "Sends an address follow-ups again.")
  int remove(@Parameters(paramLabel = "ADDRESS") String address, @Mixin OperatorMixin operator) {
    ConfirmedOperator responder = operator.confirm(context, "NoticeUnsuppressed", Role.RESPONDER);
    context
        .out()
        .println(
            optOuts()
                .remove(address, responder)
                .map(id -> "Removed " + id + ".")
                .orElse("The address was not on the list."));
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists who was added when, by whom. Addresses are not kept in clear.")
  int list(@Option(names = "--json") boolean json) {
    List<NoticeOptOuts.Entry> entries = optOuts().list();
    if (json) {
      JsonOutput.print(
          context.out(),
          entries.stream()
              .map(each ->
                  Map.of(
                      "id", each.id(),
                      "addedBy", each.addedBy(),
                      "addedAt", each.addedAt().toString()))
              .toList());
    } else {
      entries.forEach(
          each -> context.out().println(each.id() + "  " + each.addedAt() + "  " + each.addedBy()));
      context.out().println(entries.size() + " in all.");
    }
    return 0;
  }

  private NoticeOptOuts optOuts() {
    Installation installation = context.installation();
    return new NoticeOptOuts(
        installation.control(), installation.keys(), installation.audit(), installation.clock());
  }
}
