package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.Correction;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.DataSetReader;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentMapping;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.MappingCorrections;
import dev.firebreak.incident.OutsideKnowledge;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident map`: what the fields of the stolen files were taken for, and corrections.
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what the fields of the stolen files were taken for, and why; corrects it.",
      "Corrections count from the next assessment on."
    })
final class MapCommand implements Callable<Integer> {
  private final CommandContext context;
  private final Function<OutsideKnowledge, DataSetReader> readers;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--set",
      paramLabel = "PATH=CATEGORY[:SLOT]",
      description = "corrects a field; PATH=auto takes the correction away")
  private List<String> assignments = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "a mapping file, which takes the place of all corrections")
  private @Nullable Path file;

  @Option(
      names = "--again",
      description = "assesses at once, from the converted rows, without the originals")
  private boolean again;

  @Mixin private AccountsMixin accounts = new AccountsMixin();

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      description = "who corrects; the code of the authenticator is asked for")
  private @Nullable String operator;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  /// @param readers makes what reads the converted rows
  MapCommand(CommandContext context, Function<OutsideKnowledge, DataSetReader> readers) {
    this.context = context;
    this.readers = readers;
  }

  @Override
  public Integer call() {
    IncidentServices services = IncidentServices.of(context.installation());
    boolean corrects = !assignments.isEmpty() || file != null;
    if (corrects || again) {
      change(services, corrects);
    }
    IncidentMapping.View view = services.mapping().view(id);
    if (json) {
      JsonOutput.print(context.out(), IncidentJson.mapping(view));
    } else {
      print(view);
    }
    return 0;
  }

  private void change(IncidentServices services, boolean corrects) {
    String name = operator;
    if (name == null) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "correcting and assessing need --operator NAME");
    }
    Path given = file;
    MappingCorrections corrections =
        (given == null
                ? services.mapping().corrections(id)
                : MappingCorrections.read(context.workingDirectory().resolve(given)))
            .with(assignments);
    ConfirmedOperator by = OperatorMixin.confirm(context, name, "MappingCorrected", Role.RESPONDER);
    if (corrects) {
      services.mapping().replace(by, id, corrections);
    }
    if (again) {
      assess(services.assessments(), by);
    }
  }

  private void assess(Assessments assessments, ConfirmedOperator by) {
    try (ProgressLine progress = ProgressLine.of(context)) {
      Findings findings =
          assessments.assessAgain(
              by,
              id,
              Assessments.Task.stolen(
                  List.of(),
                  accounts.file(context),
                  readers.apply(OutsideKnowledge.NONE),
                  Conduct.plain().with(progress).with(context.cancellation())));
      if (!json) {
        new IncidentPrinter(context.out()).findings(findings);
      }
    }
  }

  private void print(IncidentMapping.View view) {
    context.out().println("Mapping of findings " + view.version() + ", the least certain first:");
    FieldTable.print(context.out(), view.fields());
    if (!view.pending().isEmpty()) {
      context.out().println("Not assessed by yet (incident assess " + id + " --again):");
      view.pending()
          .forEach(
              (path, correction) -> context.out().println("  " + path + "=" + words(correction)));
    }
  }

  private static String words(Correction correction) {
    return correction.category().map(DataCategory::key).orElse("-") + ":" + correction.slot().key();
  }
}
