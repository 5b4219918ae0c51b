package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.cli.Main;
import dev.firebreak.cli.TerminalContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line against a server: what it prints, its files, its exit codes.
class RemoteIT {
  @TempDir Path installation;
  @TempDir Path here;
  private ConsoleScene scene;
  private ApiClient client;
  private Role role = Role.ADMIN;
  private String server = "";
  private final List<String> prompts = new ArrayList<>();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void open() throws Exception {
    scene = new ConsoleScene(installation, Optional.empty());
    client = new ApiClient(scene);
    server = scene.console.uri().toString();
    for (Role each : Role.values()) {
      Path token = here.resolve(ConsoleScene.name(each));
      Files.writeString(token, client.token(each));
      Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    scene.close();
  }

  @Test
  void printsWhatATerminalOfTheServerShows() throws Exception {
    assertThat(run("incident", "list")).isZero();
    assertThat(out.toString())
        .isEqualTo(ConsoleScene.INCIDENT + "  open  mixpanel  Stolen analytics export\n");
    assertThat(run("incident", "list", "--json")).isZero();
    assertThat(out.toString()).startsWith("[ {").contains("\"id\" : \"2025-11-mixpanel\"");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void exitCodesAndMessagesAreTheCommands() throws Exception {
    assertThat(run("standards", "check")).isEqualTo(1);
    assertThat(out.toString()).contains("mixpanel");
    assertThat(run("incident", "timeline", "none")).isEqualTo(2);
    assertThat(err.toString()).startsWith("firebreak: ");
    assertThat(run("incident", "timeline")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter", "Usage:");
    assertThat(run("incident", "map", "--help")).isZero();
    assertThat(out.toString()).contains("Usage:");
  }

  @Test
  void decisionAsksForTheCodeOfTheTokensOperator() throws Exception {
    role = Role.RESPONDER;
    assertThat(run("incident", "open", "2025-12-a", "--vendor", "mixpanel", "--title", "A b"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).isEqualTo("Opened 2025-12-a.\n");
    assertThat(prompts).containsExactly("Code of responder");
    scene.pass(Duration.ofMinutes(1));
    String[] named = {
      "incident", "open", "2025-12-b", "--vendor=mixpanel", "--title", "B", "--operator", "admin"
    };
    assertThat(run(named)).isEqualTo(2);
    assertThat(err.toString()).contains("the token is responder's");
    named[named.length - 1] = "responder";
    assertThat(run(named)).isZero();
  }

  @Test
  void filesAreSentAndFetched() throws Exception {
    Files.writeString(here.resolve("mine.yaml"), "nonsense: true\n");
    assertThat(run("policy", "check", "mine.yaml")).isEqualTo(2);
    assertThat(out.toString() + err).contains("mine.yaml").doesNotContain("/api-");

    assertThat(run("incident", "calendar", ConsoleScene.INCIDENT)).isZero();
    assertThat(here.resolve(ConsoleScene.INCIDENT + ".ics")).isNotEmptyFile();

    Files.createDirectory(here.resolve("out"));
    assertThat(
            run(
                "incident",
                "report",
                ConsoleScene.INCIDENT,
                "--out",
                "out/r.html",
                "--pdf",
                "r.pdf"))
        .as(err.toString())
        .isZero();
    assertThat(Files.readString(here.resolve("out/r.html"))).contains(ConsoleScene.INCIDENT);
    assertThat(here.resolve("r.pdf")).isNotEmptyFile();
    assertThat(run("incident", "report", ConsoleScene.INCIDENT, "--pdf", "r.pdf")).isEqualTo(2);
    assertThat(err.toString()).contains("already");
    assertThat(run("policy", "check", "none.yaml")).isEqualTo(2);
  }

  @Test
  void whatCannotBeDoneFromAfarSaysSo() throws Exception {
    assertThat(
            run(
                "key",
                "seal",
                "mixpanel",
                "1",
                "--file",
                "x",
                "--retain-until",
                "2026-01-01",
                "--operator",
                "admin",
                "--reason",
                "x"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("run on the server's machine");
    role = Role.VIEWER;
    assertThat(run("audit", "show")).isEqualTo(2);
    assertThat(err.toString()).contains("this needs the role privacy-officer");
    Files.writeString(here.resolve("viewer"), "fbk_wrong");
    assertThat(run("status")).isEqualTo(2);
    assertThat(err.toString()).contains("no such token");
    scene.console.close();
    assertThat(run("status")).isEqualTo(3);
    assertThat(err.toString()).contains("no answer from");
  }

  private int run(String... command) throws IOException {
    out = new StringWriter();
    err = new StringWriter();
    List<String> arguments =
        new ArrayList<>(List.of("--server", server, "--token-file", ConsoleScene.name(role)));
    arguments.addAll(List.of(command));
    return Main.run(
        arguments,
        config ->
            new TerminalContext(
                new TerminalContext.Outputs(new PrintWriter(out, true), new PrintWriter(err, true)),
                here,
                Map.of(),
                config,
                scene.clock(),
                prompt -> {
                  prompts.add(prompt);
                  return scene.code(role);
                }));
  }
}
