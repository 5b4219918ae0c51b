package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The register's commands as people run them, each code of an authenticator used once.
class RegisterCommandsTest {
  @TempDir Path folder;
  private final Map<String, NewOperator> operators = new HashMap<>();
  private CommandRun commands;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @BeforeEach
  void installation() throws IOException {
    commands = new CommandRun(folder);
    assertThat(run("init")).isZero();
    Path file = folder.resolve("vendors/mixpanel.yaml");
    Files.writeString(
        file, Files.readString(file).replace("standards: []", "standards: [handles-user-data]"));
    try (Installation installation =
        InstallationOpener.open(
            ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()), clock())) {
      Operators all = OperatorMixin.operators(installation);
      operators.put("nadia", all.addFirst("nadia"));
      String code = code("Code of nadia");
      operators.put(
          "omar",
          all.add(all.confirm("nadia", code, "OperatorAdded", Role.ADMIN), "omar", Role.RESPONDER));
    }
  }

  @Test
  void filesAreCheckedAndEveryProblemHasItsLine() throws IOException {
    assertThat(run("vendor", "check")).isZero();
    assertThat(commands.out()).contains("mixpanel: Mixpanel, standards handles-user-data");
    Files.writeString(folder.resolve("vendors/crm.yaml"), "vendor: crm\nname: CRM\ncolour: blue\n");
    assertThat(run("vendor", "check")).isEqualTo(2);
    assertThat(commands.err())
        .contains("vendors/crm.yaml:3: colour: unknown key")
        .contains("owner: is required");
  }

  /// A support desk has no binding: what it holds, its own export tells.
  @Test
  void aScanOfAVendorsExportSaysWhatItHoldsAndAStandardMayAskForThat() throws IOException {
    String file = Files.readString(folder.resolve("vendors/mixpanel.yaml"));
    Files.writeString(
        folder.resolve("vendors/desk.yaml"),
        file.replace("vendor: mixpanel", "vendor: desk")
                .replace("standards: [handles-user-data]", "standards: [holds-little]")
            + "\ndeclared-categories: [user.contact.email]\n");
    Files.writeString(
        Files.createDirectories(folder.resolve("standards")).resolve("holds-little.yaml"),
        "standard: holds-little\ntitle: Holds little\nrequires: {holds-as-declared: yes}\n");
    Files.writeString(
        folder.resolve("tickets.csv"),
        "email,phone,status\nmaya@example.org,+12025550123,open\nleo@example.org,,closed\n");
    assertThat(run("standards", "check")).isEqualTo(1);
    assertThat(commands.out()).contains("holds-as-declared: no export of the vendor was looked at");

    assertThat(run("scan", "tickets.csv", "--vendor", "nobody")).isEqualTo(2);
    assertThat(commands.err()).contains("vendors/nobody.yaml").doesNotContain("Exception");
    assertThat(run("scan", "tickets.csv", "--vendor", "desk")).isZero();
    assertThat(commands.out()).contains("categories as found at desk");

    assertThat(run("vendor", "show", "desk")).isZero();
    assertThat(commands.out())
        .contains("2 rows of 1 files", "user.contact.email", "user.contact.phone_number")
        .doesNotContain("maya@example.org");
    assertThat(run("vendor", "show", "desk", "--json")).isZero();
    assertThat(commands.out()).contains("\"scans\" : [", "\"rows\" : 2");
    assertThat(run("standards", "check")).isEqualTo(1);
    assertThat(commands.out()).contains("its exports show user.contact.phone_number");

    Files.writeString(
        folder.resolve("vendors/desk.yaml"),
        Files.readString(folder.resolve("vendors/desk.yaml"))
            .replace("[user.contact.email]", "[user.contact.email, user.contact.phone_number]"));
    assertThat(run("standards", "check")).isEqualTo(1);
    assertThat(commands.out()).contains("holds-little: met");
    assertThat(run("audit", "show")).isZero();
    assertThat(commands.out()).contains("VendorScanned");
  }

  @Test
  void aReviewOfEveryVendorMakesTheStandardMet() throws IOException {
    assertThat(run("standards", "check")).isEqualTo(1);
    assertThat(commands.out())
        .contains("handles-user-data: NOT MET")
        .contains("review-within: was never reviewed")
        .contains("to do: firebreak vendor review start mixpanel")
        .contains("tokens only from 2026-04-01T08:00:00Z, held from 2026-04-15T08:00:00Z");

    assertThat(run("vendor", "review", "--all", "--because", "2026-03")).isEqualTo(2);
    assertThat(run("vendor", "review", "--all", "--because", "2026-03", "--operator", "omar"))
        .isZero();
    assertThat(commands.out()).contains("mixpanel-r1").contains("0 done, 1 open, 0 overdue");

    assertThat(run("vendor", "review", "export", "mixpanel-r1", "--out", "q.csv")).isZero();
    Path questions = folder.resolve("q.csv");
    Files.writeString(questions, Files.readString(questions).replace(",,,", ",yes,,"));
    assertThat(run("vendor", "review", "import", "mixpanel-r1", "q.csv", "--operator", "omar"))
        .isZero();
    assertThat(commands.out()).contains("Answers: 25 of 25");
    assertThat(
            run(
                "vendor",
                "review",
                "evidence",
                "mixpanel-r1",
                "q.csv",
                "--kind",
                "answers",
                "--expires",
                "2026-12-31",
                "--operator",
                "omar"))
        .isZero();
    assertThat(close("omar")).isEqualTo(2);
    assertThat(commands.err()).contains("VendorReviewClosed needs the role privacy-officer");
    assertThat(close("nadia")).isZero();

    assertThat(run("vendor", "review", "list", "--because", "2026-03")).isZero();
    assertThat(commands.out()).contains("1 done, 0 open, 0 overdue");
    assertThat(run("standards", "check")).isZero();
    assertThat(commands.out()).contains("tokens only from 2027-01-01T08:00:00Z");
    assertThat(run("vendor", "show", "mixpanel", "--json")).isZero();
    assertThat(commands.out())
        .contains("\"stage\" : \"full\"", "\"conclusion\" : \"accepted\"", "\"noticeHours\" : 48");
    assertThat(run("vendor", "show", "mixpanel")).isZero();
    assertThat(commands.out()).contains("no binding", "standard          handles-user-data: met");
    assertThat(run("vendor", "list")).isZero();
    assertThat(commands.out()).contains("mixpanel  no binding, register: full");
    assertThat(run("audit", "verify")).isZero();

    now = Instant.parse("2027-01-01T08:00:00Z");
    assertThat(run("standards", "check")).isEqualTo(1);
    assertThat(commands.out())
        .contains("mixpanel (Mixpanel): tokens-only")
        .contains("evidence expired on 2026-12-31");
  }

  @Test
  void ratingSaysTheThreatLevel() throws IOException {
    assertThat(
            run("vendor", "review", "start", "mixpanel", "--because", "year", "--operator", "omar"))
        .isZero();
    assertThat(
            run(
                "vendor",
                "review",
                "rate",
                "mixpanel-r1",
                "--criticality",
                "3",
                "--penetration",
                "4",
                "--dependency",
                "3",
                "--maturity",
                "2",
                "--trust",
                "3",
                "--because",
                "seen",
                "--operator",
                "nadia"))
        .isZero();
    assertThat(commands.out()).contains("Threat level 2.00");
    assertThat(
            run("vendor", "review", "start", "nobody", "--because", "year", "--operator", "omar"))
        .isEqualTo(2);
    assertThat(commands.err()).contains("vendors/").doesNotContain("Code of");
  }

  @Test
  void heldVendorIsReleasedOrItsQueueDestroyedByTwo() throws IOException {
    bind();
    String[] hold = {"vendor", "hold", "mixpanel", "--reason", "doubts", "--operator", "omar"};
    assertThat(run(hold)).isZero();
    assertThat(commands.out()).contains("mixpanel: held since").contains("by omar (doubts)");
    assertThat(run("vendor", "show", "mixpanel")).isZero();
    assertThat(commands.out()).contains("queued at web: 0 messages");
    assertThat(destroyHeld("omar")).isEqualTo(2);
    assertThat(commands.err()).contains("HeldDestroyed needs the role privacy-officer");
    assertThat(destroyHeld("nadia")).isEqualTo(2);
    assertThat(run("vendor", "release", "mixpanel", "--reason", "over", "--operator", "omar"))
        .isZero();
    assertThat(commands.out()).contains("mixpanel: active");
  }

  /// @param second who confirms what nadia decides
  private int destroyHeld(String second) throws IOException {
    return run(
        "vendor",
        "destroy-held",
        "mixpanel",
        "--reason",
        "breach",
        "--operator",
        "nadia",
        "--second",
        second);
  }

  @Test
  void effectivePolicySaysWhatIsCappedAndWhy() throws IOException {
    bind();
    assertThat(run("policy", "effective", "mixpanel")).isZero();
    assertThat(commands.out())
        .contains("web: enforce, register full")
        .contains("nothing is capped");
    Path file = folder.resolve("vendors/mixpanel.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            + "may-receive: {default: pass, unclassified: pass,"
            + " categories: {user.location: drop}}\n");
    assertThat(run("policy", "effective", "mixpanel")).isZero();
    assertThat(commands.out())
        .containsPattern(
            "user.location.imprecise.country +pass -> drop, vendors/mixpanel.yaml: may-receive");
    assertThat(run("policy", "effective", "mixpanel", "--json")).isZero();
    assertThat(commands.out()).contains("\"effective\" : \"drop\"");
    assertThat(run("status")).isZero();
    assertThat(commands.out()).contains("register      full").contains("tokens only from");
    assertThat(run("policy", "effective", "nobody")).isEqualTo(2);
  }

  private void bind() throws IOException {
    Path settings = folder.resolve("firebreak.yaml");
    String binding =
        """
        bindings:
          - id: web
            vendor: mixpanel
            dialect: mixpanel
            path-prefix: /mp
            upstream: http://127.0.0.1:9
            credential: {env: MIXPANEL_TOKEN}
            policy: policies/mixpanel.yaml
        """;
    Files.writeString(
        settings, Files.readString(settings).replace("bindings: []", binding.stripTrailing()));
  }

  private int close(String operator) throws IOException {
    return run(
        "vendor",
        "review",
        "close",
        "mixpanel-r1",
        "--conclusion",
        "accepted",
        "--note",
        "all well",
        "--operator",
        operator);
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private String code(String prompt) {
    NewOperator operator = operators.get(prompt.replace("Code of ", ""));
    return Totp.code(Objects.requireNonNull(operator).secret(), now);
  }

  private int run(String... arguments) throws IOException {
    now = now.plus(Duration.ofMinutes(1));
    return commands.run(clock(), this::code, arguments);
  }
}
