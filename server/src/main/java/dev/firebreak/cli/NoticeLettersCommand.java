package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.NoticeLetters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice letters`.
@Command(
    name = "letters",
    description = {
      "Makes letters as PDF for whom no mail of the campaign reaches, and the list of them.",
      "The field for the address is empty: the list says whose letter each file is."
    })
final class NoticeLettersCommand implements Callable<Integer> {
  private static final int PROGRESS_STEP = 100;
  private static final String LIST = "set-aside.csv";

  private final CommandContext context;

  @Parameters(paramLabel = "CAMPAIGN")
  private String id = "";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "a new folder for " + LIST + " and the letters")
  private Path out = Path.of("");

  @Option(names = "--again", description = "also letters that were made before")
  private boolean again;

  @Mixin private OperatorMixin operator = new OperatorMixin();

  NoticeLettersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConfirmedOperator officer =
        operator.confirm(context, "NoticeLettersMade", Role.PRIVACY_OFFICER);
    Installation installation = context.installation();
    NoticeLetters letters =
        new NoticeLetters(
            installation.control(),
            installation.keys(),
            installation.audit(),
            installation.clock());
    Path folder = context.workingDirectory().resolve(out);
    Written written = new Written(folder);
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      List<NoticeLetters.Line> people = letters.make(id, officer, again, written::write);
      SetAsideCsv.write(folder.resolve(LIST), csv(people));
    } catch (FileAlreadyExistsException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, folder + " is there already; name a new folder", e);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the letters could not be written to "
              + folder
              + "; look at the disk, remove what is there, and make them with --again",
          e);
    }
    context
        .out()
        .printf(
            Locale.ROOT,
            "Wrote %,d letters to %s; %s says whose they are.%n",
            written.count,
            folder,
            LIST);
    return 0;
  }

  /// Writes letters and says now and then how many there are.
  private final class Written {
    private final Path folder;
    private int count;

    Written(Path folder) {
      this.folder = folder;
    }

    void write(NoticeLetters.Letter letter) throws IOException {
      try (OutputStream file = PrivateFile.create(folder.resolve(file(letter.number())))) {
        file.write(letter.pdf());
      }
      if (++count % PROGRESS_STEP == 0) {
        context.err().printf(Locale.ROOT, "%,d letters%n", count);
      }
    }
  }

  private static String csv(List<NoticeLetters.Line> people) {
    StringBuilder csv = new StringBuilder("reason,person,letter,language\r\n");
    for (NoticeLetters.Line line : people) {
      for (String account : line.accounts()) {
        csv.append(SetAsideCsv.key(line.reason()))
            .append(',')
            .append(CsvText.cell(account))
            .append(',')
            .append(line.number().isEmpty() ? "" : file(line.number()))
            .append(',')
            .append(line.language())
            .append("\r\n");
      }
    }
    return csv.toString();
  }

  private static String file(String number) {
    return number + ".pdf";
  }
}
