package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AuthorityNotification;
import dev.firebreak.incident.IncidentReport;
import dev.firebreak.incident.IncidentServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident authority`.
@Command(
    name = "authority",
    description = {
      "Fills in what one duty's authority asks for, from what is known now, as HTML, PDF and JSON.",
      "What nobody knows or stated stands first, still to be filled in."
    })
final class AuthorityCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", index = "0")
  private String id = "";

  @Parameters(paramLabel = "DUTY", index = "1", description = "as eu-gdpr-33-authority")
  private String duty = "";

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "where DUTY.html, DUTY.pdf and DUTY.json go")
  private @Nullable Path to;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  AuthorityCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (to == null && !json) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "name a folder with --to, or take --json");
    }
    IncidentReport report = IncidentServices.of(context.installation()).report();
    AuthorityNotification notification = report.notification(id, duty);
    if (to != null) {
      write(report, notification, context.workingDirectory().resolve(to));
    }
    if (json) {
      JsonOutput.print(context.out(), notification.json());
    } else {
      notification
          .gaps()
          .forEach(gap -> context.out().println("To fill in: " + gap.phrase() + ": " + gap.what()));
      context
          .out()
          .println("When it was sent: firebreak incident authority-sent " + id + " " + duty);
    }
    return 0;
  }

  private void write(IncidentReport report, AuthorityNotification notification, Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the folder " + folder + " cannot be made; choose another one", e);
    }
    PageFiles pages =
        new PageFiles(
            context, folder.resolve(duty + ".html"), folder.resolve(duty + ".pdf"), "", json);
    pages.html(
        () -> report.pages().authority(notification, false).getBytes(StandardCharsets.UTF_8));
    pages.pdf(() ->
        report
            .pages()
            .pdf(
                report.pages().authority(notification, true),
                notification.result().heading().madeAt()));
    new PageFiles(context, folder.resolve(duty + ".json"), null, "", json)
        .html(() -> JsonOutput.text(notification.json()).getBytes(StandardCharsets.UTF_8));
  }
}
