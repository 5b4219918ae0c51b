package dev.firebreak.testkit.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.guides.GuideReader.Said;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.testkit.smtp.ReceivedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guides, followed to the letter: blocks marked `sh run` are run in their order in one folder,
/// those marked `sh refused` must end with exit code 1, blocks that name a file are saved, and a
/// `text` block after a run says lines that were printed.
class GuidesIT {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```(\\w+)(?: ([\\w./-]+))?\\n(.*?)^```$");
  private static final Pattern NOTICE = Pattern.compile("Notice number: (\\S+)\\s+- Word: (\\S+)");

  /// Blocks of commands that no test can run, by how they begin.
  private static final Set<String> NOT_RUN = Set.of("git clone THE-ADDRESS-OF-THIS-REPOSITORY");

  /// Commands whose answer depends on what a gateway has done by now: they are asked again.
  private static final Pattern ASKED_AGAIN = Pattern.compile("firebreak (status|drill)\\b.*");

  private static final String SAMPLE_TOKEN = "fb1sab2cWnHc4hPjyOv0e5kP1Qm9dL2r7A";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;

  /// One block of a guide.
  ///
  /// @param mark what stands beside the language; empty for none
  private record Block(String language, String mark, String text) {
    boolean is(String wantedLanguage, String wantedMark) {
      return language.equals(wantedLanguage) && mark.equals(wantedMark);
    }

    /// The commands, one each.
    List<String> lines() {
      return text.replace("\\\n", " ").lines().toList();
    }
  }

  @Test
  @NeedsTool("curl")
  void start() throws Exception {
    try (GuideReader reader = new GuideReader(folder)) {
      follow("start.md", reader);
      List<StoredEvent> events = reader.vendor().events();
      assertThat(events).hasSize(2);
      assertThat(events.getFirst().distinctId()).isEqualTo("u-1");
      assertThat(properties(events.getFirst())).contains("maya@example.org");
      assertThat(events.getLast().distinctId()).startsWith("fb1");
      assertThat(properties(events.getLast())).doesNotContain("maya@example.org", "u-1\"");
    }
  }

  /// An analyst comes when the gateway of the first guide has sent something.
  @Test
  @NeedsTool("curl")
  void whatChangesForAnalysts() throws Exception {
    try (GuideReader reader = new GuideReader(folder)) {
      follow("start.md", reader);
      reader.stop();
      reader.replace(SAMPLE_TOKEN, reader.vendor().events().getLast().distinctId());
      follow("analysts.md", reader);
    }
    assertThat(Files.readAllLines(folder.resolve("cohort-at-vendor.csv")))
        .hasSize(4)
        .contains("u-1,u-1,,account,yes")
        .anyMatch(line -> line.startsWith("u-2,fb1s") && line.endsWith(",1,account,no"));
  }

  @Test
  void breachedToday() throws Exception {
    try (GuideReader reader = new GuideReader(folder)) {
      follow("incident-now.md", reader);
      assertThat(reader.mails())
          .extracting(ReceivedMail::recipient)
          .containsExactlyInAnyOrder("maya@example.org", "jonas@example.org");
    }
  }

  private static String properties(StoredEvent event) {
    return new String(event.properties(), StandardCharsets.UTF_8);
  }

  private static void follow(String name, GuideReader reader) throws Exception {
    List<Block> blocks = blocks(name);
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      boolean says = i + 1 < blocks.size() && blocks.get(i + 1).is("text", "printed");
      List<String> expected = says ? expected(blocks.get(i + 1)) : List.of();
      if (block.is("sh", "run")) {
        run(reader, block, expected);
      } else if (block.is("sh", "refused")) {
        refuse(reader, block, expected);
      } else if (block.language().equals("sh")) {
        assertThat(NOT_RUN).as(block.text()).anyMatch(block.text()::startsWith);
      } else if (!block.mark().isEmpty() && !block.mark().equals("printed")) {
        reader.save(block.mark(), block.text());
      }
      mailArrived(reader);
    }
    assertThat(blocks).anyMatch(block -> block.is("sh", "run"));
  }

  private static List<Block> blocks(String name) throws IOException {
    Path guide = Path.of(System.getProperty("firebreak.root"), "docs/guides", name);
    Matcher block = BLOCK.matcher(Files.readString(guide));
    List<Block> blocks = new ArrayList<>();
    while (block.find()) {
      String mark = block.group(2) == null ? "" : block.group(2);
      blocks.add(new Block(block.group(1), mark, block.group(3)));
    }
    return blocks;
  }

  private static void run(GuideReader reader, Block block, List<String> expected)
      throws IOException, InterruptedException {
    StringBuilder printed = new StringBuilder();
    for (String line : block.lines()) {
      Said said = reader.run(line);
      long asked = System.nanoTime();
      while (ASKED_AGAIN.matcher(line).matches()
          && !printed(said.out()).containsAll(expected)
          && System.nanoTime() - asked < PATIENCE_NANOS) {
        said = reader.run(line);
      }
      assertThat(said.exitCode()).as("%s%n%s%s", line, said.out(), said.err()).isZero();
      printed.append(said.out());
    }
    assertThat(printed(printed.toString())).containsAll(expected);
  }

  private static void refuse(GuideReader reader, Block block, List<String> expected)
      throws IOException, InterruptedException {
    StringBuilder printed = new StringBuilder();
    for (String line : block.lines()) {
      Said said = reader.run(line);
      assertThat(said.exitCode()).as("%s%n%s", line, said.out()).isEqualTo(1);
      printed.append(said.out()).append(said.err());
    }
    assertThat(printed(printed.toString())).containsAll(expected);
  }

  /// Who gets a notice has its number and word, and saves the mail.
  private static void mailArrived(GuideReader reader) throws IOException {
    for (ReceivedMail mail : reader.mails()) {
      Matcher notice = NOTICE.matcher(new String(mail.content(), StandardCharsets.UTF_8));
      if (mail.recipient().equals("maya@example.org") && notice.find()) {
        reader.save("mail.eml", mail.content());
        reader.replace("ABCDE-FGHJK", notice.group(1));
        reader.replace("bodi-kifa-lozo-meta", notice.group(2));
      }
    }
  }

  private static List<String> expected(Block block) {
    return printed(block.text()).stream().filter(line -> !line.equals("...")).toList();
  }

  /// The lines, without what differs from run to run: folders, seconds of work, secrets, random
  /// ids.
  private static List<String> printed(String text) {
    return text.replaceAll("secret=[A-Z2-7]+", "secret=...")
        .replaceAll("\\(\\d+\\.\\d s\\)", "(... s)")
        .replaceAll("(in|Wrote) /\\S*/(\\S*)", "$1 .../$2")
        .replaceAll("fb1[sh][\\w-]{20,}", "fb1s...")
        .replaceAll("[0-9a-f]{12,}", "...")
        .lines()
        .map(String::strip)
        .toList();
  }
}
