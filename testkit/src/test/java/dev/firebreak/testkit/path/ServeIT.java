package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Totp;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `serve` as a process of its own, and other processes that talk to it as an operator's would.
class ServeIT {
  private static final int KILLED_BY_TERM = 128 + 15;
  private static final Duration SETTLE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private MixpanelEmulator vendor;
  private InstallationFolder files;

  /// What a process that has ended said.
  private record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void writeInstallation() throws IOException {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    files = InstallationFolder.write(folder, vendor.uri(), InstallationFolder.SHIPPED);
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    vendor.close();
  }

  @Test
  void statusAndCutReachTheServingProcess() throws Exception {
    NewOperator operator = addOperator();
    Process serve = start("serve");
    URI gateway = CommandProcess.listening(serve);
    send(gateway, 20);
    JsonNode before = status();
    assertThat(before.get("accepted").intValue()).isEqualTo(20);
    assertThat(before.get("state").stringValue()).isEqualTo("active");

    Ended cut =
        run(
            Totp.code(operator.secret(), Instant.now()) + "\n",
            List.of("vendor", "cut", "mixpanel", "--operator", "nadia", "--reason", "breach"));
    assertThat(cut.exitCode()).as(cut.err()).isZero();
    assertThat(cut.out()).contains("mixpanel: cut").contains("project-tokens");
    send(gateway, 5);
    JsonNode after = status();
    assertThat(after.get("state").stringValue()).isEqualTo("cut");
    assertThat(after.get("dropped").get("cut").intValue()).isEqualTo(5);
    assertThat(after.get("holds").booleanValue()).isTrue();
  }

  @Test
  void mailsThatComeBackAreTakenInWhileItServes() throws Exception {
    String page = "  notice-page: https://example.com/notices\n";
    Files.writeString(
        files.settings(),
        Files.readString(files.settings()).replace("gateway:", page + "gateway:")
            + """
            mail:
              host: relay.example.com
              port: 25
              from: notices@example.com
              reply-to: privacy@example.com
              returned-listen: 127.0.0.1:0
            """);
    Process serve = start("serve");
    CommandProcess.listening(serve);
    String said = "Mails that come back at port ";
    String line = "";
    while (!line.startsWith(said)) {
      line = serve.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(line).isNotNull();
    }
    int port = Integer.parseInt(line.substring(said.length()));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("220 ");
    }
    serve.destroy();
    assertThat(serve.waitFor(SETTLE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(serve.exitValue()).isEqualTo(KILLED_BY_TERM);
  }

  @Test
  void wrongCodeCutsNothing() throws Exception {
    addOperator();
    CommandProcess.listening(start("serve"));
    Ended cut =
        run(
            "000000\n",
            List.of("vendor", "cut", "mixpanel", "--operator", "nadia", "--reason", "breach"));
    assertThat(cut.exitCode()).isEqualTo(2);
    assertThat(cut.err()).contains("firebreak:").doesNotContain("Exception");
    assertThat(status().get("state").stringValue()).isEqualTo("active");
  }

  @Test
  void termEndsItAndNothingAcceptedIsLost() throws Exception {
    vendor.failAlways(new Fault.Answer(503, "busy"));
    Process serve = start("serve");
    URI gateway = CommandProcess.listening(serve);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    Thread load = Thread.ofVirtual().start(() -> sendUntilRefused(gateway, acknowledged));
    while (acknowledged.size() < 300) {
      assertThat(serve.isAlive()).isTrue();
      load.join(Duration.ofMillis(5));
    }
    serve.toHandle().destroy();
    assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
    load.join();
    assertThat(serve.exitValue()).isEqualTo(KILLED_BY_TERM);
    assertThat(text(serve.inputReader(StandardCharsets.UTF_8))).contains("Stopping");

    vendor.heal();
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      assertThat(path.settle(SETTLE)).isTrue();
      Conservation terms = path.conservation(InstallationFolder.WEB);
      assertThat(terms).matches(Conservation::holds);
      assertThat(terms.delivered()).isEqualTo(terms.accepted());
    }
    assertThat(vendor.events()).extracting(StoredEvent::insertId).containsAll(acknowledged);
  }

  @Test
  void portInUseIsToldWithExitCodeThree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InstallationFolder.write(
          folder,
          vendor.uri(),
          "enforce",
          InstallationFolder.SHIPPED,
          "127.0.0.1:" + taken.getLocalPort());
      refuses("cannot listen on 127.0.0.1 port " + taken.getLocalPort());
    }
  }

  @Test
  void metricsAreReadAtTheirOwnAddress() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.writeString(
        files.settings(),
        "metrics: {listen: 127.0.0.1:" + port + "}\n" + Files.readString(files.settings()));
    URI gateway = CommandProcess.listening(start("serve"));
    send(gateway, 3);
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    assertThat(get(metrics).body())
        .contains("firebreak_gateway_messages_total{binding=\"web\",outcome=\"forwarded\"} 3")
        .contains("firebreak_duties_due")
        .doesNotContain("user-1");
    assertThat(get(metrics.resolve("/")).statusCode()).isEqualTo(404);
    assertThat(get(gateway.resolve("/metrics")).statusCode()).isEqualTo(404);
  }

  @Test
  void consoleOfTheServingProcessTakesPasswordAndCode() throws Exception {
    NewOperator operator = addOperator();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.writeString(
        files.settings(),
        "console: {listen: 127.0.0.1:" + port + "}\n" + Files.readString(files.settings()));
    CommandProcess.listening(start("serve"));
    String twice = "correct horse battery\ncorrect horse battery\n";
    Instant now = Instant.now();
    Ended set =
        run(
            Totp.code(operator.secret(), now) + "\n" + twice,
            List.of("operator", "password", "--operator", "nadia"));
    assertThat(set.exitCode()).as(set.err()).isZero();

    URI console = URI.create("http://127.0.0.1:" + port);
    String code = Totp.code(operator.secret(), now.plusSeconds(30));
    HttpRequest signIn =
        HttpRequest.newBuilder(console.resolve("/sign-in"))
            .header("Origin", console.toString())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "name=nadia&password=correct+horse+battery&code=" + code))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Void> signedIn = client.send(signIn, HttpResponse.BodyHandlers.discarding());
      assertThat(signedIn.statusCode()).isEqualTo(303);
      String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
      HttpRequest overview =
          HttpRequest.newBuilder(console)
              .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
              .build();
      assertThat(client.send(overview, HttpResponse.BodyHandlers.ofString()).body())
          .contains("What needs attention", "nadia");
    }
    assertThat(get(console).statusCode()).isEqualTo(303);
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void missingMasterKeyIsToldWithExitCodeThree() throws Exception {
    Files.delete(folder.resolve("firebreak-master.key"));
    refuses("master key");
  }

  @Test
  void wrongMasterKeyIsToldWithExitCodeThree() throws Exception {
    addOperator();
    Files.delete(folder.resolve("firebreak-master.key"));
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    refuses("master key");
  }

  @Test
  void damagedKeysetIsToldWithExitCodeThree() throws Exception {
    addOperator();
    try (Stream<Path> keys = Files.list(files.data().resolve("keys"))) {
      for (Path key : keys.filter(Files::isRegularFile).toList()) {
        Files.writeString(key, Files.readString(key).substring(20));
      }
    }
    refuses("key");
  }

  @Test
  void secondServeIsToldThatTheDataDirectoryIsOwned() throws Exception {
    CommandProcess.listening(start("serve"));
    Ended second = run("", List.of("serve"));
    assertThat(second.exitCode()).as(second.out() + second.err()).isEqualTo(3);
    assertThat(second.err()).contains("owns the data directory").doesNotContain("Exception");
  }

  private void refuses(String message) throws Exception {
    Ended serve = run("", List.of("serve"));
    assertThat(serve.exitCode()).as(serve.err()).isEqualTo(3);
    assertThat(serve.err()).contains("firebreak: ").contains(message).doesNotContain("Exception");
    assertThat(serve.out()).doesNotContain("Listening");
  }

  private NewOperator addOperator() throws IOException {
    try (Installation installation = files.open()) {
      return new Operators(
              installation.control(),
              installation.keys(),
              installation.audit(),
              installation.clock())
          .addFirst("nadia");
    }
  }

  private JsonNode status() throws Exception {
    Ended status = run("", List.of("status", "--json"));
    assertThat(status.exitCode()).as(status.err()).isZero();
    return JsonMapper.shared().readTree(status.out()).get(0);
  }

  private static Set<String> send(URI gateway, int count) throws IOException {
    List<ProductMessage> events = new ArrayList<>();
    Set<String> ids =
        Stream.generate(() -> UUID.randomUUID().toString())
            .limit(count)
            .collect(Collectors.toSet());
    long now = System.currentTimeMillis();
    for (String id : ids) {
      events.add(new ProductMessage.Event("Opened", "user-1", now, id, Map.of("plan", "team")));
    }
    try (TrafficSender sender =
        new TrafficSender(URI.create(gateway + "/mp"), InstallationFolder.TOKEN)) {
      sender.send(events);
    }
    return ids;
  }

  private static void sendUntilRefused(URI gateway, Set<String> acknowledged) {
    try {
      while (true) {
        acknowledged.addAll(send(gateway, 10));
      }
    } catch (IOException _) {
      // the server has ended
    }
  }

  private Process start(String... arguments) throws IOException {
    Path err = folder.resolve("err-" + processes.size() + ".txt");
    Process process = CommandProcess.start(folder, err, List.of(arguments));
    processes.add(process);
    return process;
  }

  private Ended run(String input, List<String> arguments) throws Exception {
    Path err = folder.resolve("err-" + processes.size() + ".txt");
    Process process = start(arguments.toArray(String[]::new));
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    String out = text(process.inputReader(StandardCharsets.UTF_8));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, Files.readString(err));
  }

  private static String text(BufferedReader reader) {
    return reader.lines().collect(Collectors.joining("\n"));
  }
}
