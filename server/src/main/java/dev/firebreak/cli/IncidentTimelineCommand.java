package dev.firebreak.cli;

import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.IncidentTimeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident timeline`.
@Command(
    name = "timeline",
    description = {
      "Everything in the order of time: moments with their evidence, files, findings, what was"
          + " signed and decided."
    })
final class IncidentTimelineCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "the incident")
  private String id = "";

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  IncidentTimelineCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    IncidentServices services = IncidentServices.of(context.installation());
    List<IncidentTimeline.Entry> entries =
        new IncidentTimeline(services.incidents(), services.statements(), services.assessments())
            .of(id);
    if (json) {
      JsonOutput.print(
          context.out(), entries.stream().map(IncidentTimelineCommand::document).toList());
      return 0;
    }
    for (IncidentTimeline.Entry entry : entries) {
      context.out().println(entry.at() + "  " + entry.words() + "  [" + entry.by() + "]");
    }
    return 0;
  }

  private static Map<String, Object> document(IncidentTimeline.Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("at", entry.at().toString());
    map.put("kind", entry.kind());
    map.put("words", entry.words());
    map.put("by", entry.by());
    return map;
  }
}
