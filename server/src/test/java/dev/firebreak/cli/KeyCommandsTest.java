package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `key` and `lookup` as people run them, each code of an authenticator used once.
class KeyCommandsTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Pattern SHOWN = Pattern.compile("Opening code, shown this once: (\\S+)");

  @TempDir Path folder;
  private final Map<String, NewOperator> operators = new HashMap<>();
  private CommandRun commands;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private String openingCode = "";

  @BeforeEach
  void installation() throws IOException {
    commands = new CommandRun(folder);
    assertThat(run("init")).isZero();
    try (Installation installation =
        InstallationOpener.open(
            ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of()), clock())) {
      Operators all = OperatorMixin.operators(installation);
      operators.put("nadia", all.addFirst("nadia"));
      for (Map.Entry<String, Role> each :
          Map.of("olu", Role.PRIVACY_OFFICER, "omar", Role.RESPONDER).entrySet()) {
        now = now.plus(Duration.ofMinutes(1));
        Operators later =
            new Operators(
                installation.control(), installation.keys(), installation.audit(), clock());
        operators.put(
            each.getKey(),
            later.add(
                later.confirm("nadia", answer("Code of nadia"), "OperatorAdded", Role.ADMIN),
                each.getKey(),
                each.getValue()));
      }
      installation.keys().pseudonymKey(MIXPANEL);
    }
  }

  @Test
  void aKeyIsRotatedSealedBroughtBackAndDestroyed() throws IOException {
    assertThat(run("key", "list")).isZero();
    assertThat(commands.out()).containsPattern("mixpanel +1 +[a-z2-7]{4} +current");
    assertThat(run("key", "rotate", "mixpanel", "--reason", "year", "--operator", "omar"))
        .isEqualTo(2);
    assertThat(run("key", "rotate", "mixpanel", "--reason", "year", "--operator", "nadia"))
        .isZero();
    assertThat(commands.out()).containsPattern("mixpanel: key version 2 \\(....\\) is current");

    assertThat(seal("data/mixpanel-1.key")).isEqualTo(2);
    assertThat(commands.err()).contains("--file lies in the data directory");
    assertThat(seal("mixpanel-1.key")).isZero();
    assertThat(commands.out()).containsPattern("key version 1 \\(....\\) is sealed");
    String code = openingCode;
    assertThat(run("key", "list", "--json")).isZero();
    assertThat(commands.out()).contains("\"state\" : \"sealed\"").doesNotContain(code);

    openingCode = "aaaa".repeat(8);
    assertThat(unseal()).isEqualTo(3);
    openingCode = code;
    assertThat(unseal()).isZero();
    assertThat(commands.out()).contains("is unsealed, resolves only");
    assertThat(destroy()).isEqualTo(2);
    assertThat(commands.err()).contains("it is unsealed, not sealed");
    assertThat(seal("mixpanel-1.key")).isZero();
    assertThat(destroy()).isEqualTo(2);
    assertThat(commands.out()).contains("0 of them can no longer be found");
    assertThat(commands.err()).contains("it is retained until 2026-04-01T00:00:00Z");
    now = Instant.parse("2026-04-01T00:00:00Z");
    assertThat(destroy()).isZero();
    assertThat(commands.out()).contains("is destroyed").contains("Backups");
    assertThat(folder.resolve("mixpanel-1.key")).doesNotExist();
    assertThat(run("audit", "show", "--subject", "vendor:mixpanel")).isZero();
    assertThat(commands.out())
        .contains("KeyRotated", "KeySealingBegun", "KeySealed", "KeyUnsealed", "KeyDestroyed")
        .contains("secondOperator=olu")
        .doesNotContain(code);
    assertThat(run("audit", "verify")).isZero();
  }

  @Test
  void peopleAreLookedUpOneByOneAndFromAFile() throws IOException {
    assertThat(lookup("--vendor", "mixpanel", "--account", "maya")).isZero();
    Matcher token = Pattern.compile("fb1s\\S+").matcher(commands.out());
    assertThat(token.find()).isTrue();
    assertThat(commands.out()).containsPattern("maya +fb1s\\S+ +1 +account +no");
    assertThat(lookup("--token", token.group())).isZero();
    assertThat(commands.out()).contains("resolved").contains("maya");
    assertThat(lookup("--account", "maya")).isEqualTo(2);
    assertThat(lookup("--vendor", "mixpanel")).isEqualTo(2);

    Files.writeString(folder.resolve("asked.csv"), "account\r\nmaya\r\n\"=1+1\"\r\n");
    assertThat(lookup("--vendor", "mixpanel", "--file", "asked.csv", "--out", "found.csv"))
        .isZero();
    List<String> lines = Files.readAllLines(folder.resolve("found.csv"));
    assertThat(lines).hasSize(3);
    assertThat(lines.getLast()).startsWith("\"'=1+1\",fb1s");
    assertThat(lookup("--vendor", "mixpanel", "--file", "asked.csv", "--out", "found.csv"))
        .isEqualTo(2);
    assertThat(lookup("--file", "found.csv")).isEqualTo(2);
    Files.writeString(folder.resolve("tokens.csv"), "token\n" + token.group() + "\nmaya\n");
    assertThat(lookup("--file", "tokens.csv", "--json")).isZero();
    assertThat(commands.out())
        .contains("\"outcome\" : \"resolved\"", "\"outcome\" : \"not-a-token\"");
    Files.writeString(folder.resolve("names.csv"), "name\nMaya\n");
    assertThat(lookup("--file", "names.csv")).isEqualTo(2);
    assertThat(commands.err()).contains("neither account nor token");
    assertThat(run("audit", "show", "--action", "PeopleLookedUp", "--actor", "omar")).isZero();
    assertThat(commands.out()).contains("reason=ticket 7").doesNotContain("maya");
  }

  private int lookup(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("lookup", "--operator", "omar"));
    all.addAll(List.of("--reason", "ticket 7"));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  private int seal(String file) throws IOException {
    return run(
        "key",
        "seal",
        "mixpanel",
        "1",
        "--file",
        file,
        "--retain-until",
        "2026-04-01",
        "--operator",
        "nadia",
        "--reason",
        "old");
  }

  private int unseal() throws IOException {
    return run(
        "key",
        "unseal",
        "mixpanel",
        "1",
        "--file",
        "mixpanel-1.key",
        "--operator",
        "nadia",
        "--reason",
        "incident");
  }

  private int destroy() throws IOException {
    return run(
        "key",
        "destroy",
        "mixpanel",
        "1",
        "--file",
        "mixpanel-1.key",
        "--operator",
        "nadia",
        "--second",
        "olu",
        "--reason",
        "over");
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  /// What a person types: the code of an authenticator, or the opening code as it was shown.
  private String answer(String prompt) {
    if (!prompt.startsWith("Code of ")) {
      Matcher shown = SHOWN.matcher(commands.out());
      openingCode = shown.find() ? shown.group(1) : openingCode;
      return openingCode;
    }
    NewOperator operator = operators.get(prompt.replace("Code of ", ""));
    return Totp.code(Objects.requireNonNull(operator).secret(), now);
  }

  private int run(String... arguments) throws IOException {
    now = now.plus(Duration.ofMinutes(1));
    return commands.run(clock(), this::answer, arguments);
  }
}
