package dev.firebreak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Every `incident` command, and `scan`, by every role: who may not is refused, whoever may only
/// see numbers gets numbers, and where persons are shown it is in the audit log.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentRolesTest {
  private static final String ID = "2025-11-mixpanel";

  /// Values of persons in the stolen file, its names, the accounts directory and an attachment.
  private static final List<String> PLANTED =
      List.of(
          "ada.plant@",
          "Plantagenet",
          "acct-plant-1",
          "acct-plant-2",
          "bea.plant@",
          "x-plant-9",
          "cmd.plant@",
          "broken.plant@",
          "Plantorg GmbH");

  private final Map<Role, String> names = new EnumMap<>(Role.class);
  private final Map<String, SecretBytes> secrets = new HashMap<>();
  private Path folder = Path.of("");
  private CommandRun commands;
  private int codes;

  /// A way to run a command.
  ///
  /// @param words `%s` is another word for each run
  /// @param needs the least role; empty where nobody is asked who they are
  /// @param audits the audit entry of reading persons; empty where none are shown
  record Use(List<String> words, Optional<Role> needs, String audits) {
    String command() {
      return words.getFirst();
    }

    @Override
    public String toString() {
      return String.join(" ", words);
    }
  }

  private static Use open(String... words) {
    return new Use(List.of(words), Optional.empty(), "");
  }

  private static Use by(Role needs, String... words) {
    return new Use(List.of(words), Optional.of(needs), "");
  }

  private static Use persons(String audits, String... words) {
    return new Use(List.of(words), Optional.of(Role.PRIVACY_OFFICER), audits);
  }

  static List<Use> uses() {
    List<Use> uses = new ArrayList<>(ofNobody());
    uses.addAll(ofOperators());
    return uses;
  }

  private static List<Use> ofNobody() {
    return List.of(
        open("list"),
        open("list", "--json"),
        open("show", ID),
        open("show", ID, "--json"),
        open("duties", ID, "--all"),
        open("duties", ID, "--json"),
        open("letter", ID),
        open("letter", ID, "--json"),
        open("surprises", ID),
        open("surprises", ID, "--json"),
        open("timeline", ID),
        open("timeline", ID, "--json"),
        open("reconcile", ID),
        open("reconcile", ID, "--json"),
        open("report", ID, "--out", "r-%s.html"),
        open("report", ID, "--json"),
        open("phases", ID),
        open("catalogue"),
        open("catalogue", "--json"),
        open("report", ID, "--decision-record", "--out", "d-%s.html"),
        open("calendar", ID, "--out", "c-%s.ics"),
        open("authority", ID, "eu-gdpr-33-authority", "--json"),
        open("authority", ID, "us-ca-ag", "--to", "u-%s"),
        open("rejected", ID),
        open("rejected", ID, "--json"),
        open("custody", ID),
        open("custody", ID, "--json"),
        open("organizations", ID),
        open("organizations", ID, "--json"),
        open("delta", ID, "--from", "0", "--to", "1"),
        open("delta", ID, "--from", "0", "--to", "1", "--json"),
        open("map", ID),
        open("map", ID, "--json"),
        open("risk", ID),
        open("risk", ID, "--json"),
        open("lure", ID),
        open("lure", ID, "--out", "l-%s.html"));
  }

  private static List<Use> ofOperators() {
    Role officer = Role.PRIVACY_OFFICER;
    String because = "--because";
    return List.of(
        by(Role.RESPONDER, "open", "inc-%s", "--vendor", "mixpanel", "--title", "t"),
        by(Role.RESPONDER, "moment", ID, "classified", "2025-11-25T14:30:00Z", "--evidence", "m"),
        by(Role.RESPONDER, "provisional", ID, "--accounts", "people.csv"),
        by(Role.RESPONDER, "assess", ID, "rows.zip", "--accounts", "people.csv"),
        by(Role.RESPONDER, "assess", ID, "--again", "--accounts", "people.csv", "--json"),
        by(Role.RESPONDER, "map", ID, "--set", "company=user.workplace"),
        by(Role.RESPONDER, "counterfactual", ID, "--policy", "shipped:mixpanel"),
        by(officer, "sign", ID, "--statement", "s", "--attachment", "review.txt"),
        by(officer, "decide", ID, "eu-gdpr-33-authority", "owed", because, "x"),
        by(officer, "answer", ID, "nis2-significant", "yes", because, "x"),
        by(officer, "statement", ID, "people", "customers", because, "x"),
        by(officer, "flag", ID, "legal-hold", because, "x", "--attachment", "review.txt"),
        by(officer, "sweep"),
        by(officer, "close", "other-%s", because, "x"),
        by(
            officer,
            "authority-sent",
            ID,
            "eu-gdpr-33-authority",
            "--evidence",
            "review.txt",
            "--at",
            "2025-11-25T14:30:00Z"),
        by(
            officer,
            "organization-lists",
            ID,
            "--for",
            "admins",
            "--allow-admin-lists",
            "--to",
            "g-%s",
            because,
            "x"),
        persons("PeopleRead", "people", ID, because, "x"),
        persons("PeopleRead", "people", ID, because, "x", "--json"),
        persons("PeopleRead", "people", ID, because, "x", "--out", "p-%s.csv"),
        persons("RejectedRowsRead", "rejected", ID, because, "x"),
        persons("RejectedRowsRead", "rejected", ID, because, "x", "--json"),
        persons("RejectedRowsRead", "rejected", ID, because, "x", "--out", "j-%s.csv"),
        persons("OrganizationsRead", "organizations", ID, because, "x"),
        persons("PeopleExported", "delta", ID, "--from", "0", "--to", "1", because, "x"),
        by(officer, "report", ID, "--hand-out", "authority", "--out", "o-%s.html"),
        persons("PeopleRead", "report", ID, "--persons", because, "x", "--out", "n-%s.html"),
        persons("PhishingRead", "phishing", ID, "--from", "low", "--out", "s-%s.csv"),
        persons(
            "SealedFileExported",
            "custody",
            ID,
            "--export",
            "attachment-1",
            "--out",
            "a-%s.txt",
            because,
            "x"));
  }

  @BeforeAll
  void assessed(@TempDir Path given) throws IOException {
    folder = given;
    commands = new CommandRun(folder);
    assertThat(run("init")).isZero();
    addOperators();
    Files.writeString(
        folder.resolve("people.csv"),
        """
        account_id,email,name,organization_id,organization_name,role
        acct-plant-1,ada.plant@example.com,Ada Plantagenet,org-1,Ek Works,member
        acct-plant-2,bea.plant@example.com,Bea Moe,org-1,Ek Works,owner
        """);
    Files.writeString(folder.resolve("review.txt"), "Our review of what Ada Plantagenet saw.\n");
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("rows.zip")))) {
      zip.putNextEntry(new ZipEntry("ada.plant@example.com.csv"));
      zip.write(
          """
          user_id,email,name,company
          acct-plant-1,ada.plant@example.com,Ada Plantagenet,Plantorg GmbH
          x-plant-9,=cmd.plant@example.net,,
          broken.plant@example.net,too,many,cells,here,and,there
          """
              .getBytes(UTF_8));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("named.json"));
      zip.write("{\"user_id\":\"acct-plant-1\",\"ada.plant@example.net\":1}\n".getBytes(UTF_8));
      zip.closeEntry();
    }
    for (String id : List.of(ID, "other-privacy-officer", "other-admin")) {
      incident(Role.ADMIN, "open", id, "--vendor", "mixpanel", "--title", "Export");
    }
    incident(Role.ADMIN, "provisional", ID, "--accounts", "people.csv");
    incident(Role.ADMIN, "assess", ID, "rows.zip", "--accounts", "people.csv");
    incident(Role.ADMIN, "sign", ID, "--statement", "s", "--attachment", "review.txt");
  }

  private void addOperators() throws IOException {
    try (var installation = commands.open()) {
      Operators operators = OperatorMixin.operators(installation);
      keep(Role.ADMIN, operators.addFirst("nadia"));
      ConfirmedOperator admin =
          operators.confirm(
              "nadia",
              Totp.code(
                  Objects.requireNonNull(secrets.get("nadia")), installation.clock().instant()),
              "OperatorAdded",
              Role.ADMIN);
      keep(Role.PRIVACY_OFFICER, operators.add(admin, "olu", Role.PRIVACY_OFFICER));
      keep(Role.RESPONDER, operators.add(admin, "rae", Role.RESPONDER));
      keep(Role.VIEWER, operators.add(admin, "vic", Role.VIEWER));
    }
  }

  private void keep(Role role, NewOperator added) {
    names.put(role, added.name());
    secrets.put(added.name(), added.secret());
  }

  private void incident(Role role, String... words) throws IOException {
    assertThat(run(new Use(List.of(words), Optional.of(role), ""), role))
        .as("%s: %s", List.of(words), commands.err())
        .isZero();
  }

  @Test
  void everyCommandIsLookedAt() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    CommandLine all =
        CommandLines.of(
            new TerminalContext(nowhere, nowhere, Path.of("."), Map.of(), Path.of("none.yaml")));
    CommandLine incident = Objects.requireNonNull(all.getSubcommands().get("incident"));
    Set<String> commands = incident.getSubcommands().keySet();

    assertThat(new TreeSet<>(uses().stream().map(Use::command).toList()))
        .isEqualTo(new TreeSet<>(commands));
  }

  @ParameterizedTest
  @MethodSource("uses")
  void rolesDecideWhoSeesPersons(Use use) throws IOException {
    if (use.needs().isEmpty()) {
      assertThat(run(use, Role.VIEWER)).as("%s", commands.err()).isZero();
      assertThat(shown()).doesNotContain(PLANTED);
      return;
    }
    for (Role role : Role.values()) {
      boolean may = role.includes(use.needs().get());
      assertThat(run(use, role))
          .as("%s by %s: %s", use, role, commands.err())
          .isEqualTo(may ? 0 : 2);
      if (may && !use.audits().isEmpty()) {
        String shown = shown();
        assertThat(PLANTED.stream().anyMatch(shown::contains)).as("%s: %s", use, shown).isTrue();
        run("audit", "show", "--action", use.audits());
        assertThat(commands.out()).contains(name(role));
      } else {
        assertThat(shown()).as("%s by %s", use, role).doesNotContain(PLANTED);
      }
    }
  }

  @Test
  void scanShowsNumbersOnly() throws IOException {
    for (String json : List.of("--fail-on=user.biometric", "--json")) {
      assertThat(run("scan", "rows.zip", "--accounts", "people.csv", json))
          .as("%s", commands.err())
          .isZero();
      assertThat(shown()).doesNotContain(PLANTED);
    }
  }

  /// What a run printed and the file that it wrote.
  private String shown() throws IOException {
    StringBuilder all = new StringBuilder(commands.out()).append(commands.err());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> isOf(codes, path)).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static boolean isOf(int run, Path file) {
    return file.getFileName().toString().contains("-run" + run + ".");
  }

  private static String dashed(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String name(Role role) {
    return Objects.requireNonNull(names.get(role));
  }

  private int run(Use use, Role role) throws IOException {
    List<String> words = new ArrayList<>(List.of("incident"));
    String another = use.command().equals("close") ? dashed(role) : "run" + (codes + 1);
    use.words().forEach(word -> words.add(word.replace("%s", another)));
    if (use.needs().isPresent()) {
      words.addAll(List.of("--operator", name(role)));
    }
    return run(words.toArray(String[]::new));
  }

  private int run(String... words) throws IOException {
    codes++;
    // every code counts once: each command is half a minute later
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(30L * codes));
    return commands.run(clock, prompt -> code(prompt.substring("Code of ".length()), clock), words);
  }

  private String code(String operator, Clock clock) {
    return Totp.code(Objects.requireNonNull(secrets.get(operator)), clock.instant());
  }
}
