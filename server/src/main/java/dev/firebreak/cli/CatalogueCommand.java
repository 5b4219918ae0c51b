package dev.firebreak.cli;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.incident.CatalogueArchive;
import dev.firebreak.installation.Installation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident catalogue`.
@Command(
    name = "catalogue",
    description = {
      "Lists the duty catalogues and holiday calendars that decisions were made under.",
      "With a SHA-256, as decisions name it, prints that text."
    })
final class CatalogueCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "SHA256", arity = "0..1")
  private @Nullable String sha256;

  @Option(names = "--json")
  private boolean json;

  CatalogueCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.installation();
    CatalogueArchive archive = new CatalogueArchive(installation.control(), installation.clock());
    if (sha256 == null) {
      list(archive.list());
    } else if (json) {
      JsonOutput.print(context.out(), Map.of("sha256", sha256, "text", archive.text(sha256)));
    } else {
      context.out().print(archive.text(sha256));
      context.out().flush();
    }
    return 0;
  }

  private void list(List<CatalogueArchive.Kept> kept) {
    DutyCatalogue.Edition today = DutyCatalogue.shipped().edition();
    if (json) {
      JsonOutput.print(context.out(), kept.stream().map(one -> document(one, today)).toList());
      return;
    }
    for (CatalogueArchive.Kept one : kept) {
      context
          .out()
          .println(
              one.sha256()
                  + "  "
                  + one.kind().key()
                  + " "
                  + one.version()
                  + ", kept since "
                  + one.keptAt()
                  + (isOf(today, one) ? ", in use" : ""));
    }
    if (kept.isEmpty()) {
      context.out().println("Nothing was decided or handed out under a catalogue yet.");
    }
  }

  private static Map<String, Object> document(
      CatalogueArchive.Kept one, DutyCatalogue.Edition today) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", one.kind().key());
    map.put("version", one.version());
    map.put("sha256", one.sha256());
    map.put("keptAt", one.keptAt().toString());
    map.put("inUse", isOf(today, one));
    return map;
  }

  private static boolean isOf(DutyCatalogue.Edition today, CatalogueArchive.Kept one) {
    return one.sha256().equals(today.sha256()) || one.sha256().equals(today.holidays().sha256());
  }
}
