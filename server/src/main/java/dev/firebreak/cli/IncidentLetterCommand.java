package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.VendorLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident letter`.
@Command(
    name = "letter",
    description = {
      "Prints a letter to the vendor: what we know, and what we still need.",
      "It asks for what is open in the findings: files, times, fields, people, logs. No personal"
          + " data is in it; a person sends it."
    })
final class IncidentLetterCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", description = "the incident")
  private String id = "";

  @Option(names = "--out", paramLabel = "FILE", description = "default: standard output")
  private @Nullable Path out;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  IncidentLetterCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    VendorLetter letters = IncidentServices.of(context.installation()).letter();
    if (json) {
      JsonOutput.print(context.out(), document(letters.letter(id)));
      return 0;
    }
    Path file = out;
    if (file == null) {
      context.out().print(letters.text(id));
      context.out().flush();
      return 0;
    }
    Path to = context.workingDirectory().resolve(file);
    try {
      Files.writeString(to, letters.text(id));
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the letter could not be written to " + to + "; choose another", e);
    }
    context.out().println("Wrote " + to + ".");
    return 0;
  }

  private static Map<String, Object> document(VendorLetter.Letter letter) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("to", letter.to());
    map.put("from", letter.from());
    map.put("date", letter.date().toString());
    map.put("reference", letter.reference());
    map.put("known", letter.known());
    map.put("questions", letter.questions());
    return map;
  }
}
