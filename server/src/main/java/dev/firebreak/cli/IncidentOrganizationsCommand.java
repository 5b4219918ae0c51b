package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentReport;
import dev.firebreak.incident.IncidentResult;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.PersonsAnnex;
import dev.firebreak.incident.ReportPages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident organizations`.
@Command(
    name = "organizations",
    description = {
      "Which organizations the latest findings concern: members found, admins, what is said.",
      "With --operator it names admins, and organizations that only the file knows."
    })
final class IncidentOrganizationsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many, those with the most people found first")
  private int top;

  @Option(names = "--operator", paramLabel = "NAME", description = "who asks for the names")
  private @Nullable String operator;

  @Option(names = "--because", paramLabel = "TEXT", description = "why; it is kept")
  private @Nullable String reason;

  @Option(
      names = "--card",
      paramLabel = "ORG",
      description = "the page to hand to this organization; needs --operator and --because")
  private @Nullable String card;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "HTML of the card (default: ID-organization.html)")
  private @Nullable Path out;

  @Option(names = "--pdf", paramLabel = "FILE", description = "PDF of the card")
  private @Nullable Path pdf;

  @Option(names = "--json")
  private boolean json;

  IncidentOrganizationsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (card != null) {
      writeCard(card);
      return 0;
    }
    Optional<IncidentLists.Reader> reader =
        operator == null ? Optional.empty() : Optional.of(confirmed(operator));
    IncidentLists lists =
        new IncidentLists(context, IncidentServices.of(context.installation()), id);
    Assessment.Organizations counts = lists.findings().people().cards();
    List<Map<String, Object>> cards = lists.organizations(reader, top);
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>(IncidentJson.organizations(counts));
      document.put("organizations", cards);
      JsonOutput.print(context.out(), document);
    } else {
      print(counts, cards);
    }
    return 0;
  }

  /// One organisation's card alone: nothing about another is on it.
  private void writeCard(String organization) {
    if (operator == null || json) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--card needs --operator and --because, and is a page, no JSON");
    }
    IncidentLists.Reader by = confirmed(operator);
    IncidentReport report = IncidentServices.of(context.installation()).report();
    IncidentResult result = report.result(id);
    PersonsAnnex members =
        report.members(
            result,
            organization,
            new PersonsAnnex.Reader(by.name(), "card of an organization: " + by.reason()));
    OrganizationExposure own = members.organizations().getFirst();
    ReportPages pages = report.pages();
    PageFiles files = new PageFiles(context, out, pdf, id + "-organization.html", false);
    files.html(
        () -> pages.organization(result, own, members, false).getBytes(StandardCharsets.UTF_8));
    files.pdf(
        () -> pages.pdf(pages.organization(result, own, members, true), result.heading().madeAt()));
  }

  private IncidentLists.Reader confirmed(String name) {
    if (reason == null) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--operator needs --because TEXT");
    }
    ConfirmedOperator by =
        OperatorMixin.confirm(context, name, "OrganizationsNamed", Role.PRIVACY_OFFICER);
    return new IncidentLists.Reader(by.name(), reason);
  }

  private void print(Assessment.Organizations counts, List<Map<String, Object>> cards) {
    context
        .out()
        .printf(
            Locale.ROOT,
            "%,d organizations with people found; %,d named in the data, with %,d members who are"
                + " not in it themselves;%n%,d that the accounts directory does not have. %,d"
                + " owners and admins, %,d of them found.%n",
            counts.withPeople(),
            counts.named(),
            counts.membersNotFound(),
            counts.unknown(),
            counts.admins(),
            counts.adminsFound());
    TextTable table =
        new TextTable(
            "organization", "members", "found", "admins", "found", "rows", "named as", "who");
    for (Map<String, Object> card : cards) {
      table.row(
          card.getOrDefault("organization", ""),
          card.getOrDefault("members", 0),
          card.getOrDefault("membersFound", 0),
          card.getOrDefault("adminCount", 0),
          card.getOrDefault("adminsFound", 0),
          card.getOrDefault("rows", 0),
          words(card.get("namedAs")),
          words(card.get("admins")));
    }
    table.print(context.out());
  }

  private static String words(@Nullable Object list) {
    return list instanceof List<?> words && !words.isEmpty()
        ? String.join(" ", words.stream().map(String::valueOf).toList())
        : "-";
  }
}
