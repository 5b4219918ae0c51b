package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.Account;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.notice.Asker;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.NoticeQuestions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice ask`.
@Command(
    name = "ask",
    description = {
      "Records that somebody asked whether they are in the data of an incident.",
      "They are answered by `notice draft --asked`, at the address of their account alone."
    })
final class NoticeAskCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "INCIDENT")
  private String incident = "";

  @Option(names = "--account", paramLabel = "ID", description = "their account")
  private @Nullable String account;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "the mail address from which they asked; must be their account's current one")
  private @Nullable String address;

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      required = true,
      description = "how they asked, and how you know that it was they; it is kept, sealed")
  private String reason = "";

  @Mixin private AccountsMixin directory = new AccountsMixin();
  @Mixin private OperatorMixin operator = new OperatorMixin();

  NoticeAskCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    ConfirmedOperator responder = operator.confirm(context, "NoticeAsked", Role.RESPONDER);
    Installation installation = context.installation();
    var _ = IncidentServices.of(installation).incidents().get(incident);
    List<Account> accounts = directory.with(context, this::asking);
    NoticeQuestions questions = questions(installation);
    for (Account each : accounts) {
      questions.add(incident, AudienceMember.of(each), reason, responder);
    }
    context
        .out()
        .println(
            "Recorded for "
                + accounts.size()
                + (accounts.size() == 1 ? " account" : " accounts")
                + ". Next: notice draft "
                + incident
                + " --asked");
    return 0;
  }

  static NoticeQuestions questions(Installation installation) {
    return new NoticeQuestions(
        installation.control(), installation.keys(), installation.audit(), installation.clock());
  }

  private List<Account> asking(Optional<AccountsDirectory> loaded) throws SQLException {
    AccountsDirectory accounts =
        loaded.orElseThrow(() ->
            new FirebreakException(
                ErrorCode.CONFIG_INVALID,
                "who asked is looked up in the accounts directory; name it in the settings"
                    + " (`accounts`) or with --accounts"));
    return new Asker(Optional.ofNullable(account), Optional.ofNullable(address)).in(accounts);
  }
}
