package dev.firebreak.cli;

import dev.firebreak.config.PolicyFiles;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentLure;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.Lure;
import dev.firebreak.policy.Policy;
import dev.firebreak.template.Templates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident lure`.
@Command(
    name = "lure",
    description = {
      "What the thief can write: training material, to an invented person of whom the same",
      "kinds of data are known as of the median and of the most exposed."
    })
final class IncidentLureCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "also what this policy would have left")
  private @Nullable Path policy;

  @Option(names = "--out", paramLabel = "FILE", description = "write a page instead of text")
  private @Nullable Path out;

  @Option(names = "--pdf", paramLabel = "FILE", description = "write a PDF document instead")
  private @Nullable Path pdf;

  IncidentLureCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Findings findings = IncidentRiskCommand.latest(IncidentServices.of(context.installation()), id);
    List<Lure.Side> sides =
        new IncidentLure(context.installation().config().company(), findings.risk().phishing())
            .sides(policy(context, policy));
    if (out == null && pdf == null) {
      for (Lure.Side side : sides) {
        context.out().println("== " + side.title());
        context.out().println(side.lure().text());
      }
      return 0;
    }
    PageFiles files = new PageFiles(context, out, pdf, id + "-lures.html", false);
    files.html(() -> Lure.html(new Templates(), sides).getBytes(StandardCharsets.UTF_8));
    files.pdf(() -> Lure.pdf(new Templates(), sides, context.installation().clock().instant()));
    return 0;
  }

  /// A policy that a command names: a file of the working folder, or `shipped:NAME`.
  static Optional<Policy> policy(CommandContext context, @Nullable Path named) {
    return Optional.ofNullable(named)
        .map(path ->
            path.toString().startsWith("shipped:")
                ? path
                : context.workingDirectory().resolve(path))
        .map(PolicyFiles::load);
  }
}
