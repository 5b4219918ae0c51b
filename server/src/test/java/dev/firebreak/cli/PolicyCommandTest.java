package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void goodPolicyPrintsWhatBecomesOfEveryCategory() throws IOException {
    write("good.yaml", "vendor: mixpanel\ndefault: drop\nunclassified: redact\n");
    assertThat(run("policy", "check", "good.yaml")).isZero();
    assertThat(out.toString())
        .contains("good.yaml: mixpanel, version ")
        .containsPattern("user\\.contact\\.email +drop")
        .containsPattern("unclassified +redact");
  }

  @Test
  void allProblemsOfAllFilesArePrintedWithLineAndHint() throws IOException {
    write("a.yaml", "vendor: mixpanel\ndefault: drop\ncategories:\n  user.nam: drop\n");
    write("b.yaml", "vendor: mixpanel\ndefault: hash\nunclassified: drop\ncolour: x\n");
    assertThat(run("policy", "check", "a.yaml", "b.yaml")).isEqualTo(2);
    assertThat(out.toString())
        .contains("a.yaml:1: 'unclassified' is missing")
        .contains("a.yaml:4: unknown category 'user.nam'; did you mean 'user.name'?")
        .contains("b.yaml:2: 'hash' is not in this version")
        .contains("b.yaml:4: unknown key 'colour'");
    assertThat(err.toString()).contains("4 problems");
  }

  @Test
  void jsonHasProblemsOrCategories() throws IOException {
    write("a.yaml", "vendor: mixpanel\ndefault: drop\n");
    assertThat(run("policy", "check", "--json", "a.yaml")).isEqualTo(2);
    assertThat(out.toString()).contains("\"valid\" : false", "\"line\" : 1", "\"hint\"");
  }

  @Test
  void missingFileIsTold() throws IOException {
    assertThat(run("policy", "check", "none.yaml")).isEqualTo(2);
    assertThat(err.toString()).contains("none.yaml can't be read").doesNotContain("Exception");
  }

  @Test
  void taxonomyListsBitsKeysAndAliases() throws IOException {
    assertThat(run("taxonomy")).isZero();
    assertThat(out.toString())
        .containsPattern("16 {2}user\\.location\\.imprecise\\.city .*address");
    assertThat(run("taxonomy", "--json")).isZero();
    assertThat(out.toString()).contains("\"key\" : \"user.contact.email\"");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
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
