package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `incident people` and `incident organizations`, from the stolen file to the lists.
class IncidentListsTest {
  private static final String ID = "2025-11-mixpanel";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  private CommandRun commands;
  private SecretBytes secret = SecretBytes.copyOf(new byte[20]);
  private int codes;

  @BeforeEach
  void assessed() throws IOException {
    commands = new CommandRun(folder);
    run("init");
    try (var installation = commands.open()) {
      secret = OperatorMixin.operators(installation).addFirst("nadia").secret();
    }
    Files.writeString(
        folder.resolve("people.csv"),
        """
        account_id,email,name,organization_id,organization_name,role
        user-a,ada@example.com,Ada Ek,org-1,Ek Works,admin
        user-b,bo@example.com,Bo Diaz,org-1,Ek Works,member
        g-1,cy.moe@gmail.com,Cy Moe,org-2,Moe Ltd,owner
        """);
    Files.writeString(
        folder.resolve("rows.csv"),
        """
        user_id,email,company
        user-b,bo@example.com,Elsewhere
        x-1,"=cmd@example.net",
        x-2,cymoe@gmail.com,
        """);
    confirmed("incident", "open", ID, "--vendor", "mixpanel", "--title", "Export");
    confirmed("incident", "assess", ID, "rows.csv", "--accounts", "people.csv");
    assertThat(commands.err()).doesNotContain("Exception");
  }

  @Test
  void peopleAreExportedForAReasonThatIsKept() throws IOException {
    assertThat(confirmed("incident", "people", ID, "--because", "letters by post")).isZero();
    assertThat(commands.out())
        .startsWith("person,account_id,")
        .contains("user-b,user-b,false,account_id email,")
        .contains("org-1,member")
        .contains("\"email:=cmd@example.net user_id:x-1\"");
    run("audit", "show", "--action", "PeopleRead");
    assertThat(commands.out()).contains("nadia").contains("letters by post");
  }

  @Test
  void listAndReportAreOfOneVersionAndNameTheSamePeopleAndKinds() throws IOException {
    confirmed("incident", "assess", ID, "rows.csv", "--accounts", "people.csv");
    assertThat(run("incident", "report", ID, "--json")).isZero();
    JsonNode findings = JSON.readTree(commands.out()).get("findings");
    assertThat(confirmed("incident", "people", ID, "--because", "x", "--json")).isZero();
    JsonNode people = JSON.readTree(commands.out());
    run("audit", "show", "--action", "PeopleRead", "--json");

    assertThat(findings.get("version").asInt()).isEqualTo(2);
    assertThat(JSON.readTree(commands.out()).get(0).at("/details/version").asString())
        .isEqualTo("2");
    List<String> accounts = new ArrayList<>();
    List<String> others = new ArrayList<>();
    Map<String, Long> clear = new TreeMap<>();
    for (JsonNode person : people) {
      String account = person.get("accountId").asString();
      (account.isEmpty() ? others : accounts).add(account);
      person.get("clear").forEach(key -> clear.merge(key.asString(), 1L, Long::sum));
    }
    assertThat(accounts)
        .containsExactly("user-b")
        .hasSize(findings.at("/assessment/affected").asInt());
    assertThat(others).hasSize(findings.at("/assessment/unresolved").asInt());
    Map<String, Long> exposed = new TreeMap<>();
    findings.get("exposed").properties().stream()
        .filter(entry -> entry.getValue().get("clear").asLong() > 0)
        .forEach(entry -> exposed.put(entry.getKey(), entry.getValue().get("clear").asLong()));
    assertThat(clear).isEqualTo(exposed).isNotEmpty();
  }

  @Test
  void textOfADoubtfulEncodingIsASurpriseUntilItIsNamed() throws IOException {
    StringBuilder rows = new StringBuilder("user_id,name,email\n");
    for (int i = 0; i < 20; i++) {
      rows.append("k-%d,\uae40\ubbfc\uc218,k%d@example.com\n".formatted(i, i));
    }
    Files.write(folder.resolve("kr.csv"), rows.toString().getBytes(Charset.forName("EUC-KR")));
    confirmed("incident", "assess", ID, "kr.csv");
    run("incident", "surprises", ID);
    assertThat(commands.out()).contains("it may be EUC-KR", "--encoding");

    assertThat(confirmed("incident", "assess", ID, "kr.csv", "--encoding", "EUC-KR")).isZero();
    run("incident", "surprises", ID);
    assertThat(commands.out()).doesNotContain("EUC-KR");
    run("scan", "kr.csv");
    assertThat(commands.out()).contains("warning: kr.csv may be EUC-KR");
    run("scan", "kr.csv", "--encoding", "EUC-KR");
    assertThat(commands.out()).doesNotContain("warning");
    assertThat(run("scan", "kr.csv", "--encoding", "klingon")).isEqualTo(2);
    assertThat(confirmed("incident", "assess", ID, "--again", "--encoding", "EUC-KR")).isEqualTo(2);
  }

  @Test
  void exportIsANewFileOfItsOwnerAndMayBeOfOneOrganizationOrTheUnresolved() throws IOException {
    Path file = folder.resolve("list.csv");
    assertThat(
            confirmed(
                "incident", "people", ID, "--unresolved", "--because", "x", "--out", "list.csv"))
        .isZero();
    assertThat(Files.readString(file)).contains("x-1").contains("x-2").doesNotContain("user-b");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(commands.out()).contains("Wrote 2 people").doesNotContain("x-1");
    assertThat(confirmed("incident", "people", ID, "--because", "x", "--out", "list.csv"))
        .isEqualTo(3);
    assertThat(
            confirmed(
                "incident", "people", ID, "--organization", "org-1", "--because", "x", "--json"))
        .isZero();
    assertThat(commands.out()).contains("user-b").doesNotContain("x-1").startsWith("[");
  }

  @Test
  void respondersMayNotExport() throws IOException {
    codes++;
    try (var installation =
        InstallationOpener.open(
            ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()), clock())) {
      var admin =
          OperatorMixin.operators(installation)
              .confirm("nadia", code(), "OperatorAdded", Role.ADMIN);
      secret = OperatorMixin.operators(installation).add(admin, "rae", Role.RESPONDER).secret();
    }
    assertThat(typed(List.of("incident", "people", ID, "--because", "x", "--operator", "rae")))
        .isEqualTo(2);
    assertThat(commands.out()).doesNotContain("user-b");
  }

  @Test
  void providersRulesAreAskedFor() throws IOException {
    assertThat(
            confirmed(
                "incident",
                "assess",
                ID,
                "rows.csv",
                "--accounts",
                "people.csv",
                "--email-rules",
                "provider",
                "--json"))
        .isZero();
    assertThat(commands.out()).contains("\"email_rule\" : 1").contains("\"found\" : 2");
    assertThat(confirmed("incident", "assess", ID, "rows.csv", "--email-rules", "loose"))
        .isEqualTo(2);
  }

  @Test
  void organizationsAreNumbersUnlessAnOperatorAsks() throws IOException {
    assertThat(run("incident", "organizations", ID)).isZero();
    assertThat(commands.out())
        .contains("1 organizations with people found")
        .contains("org-1")
        .doesNotContain("user-a")
        .doesNotContain("Elsewhere");
    assertThat(run("incident", "organizations", ID, "--operator", "nadia")).isEqualTo(2);
    assertThat(confirmed("incident", "organizations", ID, "--because", "call admins", "--json"))
        .isZero();
    assertThat(commands.out()).contains("\"user-a\"").contains("Elsewhere");
  }

  private String code() {
    return Totp.code(secret, clock().instant());
  }

  /// Every code counts once: each command is half a minute later.
  private Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(30L * codes));
  }

  private int confirmed(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--operator", "nadia"));
    return typed(all);
  }

  private int run(String... arguments) throws IOException {
    return typed(List.of(arguments));
  }

  private int typed(List<String> arguments) throws IOException {
    codes++;
    return commands.run(clock(), _ -> code(), arguments.toArray(String[]::new));
  }
}
