package dev.firebreak.testkit.guides;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The guides, followed to the letter: blocks marked `sh run` are run in their order in one folder,
/// blocks that name a file are saved, and a `text` block after a run says lines that were printed.
class GuidesIT {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```(\\w+)(?: ([\\w./-]+))?\\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private final Authenticator authenticator = new Authenticator();
  private Instant now = Instant.parse("2025-11-26T09:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"incident-now.md", "start.md"})
  void everyCommandOfTheGuideWorks(String name) throws IOException {
    Path guide = Path.of(System.getProperty("firebreak.root"), "docs/guides", name);
    Matcher block = BLOCK.matcher(Files.readString(guide));
    String printed = "";
    int commands = 0;
    while (block.find()) {
      String language = block.group(1);
      String mark = block.group(2) == null ? "" : block.group(2);
      if (language.equals("sh") && mark.equals("run")) {
        StringBuilder output = new StringBuilder();
        for (String line : block.group(3).replace("\\\n", " ").lines().toList()) {
          output.append(run(line));
          commands++;
        }
        printed = output.toString();
      } else if (language.equals("text") && mark.equals("printed")) {
        assertThat(masked(printed).lines().map(String::strip)).containsAll(expected(block));
      } else if (!mark.isEmpty() && !language.equals("sh")) {
        Files.writeString(folder.resolve(mark), block.group(3));
      }
    }
    assertThat(commands).isPositive();
  }

  private static List<String> expected(Matcher block) {
    return masked(block.group(3))
        .lines()
        .map(String::strip)
        .filter(line -> !line.equals("..."))
        .toList();
  }

  private String run(String line) throws IOException {
    List<String> words = words(line);
    assertThat(words.removeFirst()).as(line).isEqualTo("firebreak");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    TerminalContext.Outputs outputs =
        new TerminalContext.Outputs(new PrintWriter(out, true), new PrintWriter(err, true));
    int exitCode =
        Main.run(
            words,
            config ->
                new TerminalContext(
                    outputs,
                    folder,
                    Map.of("MIXPANEL_TOKEN", "invented-project-token"),
                    config,
                    Clock.fixed(now, ZoneOffset.UTC),
                    prompt -> authenticator.code(prompt, now)));
    now = now.plusSeconds(60);
    assertThat(exitCode).as("%s%n%s%s", line, out, err).isZero();
    authenticator.read(out.toString());
    return out.toString();
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          words.add(word.group(group));
        }
      }
    }
    return words;
  }

  /// What differs from run to run: folders, seconds of work, secrets, random ids.
  private static String masked(String text) {
    return text.replaceAll("secret=[A-Z2-7]+", "secret=...")
        .replaceAll("\\(\\d+\\.\\d s\\)", "(... s)")
        .replaceAll("(in|Wrote) /\\S*/(\\S*)", "$1 .../$2")
        .replaceAll("[0-9a-f]{12,}", "...");
  }
}
