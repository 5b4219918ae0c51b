package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.OrganizationList;
import dev.firebreak.incident.OrganizationList.Audience;
import dev.firebreak.incident.OrganizationLists;
import dev.firebreak.incident.ReportPages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident organization-lists`.
@Command(
    name = "organization-lists",
    description = {
      "Makes what organizations are handed about their own members: page, CSV and JSON for each.",
      "For administrators, or for customers whose processor the company is (GDPR Art. 33(2)).",
      "The decision to hand them out is signed and kept."
    })
final class OrganizationListsCommand implements Callable<Integer> {
  private static final int NAME_LENGTH_MAX = 64;

  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--for",
      paramLabel = "WHOM",
      required = true,
      description = "admins or controllers")
  private String whom = "";

  @Option(
      names = "--allow-admin-lists",
      description = "administrators may see who of their organization is in the data")
  private boolean allowed;

  @Option(
      names = "--only",
      paramLabel = "FILE",
      description = "ids of organizations, one a line; needed for controllers")
  private @Nullable Path only;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      required = true,
      description = "a new folder; each organization gets one in it")
  private Path to = Path.of("");

  @Option(names = "--pdf", description = "the page as PDF too")
  private boolean pdf;

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      required = true,
      description = "why they are handed out; it is kept")
  private String reason = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  OrganizationListsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OrganizationLists.Wanted wanted = wanted();
    Path folder = context.workingDirectory().resolve(to);
    if (Files.exists(folder)) {
      throw wrong(folder + " is there already; name a new folder");
    }
    ConfirmedOperator by =
        operator.confirm(context, "OrganizationListsDecided", Role.PRIVACY_OFFICER);
    List<OrganizationList> lists =
        OrganizationLists.of(context.installation()).make(by, id, wanted, reason);
    ReportPages pages = IncidentServices.of(context.installation()).report().pages();
    Set<String> taken = new HashSet<>();
    try {
      for (OrganizationList list : lists) {
        write(pages, list, Files.createDirectories(folder.resolve(name(list, taken))));
      }
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the lists could not be written to " + folder + "; look at the disk", e);
    }
    long people = lists.stream().mapToLong(list -> list.members().size()).sum();
    context
        .out()
        .printf(
            Locale.ROOT, "Wrote %,d lists with %,d people to %s.%n", lists.size(), people, folder);
    return 0;
  }

  private OrganizationLists.Wanted wanted() {
    Audience audience =
        switch (whom) {
          case "admins" -> Audience.ADMINS;
          case "controllers" -> Audience.CONTROLLERS;
          default -> throw wrong("--for takes admins or controllers");
        };
    if (audience == Audience.ADMINS && !allowed) {
      throw wrong(
          "administrators would see who of their organization is in the data; say that they may,"
              + " with --allow-admin-lists");
    }
    if (audience == Audience.CONTROLLERS && only == null) {
      throw wrong("--for controllers needs --only FILE: whose processor you are, no data shows");
    }
    return new OrganizationLists.Wanted(audience, only == null ? Set.of() : ids(only));
  }

  private Set<String> ids(Path named) {
    Path file = context.workingDirectory().resolve(named);
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the list of organizations " + file + " cannot be read", e);
    }
  }

  private void write(ReportPages pages, OrganizationList list, Path folder) throws IOException {
    write(folder.resolve("notice.html"), pages.handover(list, false));
    write(folder.resolve("members.csv"), list.csv());
    write(folder.resolve("notice.json"), JsonOutput.text(list.json()));
    if (pdf) {
      write(
          folder.resolve("notice.pdf"),
          pages.pdf(pages.handover(list, true), list.result().heading().madeAt()));
    }
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = PrivateFile.create(file)) {
      out.write(bytes);
    }
  }

  /// A folder's name of an organisation's id, different for each.
  private static String name(OrganizationList list, Set<String> taken) {
    String plain = list.card().organization().replaceAll("[^A-Za-z0-9_-]", "_");
    String name = plain.substring(0, Math.min(plain.length(), NAME_LENGTH_MAX));
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
