package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.history.HistoryImport;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.KnowledgeBasis;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak ledger import`.
@Command(
    name = "import",
    description = {
      "Takes history from before Firebreak into the ledger, out of a vendor's own export.",
      "Run again with the same files it adds nothing; one that was interrupted goes on."
    })
final class LedgerImportCommand implements Callable<Integer> {
  private static final int REJECTED_SHOWN = 5;

  private final CommandContext context;
  private final DataSetAssessor assessor;

  @Parameters(
      arity = "1..*",
      paramLabel = "EXPORT",
      description = "files and folders, of any shape that `incident assess` reads")
  private List<Path> files = List.of();

  @Option(
      names = "--vendor",
      required = true,
      description = "as the settings or its file in the register name it")
  private String vendorName = "";

  @Option(
      names = "--because",
      required = true,
      paramLabel = "TEXT",
      description = "why, and where the files come from; it is kept")
  private String reason = "";

  @Option(names = "--dry-run", description = "say what would be added, and add nothing")
  private boolean dryRun;

  @Mixin private AccountsMixin accounts = new AccountsMixin();
  @Mixin private EncodingMixin encoding = new EncodingMixin();
  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--json")
  private boolean json;

  LedgerImportCommand(CommandContext context, DataSetAssessor assessor) {
    this.context = context;
    this.assessor = assessor;
  }

  @Override
  public Integer call() throws IOException {
    if (reason.isBlank()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--because says why, and where the files come from");
    }
    Installation installation = context.installation();
    VendorId vendor = LedgerCommand.vendor(installation, vendorName);
    HistoryImport.Task task =
        new HistoryImport.Task(
            vendor,
            files.stream().map(context.workingDirectory()::resolve).toList(),
            accounts.file(context),
            encoding.of(true),
            reason.strip(),
            dryRun);
    ConfirmedOperator by = operator.confirm(context, "LedgerImported", Role.RESPONDER);
    HistoryImport.Result result;
    try (ProgressLine progress = ProgressLine.of(context)) {
      result =
          new HistoryImport(installation, assessor)
              .run(by, task, Conduct.plain().with(progress).with(context.cancellation()));
    }
    KnowledgeBasis basis = KnowledgeBasis.of(installation.ledger(), vendor, Optional.empty());
    if (json) {
      JsonOutput.print(context.out(), document(result, basis));
    } else {
      print(result, basis);
    }
    return 0;
  }

  private void print(HistoryImport.Result result, KnowledgeBasis basis) {
    if (result.again()) {
      context
          .out()
          .println(
              "These files were imported at "
                  + result.history().begunAt()
                  + "; nothing was added. Then it was:");
    } else if (dryRun) {
      context.out().println("Nothing was added. It would be:");
    }
    result.history().outcome().ifPresent(outcome -> ImportPrinter.print(context.out(), outcome));
    for (Assessment.RejectedRow row :
        result.read().rejected().stream().limit(REJECTED_SHOWN).toList()) {
      context
          .out()
          .println(
              TextTable.harmless(
                  "  rejected: " + row.file() + " line " + row.line() + ": " + row.reason()));
    }
    context.out().println(basis.sentence());
  }

  private Map<String, Object> document(HistoryImport.Result result, KnowledgeBasis basis) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", result.history().vendor().value());
    document.put("dryRun", dryRun);
    document.put("again", result.again());
    document.putAll(ImportPrinter.document(result.history()));
    document.put("rejectedByReason", result.read().rejectedByReason());
    document.put("rejected", result.read().rejected().stream().map(ScanReport::rejected).toList());
    document.put("statement", basis.sentence());
    return document;
  }
}
