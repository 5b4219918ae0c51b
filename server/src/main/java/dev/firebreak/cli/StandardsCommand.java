package dev.firebreak.cli;

import dev.firebreak.register.RegisterJson;
import dev.firebreak.register.StandardResult;
import dev.firebreak.register.VendorFile;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.standard.RequirementFinding;
import dev.firebreak.standard.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak standards check`.
@Command(name = "standards", description = "What vendors must meet, as code.")
final class StandardsCommand {
  private final CommandContext context;

  StandardsCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "check",
      description = {
        "Says which vendor meets which of the standards that its file names, why not, what to do,",
        "and when it has consequences. Exit code 1 where one is not met."
      })
  int check(@Option(names = "--json") boolean json) {
    VendorRegister register = VendorRegister.of(context.installation());
    List<Map<String, Object>> documents = new ArrayList<>();
    boolean met = true;
    for (VendorFile file : register.files().vendors().values()) {
      List<StandardResult> results = register.check(file);
      Standing standing = register.standing(file);
      met &= results.stream().allMatch(StandardResult::met);
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("vendor", file.vendor().value());
      document.put("name", file.name());
      document.put("standards", results.stream().map(RegisterJson::result).toList());
      document.put("standing", RegisterJson.standing(standing));
      documents.add(document);
      if (!json) {
        print(file, results, standing);
      }
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    } else if (documents.isEmpty()) {
      context.out().println("No vendor has a file in vendors/; `firebreak init` writes one.");
    }
    return met ? 0 : 1;
  }

  private void print(VendorFile file, List<StandardResult> results, Standing standing) {
    context.out().printf("%s (%s): %s%n", file.vendor(), file.name(), standing.stage().label());
    if (results.isEmpty()) {
      context.out().println("  its file names no standard");
    }
    for (StandardResult result : results) {
      context
          .out()
          .printf("  %s: %s%n", result.standard().name(), result.met() ? "met" : "NOT MET");
      for (RequirementFinding finding : result.findings()) {
        context
            .out()
            .printf(
                "    %-4s %s: %s%n",
                finding.met() ? "ok" : "no", finding.requirement(), finding.reason());
        if (!finding.met()) {
          context.out().println("         to do: " + finding.todo());
        }
      }
    }
    RegisterWords.ahead(standing).ifPresent(words -> context.out().println("  " + words));
  }
}
