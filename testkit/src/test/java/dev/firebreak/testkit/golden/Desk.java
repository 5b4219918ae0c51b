package dev.firebreak.testkit.golden;

import dev.firebreak.cli.Main;
import dev.firebreak.cli.TerminalContext;
import dev.firebreak.testkit.path.Authenticator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A company's responder at the command line, on the day on which the vendor's word came. Confined
/// to one thread.
final class Desk {
  private static final String OPERATOR = "nadia";

  /// Everything of the company's goes to Mixpanel through the shipped policy.
  static final String TO_MIXPANEL =
      """
      bindings:
        - id: web
          vendor: mixpanel
          dialect: mixpanel
          mode: enforce
          path-prefix: /mp
          upstream: https://mixpanel.example.net
          credential: {file: token}
          sender: public
          groups: [organization_id]
          policy: shipped:mixpanel
      """;

  private final Path folder;
  private final Authenticator authenticator = new Authenticator();
  private Instant now = Instant.parse("2025-11-25T16:00:00Z");

  /// Sets up an installation that never had a gateway, with one operator.
  Desk(Path folder) throws IOException {
    this(folder, "bindings: []\n");
  }

  /// Sets up an installation with one operator.
  ///
  /// @param bindings that part of the settings
  Desk(Path folder, String bindings) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    run("init");
    Files.writeString(folder.resolve("token"), "0123456789abcdef0123456789abcdef");
    Files.writeString(
        folder.resolve("firebreak.yaml"),
        """
        data-directory: data
        master-key-file: firebreak-master.key
        company:
          name: Example Cloud
          domain: example.com
          contact: privacy@example.com
          establishment: IE
        gateway:
          listen: 127.0.0.1:0
        """
            + bindings);
    authenticator.read(run("operator", "add", OPERATOR));
  }

  Path folder() {
    return folder;
  }

  /// The installation's settings.
  Path settings() {
    return folder.resolve("firebreak.yaml");
  }

  Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  /// Runs a command that a person has to confirm, and gives what it printed.
  JsonNode confirmed(String... words) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--operator", OPERATOR, "--json"));
    return Containers.JSON.readTree(run(all.toArray(String[]::new)));
  }

  /// Runs a command and gives what it printed; anything but the exit code 0 is an error.
  String run(String... words) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    TerminalContext.Outputs outputs =
        new TerminalContext.Outputs(new PrintWriter(out, true), new PrintWriter(err, true));
    int exitCode =
        Main.run(
            List.of(words),
            config ->
                new TerminalContext(
                    outputs,
                    folder,
                    Map.of(),
                    config,
                    clock(),
                    prompt -> authenticator.code(prompt, now)));
    // a code is good for one command
    now = now.plusSeconds(60);
    if (exitCode != 0) {
      throw new AssertionError(String.join(" ", words) + "\n" + out + "\n" + err);
    }
    return out.toString();
  }
}
