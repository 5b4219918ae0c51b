package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.audit.AuditHeadPage;
import dev.firebreak.audit.AuditHeads;
import dev.firebreak.cli.Main;
import dev.firebreak.cli.TerminalContext;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Heads of the audit log that somebody else keeps, by the commands of an operator.
class AuditHeadsIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private InstallationFolder files;

  private record Said(int exitCode, String out, String err) {}

  @BeforeEach
  void writeInstallation() throws IOException {
    files =
        InstallationFolder.write(
            folder, URI.create("http://127.0.0.1:9"), InstallationFolder.SHIPPED);
    assertThat(run("operator", "add", "ines").exitCode()).isZero();
  }

  @Test
  void keptHeadsShowThatTheTailWasCut() throws Exception {
    Said wrote = run("audit", "heads", "--now", "--out", "heads.jsonl");
    assertThat(wrote.out()).contains("Wrote 1 heads");
    Files.writeString(folder.resolve("audit.pem"), run("audit", "key").out());
    String[] check = {"audit", "verify", "--heads", "heads.jsonl", "--key", "audit.pem"};
    assertThat(run(check).exitCode()).isZero();

    Said known = run("audit", "heads", "--json");
    String head = JSON.readTree(known.out()).get(0).get("head").stringValue();
    assertThat(run("audit", "verify", "--head", head).exitCode()).isZero();

    try (ControlDatabase control = ControlDatabase.open(database())) {
      control
          .writer()
          .useHandle(handle -> {
            handle.execute("DELETE FROM audit_entry");
            handle.execute("DELETE FROM audit_head");
          });
    }
    assertThat(run("audit", "verify").exitCode()).as("nothing here shows it").isZero();
    Said cut = run(check);
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.err()).contains("the chain ends before the expected head");
    assertThat(run("audit", "verify", "--head", head).exitCode()).isEqualTo(1);
  }

  @Test
  void changedHeadAndForeignKeyAreRefused() throws Exception {
    run("audit", "heads", "--now", "--out", "heads.jsonl");
    String heads = Files.readString(folder.resolve("heads.jsonl"));
    Files.writeString(folder.resolve("changed.jsonl"), heads.replace("\"1:", "\"2:"));
    Said changed = run("audit", "verify", "--heads", "changed.jsonl");
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.err()).contains("was signed by another key");

    Path elsewhere = folder.resolve("elsewhere");
    InstallationFolder.write(
        elsewhere, URI.create("http://127.0.0.1:9"), InstallationFolder.SHIPPED);
    Said foreign = run("--config", "elsewhere/firebreak.yaml", "audit", "key");
    Files.writeString(folder.resolve("foreign.pem"), foreign.out());
    assertThat(run("audit", "verify", "--heads", "heads.jsonl", "--key", "foreign.pem").exitCode())
        .isEqualTo(1);
    assertThat(run("audit", "verify", "--heads", "nowhere.jsonl").exitCode()).isEqualTo(2);
  }

  /// By the description alone, without the product's code.
  @Test
  void exportedChainCanBeCheckedByAnybody() throws Exception {
    run("audit", "heads", "--now");
    assertThat(run("audit", "export", "--out", "audit.jsonl").exitCode()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("audit.jsonl"));
    assertThat(lines).isNotEmpty();
    String previous = "0".repeat(64);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode entry = JSON.readTree(lines.get(i));
      assertThat(entry.get("sequence").longValue()).isEqualTo(i + 1);
      assertThat(entry.get("previousHash").stringValue()).isEqualTo(previous);
      previous = hash(entry);
      assertThat(entry.get("hash").stringValue()).isEqualTo(previous);
    }
    assertThat(run("audit", "heads").out()).contains(lines.size() + ":" + previous);
    assertThat(run("audit", "export", "--out", "audit.jsonl").exitCode()).isEqualTo(2);
  }

  private static String hash(JsonNode entry) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) 1);
    for (String number : List.of("sequence", "atMillis")) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(entry.get(number).longValue()).array());
    }
    for (String text : List.of("previousHash", "actor", "action", "subject", "details")) {
      byte[] bytes = entry.get(text).stringValue().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void newestHeadIsPublishedForAnybody() throws Exception {
    try (Installation installation = InstallationOpener.open(files.config(), Clock.systemUTC());
        HttpClient client = HttpClient.newHttpClient()) {
      AuditHeads heads = installation.auditHeads();
      heads.sign();
      InetSocketAddress free = InetSocketAddress.createUnresolved("127.0.0.1", 0);
      try (SideListener page =
          SideListener.start(free, "page", "mail.page-listen", new AuditHeadPage(heads))) {
        assertThat(get(client, page, "/.well-known/firebreak-audit-head").body())
            .contains("\"head\":\"" + heads.newest().orElseThrow().head() + "\"");
        assertThat(get(client, page, "/.well-known/firebreak-audit-key.pem").body())
            .isEqualTo(heads.key().pem());
        assertThat(get(client, page, "/.well-known/").statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void serveSignsByItself() throws Exception {
    Path log = folder.resolve("serve.log");
    Process serve = CommandProcess.start(folder, log, List.of("serve"));
    CommandProcess.listening(serve);
    serve.destroy();
    serve.waitFor();
    Said heads = run("audit", "heads", "--json");
    JsonNode newest = JSON.readTree(heads.out()).get(0);
    assertThat(newest.get("head").stringValue()).matches("\\d+:[0-9a-f]{64}");
    assertThat(run("audit", "verify").exitCode()).isZero();
  }

  private static HttpResponse<String> get(HttpClient client, SideListener page, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(page.uri().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private Path database() throws IOException {
    try (Stream<Path> found = Files.walk(folder.resolve("data"))) {
      return found.filter(file -> file.endsWith("control.db")).findFirst().orElseThrow();
    }
  }

  private Said run(String... arguments) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            List.of(arguments),
            settings ->
                new TerminalContext(
                    new TerminalContext.Outputs(new PrintWriter(out), new PrintWriter(err)),
                    folder,
                    Map.of(),
                    settings,
                    Clock.systemUTC(),
                    _ -> ""));
    return new Said(exitCode, out.toString(), err.toString());
  }
}
