package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.document.PdfStructure;
import dev.firebreak.duty.Moment;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTML, PDF, JSON and the list of people come from one result, and no form has a figure of its
/// own.
class ReportFormsTest extends OpenIncident {
  private static final int SHIFTS = 3;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Numbers of the templates' own words: laws, the formula's year, steps of risk.
  private static final Set<String> OF_TEMPLATES =
      Set.of(
          "33", "3", "4", "5", "2013", "0.33", "0.09", "0.05", "256", "3166", "1", "2", "34", "9",
          "10");

  @BeforeEach
  void prepare() throws IOException {
    record(Moment.ACCESS_BEGAN, "2025-11-08T16:11:00Z");
    record(Moment.ACCESS_ENDED, "2025-11-09T14:37:00Z");
    record(Moment.VENDOR_TOLD_US, "2025-11-25T15:19:00Z");
    record(Moment.REASONABLY_CERTAIN, "2025-11-25T15:19:00Z");
  }

  private void record(Moment moment, String at) {
    incident.incidents.record(
        incident.responder, ID, moment, Instant.parse(at), "the vendor's mail");
  }

  private void assess() throws IOException {
    String[] countries = {"DE", "FR", "US", "GB", "BR", "IN", "JP", "KR", "NZ", "TR", "IT", "ES"};
    for (int i = 0; i < 137; i++) {
      long clear = DataCategory.NAME.mask() | DataCategory.EMAIL.mask();
      clear |= i % 3 == 0 ? DataCategory.CITY.mask() : 0;
      clear |= DataCategory.BEHAVIOR.mask();
      incident.addPerson("acct-" + i, clear, countries[i % countries.length]);
    }
    incident.organizations.add(
        new OrganizationExposure(
            "org-1",
            Optional.of("Example Bakery"),
            true,
            150,
            137,
            List.of("acct-1"),
            2,
            1,
            List.of("id"),
            41,
            DataCategory.NAME.mask(),
            0,
            0,
            0,
            0));
    incident.searches.put(DataCategory.PHONE, new Assessment.Search(5_347, 0, 0.98));
    incident.fields.add(IncidentFixture.field(Optional.of(DataCategory.EMAIL), 1_213, 137));
    incident.rejected = 6;
    incident.attacks.add(
        new AttackFigures(
            "threeActions",
            "three actions with their times",
            false,
            113,
            83,
            17,
            19,
            true,
            Optional.of(new AttackFigures.Lowered("times by the hour", 29))));
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}"));
  }

  private Set<String> allowed(IncidentResult result) {
    JsonNode document = JSON.valueToTree(report.json(result));
    Set<String> allowed = new HashSet<>(ReportTexts.numbers(document));
    allowed.addAll(OF_TEMPLATES);
    return allowed;
  }

  @Test
  void everyNumberOfThePagesStandsInTheDocument() throws IOException {
    assess();
    IncidentResult result = report.result(ID);

    for (ReportPages.Kind kind : ReportPages.Kind.values()) {
      String html = report.pages().html(kind, result, Optional.empty());
      assertThat(ReportTexts.numbers(ReportTexts.ofHtml(html)))
          .as(kind + " as HTML")
          .isSubsetOf(allowed(result));
    }
  }

  @Test
  void paperSaysWhatTheScreenSays() throws IOException {
    assess();
    IncidentResult result = report.result(ID);

    for (ReportPages.Kind kind : ReportPages.Kind.values()) {
      String screen = report.pages().html(kind, result, Optional.empty());
      String paper = report.pages().paper(kind, result, Optional.empty());
      assertThat(words(paper.replaceFirst("<div class=\"footer\">.*?</div>", "")))
          .as(kind.toString())
          .isEqualTo(words(screen));
    }
  }

  private static String words(String html) {
    return ReportTexts.ofHtml(html).replaceAll("\\s+", " ");
  }

  @Test
  void pdfHasTheNumbersOfTheDocumentAndNoOthers() throws IOException {
    assess();
    IncidentResult result = report.result(ID);
    List<String> pages =
        ReportTexts.ofPdf(report.pages().pdf(ReportPages.Kind.REPORT, result, Optional.empty()));
    JsonNode document = JSON.valueToTree(report.json(result));
    String text = String.join("\n", pages);

    Set<String> sheets = new HashSet<>(allowed(result));
    for (int page = 1; page <= pages.size(); page++) {
      sheets.add(Integer.toString(page));
    }
    assertThat(ReportTexts.strangers(text.replaceAll("[0-9a-f]{10,}", " "), sheets)).isEmpty();
    assertThat(text)
        .contains(ReportWords.number(document.at("/findings/assessment/found").asLong()))
        .contains(ReportWords.decimal(document.at("/findings/severity/low").asDouble()))
        .contains(ReportWords.decimal(document.at("/findings/severity/high").asDouble()))
        .contains(ReportWords.percent(document.at("/findings/shareDirect").asDouble()))
        .contains(ReportWords.number(document.at("/places/furtherPeople").asLong()))
        .contains("1,213", "5,347", "83", "29");
  }

  @Test
  void listOfPeopleIsTheOneOfTheReport() throws IOException {
    assess();
    IncidentResult result = report.result(ID);
    Set<String> listed = new HashSet<>();
    Map<String, Long> clear = new TreeMap<>();
    incident.assessments.people(
        "olu",
        ID,
        result.version(),
        "the test",
        person -> {
          person.accountId().ifPresent(listed::add);
          DataCategory.ofMask(person.clear())
              .forEach(category -> clear.merge(category.key(), 1L, Long::sum));
        });
    JsonNode document = JSON.valueToTree(report.json(result));

    assertThat(document.at("/findings/version").asInt()).isEqualTo(result.version()).isEqualTo(1);
    assertThat(listed)
        .isEqualTo(
            incident.people.stream()
                .map(person -> person.accountId().orElseThrow())
                .collect(Collectors.toSet()))
        .hasSize(document.at("/findings/assessment/affected").asInt())
        .hasSize(document.at("/findings/assessment/found").asInt())
        .hasSize(137);
    Map<String, Long> exposed = new TreeMap<>();
    document.at("/findings/exposed").properties().stream()
        .filter(entry -> entry.getValue().get("clear").asLong() > 0)
        .forEach(entry -> exposed.put(entry.getKey(), entry.getValue().get("clear").asLong()));
    assertThat(clear).isEqualTo(exposed).hasSize(4);
  }

  @Test
  void placesAreAllCountedWhetherShownOrNot() throws IOException {
    assess();
    IncidentResult result = report.result(ID);
    ReportPlaces places = result.places();

    long top = places.top().stream().mapToLong(ReportPlaces.Country::people).sum();
    assertThat(top + places.furtherPeople() + places.unknown()).isEqualTo(137);
    assertThat(places.countries().stream().mapToLong(ReportPlaces.Country::people).sum())
        .isEqualTo(places.all().stream().mapToLong(ReportPlaces.Place::people).sum());
    assertThat(report.html(ID))
        .contains(
            "2 further countries with 22 people together",
            "Germany 12",
            "<b>Germany 12</b> (region unknown: 12)");
  }

  @Test
  void executivePageIsExactlyTheFirstPage() throws IOException {
    assess();
    for (int i = 0; i < 9; i++) {
      incident.incidents.sign(
          incident.officer,
          ID,
          ("Our own systems number " + i + " were not broken into. ").repeat(30),
          "review-" + i + ".txt",
          "a".repeat(64));
    }
    List<String> pages =
        ReportTexts.ofPdf(
            report.pages().pdf(ReportPages.Kind.REPORT, report.result(ID), Optional.empty()));

    assertThat(pages.getFirst().replaceAll("\\s+", " "))
        .contains("What happened", "What is owed, by when", "What is not known yet")
        .contains("This page stands for itself", "It is not legal advice")
        .doesNotContain("What the authority asks for");
    assertThat(pages.get(1)).contains("Annex to the first page", "A. What the authority asks for");
  }

  @Test
  void listOfContentsNamesEveryPartAndTheSheetWhereItBegins() throws IOException {
    assess();
    IncidentResult result = report.result(ID);

    for (ReportPages.Kind kind : ReportPages.Kind.values()) {
      List<String> headings =
          Pattern.compile("<h2[^>]* id=\"[a-z]+\">([A-Z]\\. [^<]+)</h2>")
              .matcher(report.pages().html(kind, result, Optional.empty()))
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(headings)
          .as("in their order: " + kind)
          .isEqualTo(
              ReportContents.of(kind, result, false).parts().stream()
                  .map(part -> part.heading())
                  .toList())
          .hasSizeGreaterThan(8);
      List<String> pages =
          ReportTexts.ofPdf(report.pages().pdf(kind, result, Optional.empty())).stream()
              .map(page -> page.replaceAll("\\s+", " "))
              .toList();
      for (String heading : headings) {
        String listed =
            pages.stream()
                .map(Pattern.compile(Pattern.quote(heading) + " ?[. ]+ ?(\\d+)\\b")::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not listed: " + heading));
        assertThat(pages.get(Integer.parseInt(listed) - 1)).contains(heading);
      }
    }
  }

  /// Each measure shifts what follows by a line, so that tables begin at other heights.
  @Test
  void noHeadStandsAloneAtTheFootOfASheet() throws IOException {
    assess();
    for (int i = 1; i <= SHIFTS; i++) {
      incident.duties.state(
          incident.officer,
          ID,
          IncidentStatement.Kind.MEASURE,
          "taken",
          true,
          IncidentStatement.Grounds.of("step " + i));
      IncidentResult result = report.result(ID);
      for (ReportPages.Kind kind : ReportPages.Kind.values()) {
        PdfStructure.Heads heads =
            PdfStructure.heads(report.pages().pdf(kind, result, Optional.empty()));
        assertThat(heads.tables()).isGreaterThan(10);
        assertThat(heads.alone()).as(kind + " with " + i + " measures").isEmpty();
      }
    }
  }

  @Test
  void noFormSpeaksInKeys() throws IOException {
    assess();
    IncidentResult result = report.result(ID);

    for (ReportPages.Kind kind : ReportPages.Kind.values()) {
      String html = report.pages().html(kind, result, Optional.empty());
      String text = ReportTexts.ofHtml(html);
      for (DataCategory category : DataCategory.values()) {
        assertThat(text).as(kind.toString()).doesNotContain(category.key());
      }
      assertThat(text)
          .doesNotContain("`")
          .doesNotContainPattern("(?:stated|answered): [a-z0-9-]+ is")
          .doesNotContainPattern("(?<![0-9,])1 people");
      assertThat(html).as("no space before it").doesNotContainPattern("\\s[,;.](?:\\s|<)");
    }
  }

  @Test
  void vendorIsNamedAsPeopleKnowIt() throws IOException {
    assertThat(report.html(ID)).contains("At the vendor mixpanel,");
    Path file = Files.createDirectories(folder.resolve("vendors")).resolve("mixpanel.yaml");
    Files.writeString(
        file,
        """
        vendor: mixpanel
        name: Mixpanel of Example
        owner: analytics@example.com
        purpose: shows which features are used
        legal-basis: legitimate-interests
        contacts: {security: security@example.net, incident: incidents@example.net}
        """);

    assertThat(report.html(ID)).contains("At the vendor Mixpanel of Example,");
    assertThat(report.json(ID)).containsEntry("vendorName", "Mixpanel of Example");

    Files.writeString(file, "vendor: mixpanel\nname: [not one]\n");
    assertThat(report.html(ID)).as("a mistake there").contains("At the vendor mixpanel,");
  }

  @Test
  void unknownsAreOnlyThoseThatWouldChangeTheReport() throws IOException {
    assess();
    String unknown = String.join(" ", report.result(ID).unknown());

    assertThat(unknown)
        .contains("6 rows", "the vendor became aware", "the incident was contained")
        .doesNotContain("materiality", "classified", "people were told", "authority was notified");
  }
}
