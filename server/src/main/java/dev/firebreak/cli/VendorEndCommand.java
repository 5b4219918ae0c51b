package dev.firebreak.cli;

import dev.firebreak.erasure.EndCertificate;
import dev.firebreak.erasure.EndStep;
import dev.firebreak.erasure.VendorEnding;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak vendor end`.
@Command(
    name = "end",
    description = {
      "Ends a vendor: cuts it off, destroys what is queued, has everybody erased there, and keeps",
      "a checklist of the rest, with proof. Two operators decide; the same command goes on where"
          + " it",
      "was cut short. With --status it only shows how far it is, as certificate too."
    })
final class VendorEndCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "VENDOR")
  private String vendor = "";

  @Option(names = "--operator", paramLabel = "NAME", description = "who decides")
  private @Nullable String operator;

  @Option(names = "--second", paramLabel = "NAME", description = "who confirms it")
  private @Nullable String second;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why")
  private @Nullable String reason;

  @Option(names = "--status", description = "only show how far it is")
  private boolean status;

  @Option(names = "--html", paramLabel = "FILE", description = "write the certificate as HTML")
  private @Nullable Path html;

  @Option(names = "--pdf", paramLabel = "FILE", description = "write the certificate as PDF")
  private @Nullable Path pdf;

  @Option(names = "--json", description = "print the certificate as JSON")
  private boolean json;

  VendorEndCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    VendorId id = VendorCommand.vendorId(vendor);
    if (!status) {
      end(id);
    }
    EndCertificate certificate = EndCertificate.of(context.installation(), id);
    if (html != null || pdf != null) {
      PageFiles files = new PageFiles(context, html, pdf, "unused", true);
      files.html(() -> certificate.html().getBytes(StandardCharsets.UTF_8));
      files.pdf(certificate::pdf);
    }
    if (json) {
      JsonOutput.print(context.out(), certificate.document());
    } else {
      print(certificate);
    }
    return 0;
  }

  private void end(VendorId id) throws IOException, InterruptedException {
    if (operator == null || second == null || reason == null) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "ending a vendor needs --operator, --second and --reason; --status only shows how far it"
              + " is");
    }
    var _ =
        VendorEnding.of(context.installation())
            .end(EraseCommand.confirm(context, operator, second, "VendorEndDecided"), id, reason);
  }

  private void print(EndCertificate certificate) {
    context.out().println(certificate.title());
    for (EndStep step : certificate.steps()) {
      context
          .out()
          .println(
              "  %s %s: %s".formatted(step.done() ? "[x]" : "[ ]", step.title(), step.words()));
    }
  }
}
