package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("people.csv"),
        "user_id,email,city,plan\nu1,ada@example.com,Oslo,team\nu2,bo@example.com,Lyon,\n");
    Files.writeString(folder.resolve("accounts.csv"), "account_id,email\nu1,ada@example.com\n");
  }

  private int run(String... arguments) {
    return CommandLines.of(new Context()).execute(arguments);
  }

  @Test
  void tellsFieldsPeopleAndRiskWithoutAnyValue() throws IOException {
    assertThat(run("scan", "people.csv", "--accounts", "accounts.csv", "--work", "tmp")).isZero();
    assertThat(out.toString())
        .contains("email", "user.contact.email", "2 people", "1 found in the accounts")
        .contains("100.0 % are unique by user.location.imprecise.city")
        .doesNotContain("ada@", "Oslo");
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void saysUnknownWhereIdentifyingFieldsAreNotMeasured() throws IOException {
    Files.writeString(
        folder.resolve("people.csv"),
        "user_id,nationality,income\nu1,Norwegian,41000\nu2,French,52000\n");

    assertThat(run("scan", "people.csv")).isZero();
    assertThat(out.toString())
        .contains("How many people are unique is unknown: not measured are user.demographic")
        .doesNotContain("No quasi-identifier", "0.0 %");

    assertThat(run("scan", "people.csv", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"unmeasured\" : [ \"user.demographic\" ]")
        .doesNotContain("\"shareUnique\"");
  }

  @Test
  void plaintextOfAKilledScanIsSweptAndThatOfARunningOneIsNot() throws IOException {
    Path base = Files.createDirectories(folder.resolve("tmp"));
    Path killed = Files.createDirectories(base.resolve("firebreak-scan-1/work"));
    Files.writeString(killed.resolve("rows.parquet"), "plaintext");
    Files.writeString(base.resolve("firebreak-scan-1/lock"), "");
    Files.createDirectories(base.resolve("other"));
    Files.createSymbolicLink(base.resolve("firebreak-scan-2"), folder);
    try (ScanFolder running = ScanFolder.in(base)) {
      Files.writeString(running.path().resolve("rows.parquet"), "plaintext");
      assertThat(run("scan", "people.csv", "--work", "tmp")).isZero();
      assertThat(running.path().resolve("rows.parquet")).exists();
    }
    try (Stream<Path> left = Files.list(base)) {
      assertThat(left)
          .containsExactlyInAnyOrder(base.resolve("other"), base.resolve("firebreak-scan-2"));
    }
    assertThat(folder.resolve("people.csv")).exists();
  }

  @Test
  void printsOneJsonDocument() {
    assertThat(run("scan", "people.csv", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"rowsRead\" : 2", "\"peopleClear\" : 2", "\"shareUnique\" : 1.0");
  }

  @Test
  void failsOnACategoryInClearOnly() {
    assertThat(run("scan", "people.csv", "--fail-on", "user.contact.email")).isEqualTo(1);
    assertThat(run("scan", "people.csv", "--fail-on", "user.government_id")).isZero();
    assertThat(run("scan", "people.csv", "--fail-on", "colour")).isEqualTo(2);
    assertThat(run("scan", "missing.csv")).isEqualTo(2);
  }

  /// A context without any installation.
  private final class Context implements CommandContext {
    @Override
    public PrintWriter out() {
      return new PrintWriter(out, true);
    }

    @Override
    public PrintWriter err() {
      return new PrintWriter(err, true);
    }

    @Override
    public Path workingDirectory() {
      return folder;
    }

    @Override
    public Installation installation() {
      throw new AssertionError("scan needs no installation");
    }

    @Override
    public String readSecret(String prompt) {
      throw new AssertionError("scan asks for nothing");
    }
  }
}
