package dev.firebreak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Instant TIME = Instant.parse("2025-11-03T08:00:00Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void installationWithTwoPeople() throws IOException {
    run("init");
    try (Installation installation = open()) {
      SubjectKeyring keyring = new SubjectKeyring(installation.keys().secret("ledger"));
      installation
          .ledger()
          .append(
              new LedgerBatch(
                  new BindingId("web"),
                  2,
                  List.of(fact(keyring.account("a-1")), fact(keyring.device("d-1"))),
                  List.of(),
                  List.of(new VendorSubject(MIXPANEL, keyring.account("a-1"), "fb1sabcdxyz"))));
    }
    Files.writeString(folder.resolve("people.csv"), "account_id,country\na-1,DE\na-1,FR\na-2,US\n");
    out.getBuffer().setLength(0);
  }

  @Test
  void drillSaysWhoWhatAndWhereAndWhatItDoesNotKnow() throws IOException {
    assertThat(run("drill", "mixpanel", "--accounts", "people.csv")).isZero();
    assertThat(out.toString())
        .contains("2 people, 2 events. Known since 2025-11-03")
        .contains("user.unique_id                       0            0      2")
        .containsPattern("DE +1")
        .contains("severity: unknown");
    assertThat(err.toString()).contains("1 rows with an account_id that an earlier row has");
  }

  @Test
  void drillAsJsonHasTheSameNumbers() throws IOException {
    assertThat(run("drill", "mixpanel", "--accounts", "people.csv", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"people\" : 2")
        .contains("\"knownSince\" : \"2025-11-03T08:00:00Z\"")
        .contains("\"DE\" : 1")
        .contains("\"unknown\" : {");
  }

  @Test
  void drillWithoutDirectorySaysThatCountriesAreUnknown() throws IOException {
    assertThat(run("drill", "mixpanel")).isZero();
    assertThat(out.toString()).contains("needs an accounts directory");
  }

  @Test
  void unknownVendorIsAnErrorThatNamesTheKnownOnes() throws IOException {
    assertThat(run("drill", "nobody")).isEqualTo(2);
    assertThat(err.toString()).contains("known: [mixpanel");
    assertThat(run("drill", "No Body")).isEqualTo(2);
  }

  @Test
  void showTellsFactsOrTheNegativeWithItsBasis() throws IOException {
    assertThat(show("a-1")).isZero();
    assertThat(out.toString()).contains("2025-11-03").contains("fb1sabcdxyz");
    out.getBuffer().setLength(0);
    assertThat(show("a-2")).isZero();
    assertThat(out.toString()).contains("Nothing disclosed through Firebreak since 2025-11-03");
    out.getBuffer().setLength(0);
    assertThat(show("a-1", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"disclosed\" : true")
        .contains("user.unique_id")
        .contains("\"form\" : \"token\"")
        .contains("\"version\" : \"0123456789ab\"");
  }

  @Test
  void whoIsLookedUpIsAuditedWithTheReasonBeforeTheAnswer() throws IOException {
    refused("--because", "ledger", "show", "--subject", "a-1");
    refused("--because", "ledger", "show", "--subject", "a-1", "--because", " ");
    assertThat(show("a-1")).isZero();
    out.getBuffer().setLength(0);
    assertThat(run("audit", "show", "--json")).isZero();
    assertThat(out.toString())
        .contains("SubjectLookedUp")
        .contains("access request 17")
        .doesNotContain("a-1");
  }

  @Test
  void receiptIsAPageForThePersonThatAnOperatorHandsOut() throws IOException {
    refused(
        "--operator", "ledger", "show", "--subject", "a-1", "--because", "x", "--html", "r.html");
    assertThat(folder.resolve("r.html")).doesNotExist();
    Files.writeString(folder.resolve("r.html"), "old");
    Files.setPosixFilePermissions(
        folder.resolve("r.html"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(
            confirmed(
                "code",
                "ledger",
                "show",
                "--subject",
                "a-1",
                "--because",
                "access request 17",
                "--html",
                "r.html",
                "--pdf",
                "r.pdf",
                "--operator",
                "nadia"))
        .isZero();
    assertThat(Files.readString(folder.resolve("r.html")))
        .contains("We gave data about you to one other company, Mixpanel, some of it as it is.")
        .contains("Your country")
        .contains("as a code that only we can turn back")
        .contains("3 November 2025")
        .contains("<code>fb1sabcdxyz</code>")
        .contains("legitimate interests (GDPR Art. 6(1)(f))")
        .doesNotContain("<script", "user.unique_id", "ledger", "subject key");
    assertThat(Files.readAllBytes(folder.resolve("r.pdf"))).startsWith("%PDF".getBytes(UTF_8));
    assertThat(Files.getPosixFilePermissions(folder.resolve("r.html"))).hasSize(2);
  }

  @Test
  void receiptOfSomebodyWhomNobodyKnowsClaimsNoMoreThanIsKnown() throws IOException {
    assertThat(
            confirmed(
                "code",
                "ledger",
                "show",
                "--subject",
                "<b>&",
                "--because",
                "access request 18",
                "--html",
                "r.html",
                "--operator",
                "nadia"))
        .isZero();
    assertThat(Files.readString(folder.resolve("r.html")))
        .contains("We know of no company that we gave data about you to.")
        .contains("they begin on 3 November 2025. For the time before we cannot say.")
        .contains("<code>&lt;b&gt;&amp;</code>");
  }

  @Test
  void importTakesHistoryInOnceAndEveryAnswerSaysSo() throws IOException {
    Files.writeString(
        folder.resolve("export.json"),
        "{\"event\":\"Opened\",\"properties\":{\"time\":1759305600,\"distinct_id\":\"a-2\"}}\n"
            + "{oops\n");
    refused("--operator", "ledger", "import", "export.json", "--vendor", "mixpanel");
    assertThat(
            confirmed(
                "code",
                "ledger",
                "import",
                "export.json",
                "--vendor",
                "mixpanel",
                "--because",
                "asked for",
                "--operator",
                "nadia"))
        .isZero();
    assertThat(out.toString())
        .contains("1 people, from 2025-10-01 to 2025-10-01.")
        .contains("rejected: export.json line 2")
        .contains("(imported) since 2025-10-01, by Firebreak itself since 2025-11-03");
    out.getBuffer().setLength(0);
    assertThat(show("a-2")).isZero();
    assertThat(out.toString()).contains("2025-10-01").contains("imported-").contains("SHA-256");
    assertThat(people()).contains("\"people\" : 3").contains("\"rowsTaken\" : 1");
    out.getBuffer().setLength(0);
    assertThat(run("audit", "show")).isZero();
    assertThat(out.toString()).contains("LedgerImportBegun").contains("LedgerImported");
    out.getBuffer().setLength(0);
    assertThat(run("ledger", "verify")).isZero();
  }

  @Test
  void peopleCountsWithoutAnOperatorButNamesNobody() throws IOException {
    assertThat(run("ledger", "people", "--vendor", "mixpanel", "--accounts", "people.csv"))
        .isZero();
    assertThat(out.toString()).contains("account id").doesNotContain("a-1");
    assertThat(run("ledger", "people", "--vendor", "mixpanel", "--list")).isEqualTo(2);
    assertThat(err.toString()).contains("--operator");
    assertThat(out.toString()).doesNotContain("a-1");
  }

  @Test
  void confirmedOperatorGetsTheNamesAndItIsAudited() throws IOException {
    assertThat(confirmedList("code")).isZero();
    assertThat(out.toString()).contains("account id").containsPattern("a-1 +[0-9a-f]{32} +account");
    out.getBuffer().setLength(0);
    assertThat(run("audit", "show")).isZero();
    assertThat(out.toString()).contains("PeopleListed").contains("nadia").doesNotContain("a-1");
  }

  @Test
  void wrongCodeGetsNoNames() throws IOException {
    assertThat(confirmedList("000000")).isEqualTo(2);
    assertThat(out.toString()).doesNotContain("a-1");
    out.getBuffer().setLength(0);
    run("audit", "show");
    assertThat(out.toString()).contains("SecondFactorRefused").doesNotContain("vendor:mixpanel");
  }

  private int confirmedList(String typed) throws IOException {
    return confirmed(
        typed,
        "ledger",
        "people",
        "--vendor",
        "mixpanel",
        "--accounts",
        "people.csv",
        "--list",
        "--operator",
        "nadia");
  }

  /// Runs a command as a new operator who types the authenticator's code, or another one.
  private int confirmed(String typed, String... arguments) throws IOException {
    SecretBytes secret;
    try (Installation installation = open()) {
      secret = OperatorMixin.operators(installation).addFirst("nadia").secret();
    }
    String right = Totp.code(secret, Instant.now());
    String code = typed.equals("code") ? right : right.equals(typed) ? "111111" : typed;
    return Main.run(
        List.of(arguments),
        configFile ->
            new TerminalContext(
                new TerminalContext.Outputs(new PrintWriter(out, true), new PrintWriter(err, true)),
                folder,
                Map.of(),
                configFile,
                Clock.systemUTC(),
                _ -> code));
  }

  @Test
  void peopleTakesAWindowAndACategory() throws IOException {
    assertThat(people("--from", "2025-11-04")).contains("\"people\" : 0").contains("whole period");
    assertThat(people("--to", "2025-11-03T08:00:00.001Z")).contains("\"people\" : 2");
    assertThat(people("--category", "user.contact.email")).contains("\"people\" : 0");
    assertThat(run("ledger", "people", "--vendor", "mixpanel", "--category", "mail")).isEqualTo(2);
    assertThat(run("ledger", "people", "--vendor", "mixpanel", "--from", "soon")).isEqualTo(2);
    assertThat(
            run(
                "ledger",
                "people",
                "--vendor",
                "mixpanel",
                "--from",
                "2025-11-04",
                "--to",
                "2025-11-03"))
        .isEqualTo(2);
  }

  @Test
  void accountsFileWithoutIdIsAClearError() throws IOException {
    Files.writeString(folder.resolve("bad.csv"), "email,name\na@example.com,Ana\n");
    assertThat(run("drill", "mixpanel", "--accounts", "bad.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("`email`, `name`").doesNotContain("Exception");
  }

  @Test
  void answersSayHowManySubjectsWereErased() throws IOException {
    try (Installation installation = open()) {
      installation.ledger().erase(MIXPANEL, List.of(new SubjectKey(4, 4)));
    }
    assertThat(show("a-2")).isZero();
    assertThat(out.toString())
        .contains("Nothing disclosed through Firebreak since 2025-11-03")
        .contains("in no answer since: 1 subject.");
    assertThat(people()).contains("\"erasedSubjects\" : 1");
  }

  @Test
  void matrixCountsPeopleByMonthAndCategory() throws IOException {
    assertThat(run("ledger", "matrix")).isZero();
    assertThat(out.toString())
        .contains("mixpanel: Known since 2025-11-03")
        .containsPattern("2025-11 +2 +user.unique_id +0 +0 +2");
    out.getBuffer().setLength(0);
    assertThat(run("ledger", "matrix", "--from", "2025-12-01", "--json")).isZero();
    assertThat(out.toString()).contains("\"months\" : [ ]").contains("the whole period");
  }

  @Test
  void matrixCountsEventsWhoseTimesLieOutsideTheMonthsToo() throws IOException {
    try (Installation installation = open()) {
      installation
          .ledger()
          .append(
              new LedgerBatch(
                  new BindingId("web"),
                  9,
                  List.of(
                      fact(new SubjectKey(21, 1), Instant.parse("2001-01-01T00:00:00Z")),
                      fact(new SubjectKey(22, 1), Instant.parse("2901-01-01T00:00:00Z"))),
                  List.of(),
                  List.of()));
    }
    assertThat(run("ledger", "matrix")).isZero();
    assertThat(out.toString())
        .containsPattern("earlier +1 +user.unique_id +0 +0 +1")
        .containsPattern("2025-11 +2 +user.unique_id +0 +0 +2")
        .containsPattern("later +1 +user.unique_id +0 +0 +1");
    out.getBuffer().setLength(0);
    assertThat(run("ledger", "matrix", "--from", "2025-11-01", "--to", "2025-12-01")).isZero();
    assertThat(out.toString()).contains("2025-11").doesNotContain("earlier", "later");
  }

  @Test
  void verifyFailsWhereAFileWasChanged() throws IOException {
    assertThat(run("ledger", "verify")).isZero();
    assertThat(out.toString()).contains("The ledger is whole: 2 files, 3 rows.");
    try (Stream<Path> files = Files.walk(folder)) {
      Path fact =
          files.filter(file -> file.toString().contains("-facts-")).findFirst().orElseThrow();
      Files.write(fact, new byte[10]);
    }
    assertThat(run("ledger", "verify", "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("is not the file that was written");
  }

  @Test
  void verifyFailsWhereTheLedgerKnowsMoreThanTheOutcomeLog() throws IOException {
    Files.writeString(folder.resolve("token"), "0123456789abcdef");
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace(
                "bindings: []",
                """
                bindings:
                  - id: web
                    vendor: mixpanel
                    dialect: mixpanel
                    path-prefix: /mp
                    upstream: http://127.0.0.1:9
                    credential: {file: token}
                    sender: public
                    policy: shipped:mixpanel
                """));
    assertThat(run("ledger", "verify")).isEqualTo(1);
    assertThat(out.toString())
        .contains("the ledger has outcomes of web up to 2, its outcome log only up to 0");
  }

  @Test
  void badInputIsAClearMessageWithExitCodeTwo() throws IOException {
    Files.writeString(folder.resolve("empty.csv"), "");
    Files.writeString(folder.resolve("bad.csv"), "email,name\na@example.com,Ana\n");
    Files.writeString(folder.resolve("empty.json"), "");
    for (String file : List.of("empty.csv", "bad.csv", "missing.csv")) {
      refused("accounts directory", "drill", "mixpanel", "--accounts", file);
      refused("accounts directory", "ledger", "people", "--vendor", "mixpanel", "--accounts", file);
    }
    refused("empty", "drill", "mixpanel", "--data", "empty.json");
    refused("known: [mixpanel", "ledger", "people", "--vendor", "nobody");
    refused("not a vendor's name", "ledger", "people", "--vendor", "../x");
    refused("firebreak taxonomy", "ledger", "people", "--vendor", "mixpanel", "--category", "mail");
    refused(
        "--from must lie before --to",
        "ledger",
        "people",
        "--vendor",
        "mixpanel",
        "--from",
        "2025-11-04",
        "--to",
        "2025-11-03");
    refused("--vendor", "ledger", "people");
    refused("--subject", "ledger", "show");
  }

  private void refused(String expected, String... arguments) throws IOException {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).as("%s", List.of(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(expected).doesNotContain("Exception");
  }

  private Installation open() {
    return InstallationOpener.open(
        ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()), Clock.systemUTC());
  }

  private String people(String... more) throws IOException {
    out.getBuffer().setLength(0);
    Stream<String> arguments =
        Stream.concat(
            Stream.of("ledger", "people", "--vendor", "mixpanel", "--json"), Stream.of(more));
    assertThat(run(arguments.toArray(String[]::new))).isZero();
    return out.toString();
  }

  private int show(String account, String... more) throws IOException {
    return run(
        Stream.concat(
                Stream.of("ledger", "show", "--subject", account, "--because", "access request 17"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Disclosure fact(SubjectKey subject) {
    return fact(subject, TIME);
  }

  private static Disclosure fact(SubjectKey subject, Instant event) {
    return new Disclosure(
        MIXPANEL,
        subject,
        LocalDate.of(2025, 11, 3),
        new Masks(DataCategory.COUNTRY.mask(), 0, DataCategory.ACCOUNT_ID.mask(), 0),
        "0123456789ab",
        AssertedBy.AUTHENTICATED,
        1,
        event,
        event);
  }

  private int run(String... arguments) throws IOException {
    return Main.run(
        List.of(arguments),
        configFile ->
            new TerminalContext(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                folder,
                Map.of(),
                configFile));
  }
}
