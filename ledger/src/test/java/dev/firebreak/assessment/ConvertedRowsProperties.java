package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.TemporaryFolder;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Rows that were converted say the same as the originals, and say it again.
class ConvertedRowsProperties {
  private static final String[] IDS = {"user-a", "user-b", "user-c", "x-1", "", "null"};
  private static final String[] MAILS = {
    "ada@example.com", "bo@example.com", "shared@example.org", "no one", "e\u0301\uD83D\uDE00"
  };

  @Property(tries = 12)
  void assessingAgainGivesTheSame(@ForAll long seed) throws Exception {
    try (TemporaryFolder temporary = TemporaryFolder.of("converted")) {
      Path folder = temporary.path();
      Random random = new Random(seed);
      AssessmentFixture first = fixture(folder.resolve("first"), random);
      Assessment fresh = first.assess();
      ConvertedFiles converted =
          name -> Files.newInputStream(folder.resolve("first/work/converted").resolve(name));
      AssessmentFixture again =
          new AssessmentFixture(folder.resolve("again"))
              .mapping(new MappingInput(Map.of(), Optional.of(converted), Optional.empty()))
              .accounts(AssessmentFixture.ACCOUNTS);

      Assessment repeated = again.assess();

      assertThat(repeated)
          .usingRecursiveComparison()
          .ignoringFields("people", "organizationCards")
          .isEqualTo(fresh);
      assertThat(AssessmentFixture.people(repeated, folder.resolve("l2")))
          .isEqualTo(AssessmentFixture.people(fresh, folder.resolve("l1")));
    }
  }

  private static AssessmentFixture fixture(Path folder, Random random) throws Exception {
    StringBuilder table = new StringBuilder("wer,was,{\"x\":1}\n".replace("{\"x\":1}", "wo"));
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 3 + random.nextInt(30); i++) {
      table.append(pick(IDS, random)).append(',').append(pick(MAILS, random)).append(",FR\n");
      events.append(
          """
          {"event":"P","properties":{"distinct_id":"%s","time":%d,"x":"%s","bo@example.com":1}}
          """
              .formatted(
                  pick(IDS, random), 1_762_600_000 + random.nextInt(1000), pick(MAILS, random)));
    }
    events.append("{broken\n{\"event\":\"P\",\"properties\":{\"x\":\"\\ud800lone\"}}\n");
    return new AssessmentFixture(folder)
        .file("t.csv", table.toString())
        .file("e.json", events.toString())
        .accounts(AssessmentFixture.ACCOUNTS);
  }

  private static String pick(String[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  @Property(tries = 50)
  void textsComeBackAsTheyWere(@ForAll String text) throws Exception {
    PathNode node = new PathNode(1, "a", List.of("a"), new SlotBudget(0));
    FlatRow row = new FlatRow();
    row.add(node, text + "\uD800x\uD83D\uDE00", true);
    row.standsAt(7, 1L << 40);
    row.mailsInNames(List.of("ada@example.com"));
    try (TemporaryFolder temporary = TemporaryFolder.of("converted")) {
      writeAndCompare(temporary.path(), node, row);
    }
  }

  private static void writeAndCompare(Path folder, PathNode node, FlatRow row) throws Exception {
    try (ConvertedWriter writer = new ConvertedWriter(folder, 1 << 20)) {
      row.convert();
      writer.write(row);
      writer.index(
          new ConvertedIndex(
              ConvertedIndex.FORMAT,
              List.of(),
              List.of("a"),
              0,
              1,
              List.of(),
              0,
              Map.of(DataCategory.EMAIL.bit(), 2L),
              writer.finish()));
    }
    ConvertedReader.open(name -> Files.newInputStream(folder.resolve(name)))
        .forEach(
            List.of(node, node),
            read -> {
              assertThat(read.source()).isEqualTo(7);
              assertThat(read.line()).isEqualTo(1L << 40);
              assertThat(read.mailsInNames()).containsExactly("ada@example.com");
              assertThat(read.value(0)).isEqualTo(row.value(0));
              assertThat(read.isText(0)).isTrue();
            });
  }
}
