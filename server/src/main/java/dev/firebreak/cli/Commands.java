package dev.firebreak.cli;

import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.incident.DataSetReader;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.LocalDataSetReader;
import dev.firebreak.incident.OutsideKnowledge;
import dev.firebreak.installation.FindingsAudience;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.NoticeSource;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/// Every command of this module, in the order of the help text.
final class Commands {
  private Commands() {}

  static List<Object> all(CommandContext context) {
    return List.of(
        new InitCommand(context),
        new ServeCommand(context),
        new StatusCommand(context),
        new PolicyCommand(context),
        new TaxonomyCommand(context),
        new CommandLine(new OperatorCommand(context))
            .addSubcommand(new OperatorInviteCommand(context)),
        new TokenCommand(context),
        new CommandLine(new VendorCommand(context))
            .addSubcommand(new ReviewCommand(context))
            .addSubcommand(new VendorEndCommand(context)),
        new StandardsCommand(context),
        new KeyCommand(context),
        new LookupCommand(context),
        new EraseCommand(context),
        new CommandLine(new AuditCommand(context))
            .addSubcommand(new AuditHeadsCommand(context))
            .addSubcommand(new AuditExportCommand(context)),
        ledger(context),
        new DrillCommand(
            context, new LocalDataSetReader(new DataSetAssessor(), OutsideKnowledge.NONE)),
        new ScanCommand(context),
        new IncidentCommand(context, LocalDataSetReader::new).line(),
        notice(context),
        new WebhookCommand(context));
  }

  /// `notice` with those of its commands that have a class of their own.
  private static CommandLine notice(CommandContext context) {
    Function<Installation, NoticeSource> findings =
        installation -> new FindingsAudience(IncidentServices.of(installation));
    return new CommandLine(new NoticeCommand(context, findings))
        .addSubcommand(new NoticeDecideCommand(context, findings))
        .addSubcommand(new NoticeDecisionsCommand(context))
        .addSubcommand(new NoticePauseCommand(context))
        .addSubcommand(new NoticeDomainCommand(context))
        .addSubcommand(new NoticeReturnedCommand(context))
        .addSubcommand(new NoticeLettersCommand(context))
        .addSubcommand(new NoticeAskCommand(context))
        .addSubcommand(new NoticeAskedCommand(context))
        .addSubcommand(new NoticeSuppressCommand(context));
  }

  /// `ledger` with those of its commands that have a class of their own.
  private static CommandLine ledger(CommandContext context) {
    return new CommandLine(new LedgerCommand(context))
        .addSubcommand(new LedgerShowCommand(context))
        .addSubcommand(new LedgerImportCommand(context, new DataSetAssessor()));
  }

  /// Commands below `incident` that have a class of their own.
  static List<Object> ofIncident(CommandContext context) {
    return List.of(
        new IncidentPeopleCommand(context),
        new IncidentRejectedCommand(context),
        new IncidentCustodyCommand(context),
        new IncidentSweepCommand(context),
        new IncidentOrganizationsCommand(context),
        new IncidentDeltaCommand(context),
        new IncidentReconcileCommand(context),
        new IncidentSurprisesCommand(context),
        new IncidentLetterCommand(context),
        new IncidentTimelineCommand(context),
        new IncidentReportCommand(context),
        new OrganizationListsCommand(context),
        new AuthorityCommand(context),
        new AuthoritySentCommand(context),
        new IncidentPhasesCommand(context),
        new MapCommand(context, Commands::reader),
        new IncidentRiskCommand(context),
        new IncidentPhishingCommand(context),
        new IncidentLureCommand(context),
        new IncidentCounterfactualCommand(context));
  }

  private static DataSetReader reader(OutsideKnowledge knowledge) {
    return new LocalDataSetReader(new DataSetAssessor(), knowledge);
  }
}
