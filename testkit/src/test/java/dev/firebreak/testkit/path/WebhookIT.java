package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Totp;
import dev.firebreak.installation.Installation;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.tls.LoopbackKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that `serve` tells of events over TLS; its certificate is the company's own.
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  @TempDir Path keys;
  private final List<Process> processes = new ArrayList<>();
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private MixpanelEmulator vendor;
  private InstallationFolder files;
  private HttpsServer receiver;
  private NewOperator nadia;

  private record Told(String id, String timestamp, String signature, String body) {}

  private record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void writeInstallation() throws Exception {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    files = InstallationFolder.write(folder, vendor.uri(), InstallationFolder.SHIPPED);
    LoopbackKey key = LoopbackKey.make(keys);
    receiver = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setHttpsConfigurator(new HttpsConfigurator(key.server()));
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.createContext("/", this::take);
    receiver.start();
    Path certificate = key.certificate(keys.resolve("authority.pem"));
    Files.writeString(
        files.settings(),
        Files.readString(files.settings())
            + "webhooks:\n  trusted-certificates: "
            + certificate
            + "\n");
    try (Installation installation = files.open()) {
      nadia =
          new Operators(
                  installation.control(),
                  installation.keys(),
                  installation.audit(),
                  installation.clock())
              .addFirst("nadia");
    }
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    receiver.stop(0);
    vendor.close();
  }

  /// Answers as told beforehand: a status, 301 with another place, or 0 for none until the
  /// connection ends.
  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      told.add(
          new Told(
              exchange.getRequestHeaders().getFirst("webhook-id"),
              exchange.getRequestHeaders().getFirst("webhook-timestamp"),
              exchange.getRequestHeaders().getFirst("webhook-signature"),
              body));
      int answer = answers.take();
      if (answer != 0) {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(answer, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void cutVendorIsToldAgainUnderItsIdAfterAKill() throws Exception {
    String url = "https://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    Process serve = start("serve");
    CommandProcess.listening(serve);
    Ended added =
        confirmed(
            List.of("webhook", "add", url, "--event", "vendor.state", "--json"), Instant.now());
    assertThat(added.exitCode()).as(added.err()).isZero();
    JsonNode webhook = JSON.readTree(added.out());
    String id = webhook.get("id").asString();

    Ended cut = confirmed(List.of("vendor", "cut", "mixpanel", "--reason", "breach"), next());
    assertThat(cut.exitCode()).as(cut.err()).isZero();
    Told first = taken();
    serve.destroyForcibly().waitFor();

    answers.add(0);
    CommandProcess.listening(start("serve"));
    Told second = taken();
    answers.add(301);
    Told third = taken();
    answers.add(204);
    String key = webhook.get("secret").asString().substring("whsec_".length());
    for (Told each : List.of(first, second, third)) {
      assertThat(each.id()).isEqualTo(first.id());
      assertThat(each.body()).isEqualTo(first.body());
      assertThat(each.signature()).isEqualTo("v1," + hmac(key, each));
    }
    assertThat(JSON.readTree(first.body()).get("data").get("state").asString()).isEqualTo("cut");
    assertThat(first.body()).doesNotContain("breach", "nadia");

    JsonNode delivery = delivered(id);
    assertThat(delivery.get("message").asString()).isEqualTo(first.id());
    assertThat(delivery.get("tries").asInt()).as("the kill left no trace of a try").isEqualTo(2);
    assertThat(told).as("no redirect was followed").isEmpty();
  }

  /// The log of deliveries once it has one that was taken.
  private JsonNode delivered(String id) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      Ended log = run("", List.of("webhook", "deliveries", id, "--json"));
      assertThat(log.exitCode()).as(log.err()).isZero();
      JsonNode delivery = JSON.readTree(log.out()).get(0);
      if (delivery.get("status").asString().equals("delivered")) {
        return delivery;
      }
    }
    throw new AssertionError("nothing was delivered");
  }

  private Told taken() throws InterruptedException {
    Told next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next == null ? new Told("", "", "", "") : next;
  }

  /// A code is good once: a time whose code is the next one.
  private static Instant next() {
    return Instant.now().plusSeconds(30);
  }

  private static String hmac(String key, Told message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
    String signed = message.id() + "." + message.timestamp() + "." + message.body();
    return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  private Ended confirmed(List<String> command, Instant at) throws Exception {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--operator", "nadia"));
    return run(Totp.code(nadia.secret(), at) + "\n", arguments);
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
    String out =
        process.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, Files.readString(err));
  }
}
