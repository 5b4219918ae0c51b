package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.HostileCorpus.Hostile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The hostile corpus is read by a process with little memory: nothing escapes the work folder,
/// nobody is asked over the network, what is rejected is counted with reason and place, the rest is
/// read, the process lives.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileCorpusTest {
  private static final int HEAP_MIB = 256;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Path folder = Path.of("");
  private final Map<String, JsonNode> read = new LinkedHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private ServerSocket evil;
  private List<Hostile> corpus = List.of();
  private String output = "";
  private String error = "";
  private int exit;

  @BeforeAll
  void readAll(@TempDir Path given) throws Exception {
    folder = given;
    evil = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::count);
    corpus =
        HostileCorpus.files(
            Files.createDirectory(folder.resolve("making")),
            "http://127.0.0.1:" + evil.getLocalPort() + "/evil");
    Path files = Files.createDirectory(folder.resolve("corpus"));
    for (Hostile file : corpus) {
      Files.write(files.resolve(file.name()), file.content());
    }
    run(files);
    for (String line : output.lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        read.put(node.get("name").asString(), node);
      }
    }
  }

  private void run(Path files) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                HostileCorpusChild.class.getName(),
                files.toString(),
                Files.createDirectory(folder.resolve("work")).toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    exit = process.waitFor();
    output = Files.readString(out);
    error = Files.readString(err, StandardCharsets.ISO_8859_1);
  }

  private void count() {
    while (true) {
      try (var _ = evil.accept()) {
        asked.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  @AfterAll
  void close() throws IOException {
    evil.close();
  }

  private JsonNode found(String name) {
    return Objects.requireNonNull(read.get(name), error);
  }

  List<Hostile> corpus() {
    return corpus;
  }

  @Test
  void theProcessLivesToItsEnd() {
    assertThat(error).doesNotContain("OutOfMemoryError", "Exception");
    assertThat(exit).isZero();
    assertThat(output).endsWith("\"the process lives\"\n");
    assertThat(read.keySet()).isEqualTo(new TreeSet<>(corpus.stream().map(Hostile::name).toList()));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void whatIsReadAndWhatIsRejectedAddsUp(Hostile file) {
    JsonNode found = found(file.name());
    long rejected = found.get("rejected").asLong();
    if (file.understood() >= 0) {
      assertThat(found.get("understood").asLong()).as("%s", found).isEqualTo(file.understood());
    } else {
      assertThat(found.get("understood").asLong() + rejected).as("%s", found).isPositive();
    }
    if (file.rejected() >= 0) {
      assertThat(rejected).as("%s", found).isEqualTo(file.rejected());
    } else if (file.understood() >= 0) {
      assertThat(rejected).as("%s", found).isPositive();
    }
    String reasons = found.get("byReason").propertyNames().toString();
    file.reasons().forEach(reason -> assertThat(reasons).contains(reason));
    long listed = 0;
    for (JsonNode row : found.get("rows")) {
      listed += row.get("rows").asLong();
      assertThat(row.get("file").asString()).startsWith(file.name());
      assertThat(row.get("line").asLong()).isPositive();
    }
    assertThat(listed).isEqualTo(rejected);
    long parts = 0;
    for (JsonNode part : found.get("shape")) {
      parts += part.get("rowsRead").asLong();
    }
    assertThat(parts).isEqualTo(rejected + found.get("understood").asLong());
  }

  @Test
  void damagedFileOfAnArchiveDoesNotTakeTheNextAlong() {
    assertThat(found("damaged-member.zip").get("shape").toString())
        .contains("{\"name\":\"damaged-member.zip!/good.json\",")
        .endsWith("\"rowsRead\":1,\"rowsRejected\":0}]");
  }

  @Test
  void rowsOfAParquetFileAreNeverLostSilently() {
    List<JsonNode> lying =
        read.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("lying-rows-"))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(lying).isNotEmpty();
    assertThat(lying)
        .allMatch(found ->
            found.get("understood").asLong() == 3_000 || found.get("rejected").asLong() > 0);
  }

  @Test
  void nothingEscapesTheWorkFolder() throws IOException {
    for (JsonNode found : read.values()) {
      for (JsonNode left : found.get("left")) {
        assertThat(left.asString())
            .matches(
                "rows\\.parquet|tables\\.duckdb(\\.wal)?|converted|rejected\\.ndjson\\.gz|parquet");
      }
    }
    try (Stream<Path> outside = Files.list(folder)) {
      assertThat(outside.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("making", "corpus", "out", "err", "tmp", "work");
    }
    try (Stream<Path> corpusFiles = Files.list(folder.resolve("corpus"))) {
      assertThat(corpusFiles.count()).isEqualTo(corpus.size());
    }
    try (Stream<Path> work = Files.list(folder.resolve("work"))) {
      assertThat(work.count()).isEqualTo(corpus.size());
    }
    assertThat(Path.of("/tmp/firebreak-outside.json")).doesNotExist();
    assertThat(Path.of("/firebreak-outside.json")).doesNotExist();
    assertThat(output).doesNotContain("root:", "ada@example.com.json");
  }

  @Test
  void nobodyIsAsked() {
    assertThat(asked).hasValue(0);
  }

  @Test
  void thePageSaysWhatBecomesOfEach() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("firebreak.root"), "docs/reference/assessment.md"));
    for (Hostile file : corpus) {
      String name = file.name().replaceAll("lying-rows-\\d+", "lying-rows");
      assertThat(page).contains("`" + name + "`");
    }
  }
}
