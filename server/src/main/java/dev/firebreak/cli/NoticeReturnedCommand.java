package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.ReturnedMails;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice returned`.
@Command(
    name = "returned",
    description = {
      "Takes in mails that came back: reports of failed or late delivery, and complaints.",
      "Each is a file, or a file below a folder such as a Maildir."
    })
final class NoticeReturnedCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "FILE", arity = "1..*")
  private List<Path> files = List.of();

  @Option(names = "--json")
  private boolean json;

  NoticeReturnedCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Installation installation = context.installation();
    ReturnedMails returned =
        new ReturnedMails(
            installation.control(),
            installation.keys(),
            installation.audit(),
            installation.clock());
    Map<String, Integer> counts = new TreeMap<>();
    for (ReturnedMails.Result result : ReturnedMails.Result.values()) {
      counts.put(result.name().toLowerCase(Locale.ROOT), 0);
    }
    for (Path mail : mails()) {
      ReturnedMails.Result result = returned.take(read(mail));
      counts.merge(result.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
    }
    if (json) {
      JsonOutput.print(context.out(), counts);
    } else {
      counts.forEach((result, count) -> context.out().println(result + ": " + count));
    }
    return 0;
  }

  /// As much of a mail as a report may be long, and a byte more.
  private static byte[] read(Path mail) {
    try (InputStream in = Files.newInputStream(mail)) {
      return in.readNBytes(ReturnedMails.LENGTH_MAX + 1);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, mail + " cannot be read; check who may read it", e);
    }
  }

  private List<Path> mails() {
    List<Path> mails = new ArrayList<>();
    for (Path named : files) {
      Path file = context.workingDirectory().resolve(named);
      try (Stream<Path> below = Files.walk(file)) {
        below.filter(Files::isRegularFile).sorted().forEach(mails::add);
      } catch (IOException e) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE, file + " cannot be read; check its name", e);
      }
    }
    return mails;
  }
}
