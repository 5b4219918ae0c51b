package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.installation.Installation;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// An installation whose vendor can be asked to erase people, two operators, and `serve` as a
/// process that is killed. Confined to one thread.
final class ErasureScene implements AutoCloseable {
  static final Duration BOUND = Duration.ofSeconds(90);

  final MixpanelEmulator vendor;
  final InstallationFolder files;

  /// The first event of each person, by its insert id.
  final Map<String, String> firstEvents = new HashMap<>();

  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final NewOperator nadia;
  private final NewOperator omar;

  /// What is done while `serve` runs.
  interface Deed {
    /// @return whether it could be done
    boolean done(URI gateway) throws Exception;
  }

  /// What a command printed, and how it ended.
  record Ended(int exitCode, String out, String err) {}

  ErasureScene(Path folder) throws IOException {
    this(folder, "");
  }

  /// @param places further ones of the list `erasure`, as the settings have them
  ErasureScene(Path folder, String places) throws IOException {
    this.folder = folder;
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    files = InstallationFolder.write(folder, vendor.uri(), InstallationFolder.SHIPPED);
    Files.writeString(folder.resolve("erasure-credential"), MixpanelEmulator.ERASURE_CREDENTIAL);
    Files.writeString(
        files.settings(),
        """
        erasure:
          - id: main
            vendor: mixpanel
            api: mixpanel
            address: %s
            credential: {file: erasure-credential}
            project-token: {file: token}
            check-every: 1s
        """
                .formatted(vendor.uri())
            + places.indent(2),
        StandardOpenOption.APPEND);
    Instant earlier = Instant.now().minus(Duration.ofHours(1));
    try (Installation installation = files.open()) {
      Operators operators =
          new Operators(
              installation.control(),
              installation.keys(),
              installation.audit(),
              Clock.fixed(earlier, ZoneOffset.UTC));
      nadia = operators.addFirst("nadia");
      omar =
          operators.add(
              operators.confirm(
                  "nadia", Totp.code(nadia.secret(), earlier), "OperatorAdded", Role.ADMIN),
              "omar",
              Role.PRIVACY_OFFICER);
    }
  }

  /// Runs `serve` until something is done, and kills it.
  void serveUntil(Deed deed) throws Exception {
    Path err = folder.resolve("err.txt");
    Process serve = CommandProcess.start(folder, err, List.of("serve"));
    try {
      assertThat(deed.done(CommandProcess.listening(serve))).as("%s", err).isTrue();
    } finally {
      serve.toHandle().destroyForcibly();
      serve.waitFor();
    }
  }

  /// Sends an event of each person `p0`, `p1` ... .
  void send(URI gateway, int people) throws Exception {
    for (int i = 0; i < people; i++) {
      String id = UUID.randomUUID().toString();
      firstEvents.putIfAbsent("p" + i, id);
      send(gateway, "p" + i, id);
    }
  }

  void send(URI gateway, String person, String insertId) throws Exception {
    String body =
        """
        [{"event":"Opened","properties":{"token":"%s","distinct_id":"%s","$user_id":"%s",\
        "$device_id":"device-of-%s","time":%d,"$insert_id":"%s"}}]\
        """
            .formatted(
                InstallationFolder.TOKEN,
                person,
                person,
                person,
                Instant.now().toEpochMilli(),
                insertId);
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.resolve("/mp/track"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  /// The id under which the vendor knows a person.
  String tokenOf(String person) {
    return vendor.events().stream()
        .filter(event -> event.insertId().equals(firstEvents.get(person)))
        .map(StoredEvent::distinctId)
        .findFirst()
        .orElseThrow();
  }

  /// What the vendor has; a kill may have had one sent twice.
  Set<String> insertIds() {
    return vendor.events().stream().map(StoredEvent::insertId).collect(Collectors.toSet());
  }

  /// Runs a command that both operators confirm.
  Ended decide(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--operator", "nadia", "--second", "omar", "--reason", "over"));
    Instant now = Instant.now();
    return run(Totp.code(nadia.secret(), now) + "\n" + Totp.code(omar.secret(), now) + "\n", all);
  }

  /// Runs a command that must end well.
  ///
  /// @return what it printed
  String run(String... arguments) throws Exception {
    Ended ended = run("", List.of(arguments));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.out();
  }

  private Ended run(String input, List<String> arguments) throws Exception {
    Path err = folder.resolve("command-err.txt");
    Process process = CommandProcess.start(folder, err, arguments);
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, Files.readString(err));
  }

  /// Where every message went, while nothing runs.
  Conservation conservation() throws IOException {
    try (Installation installation = files.open()) {
      BindingDelivery binding = installation.deliveries().binding(InstallationFolder.WEB);
      long sinceOpen = binding.journal().totals().accepted() - binding.journal().acceptedAtOpen();
      return new ConservationCheck(
              binding.journal(), binding.outcomes(), () -> new GatewayCounts(sinceOpen, 0))
          .measure();
    }
  }

  static boolean await(BooleanSupplier so) {
    return await(so, 0, BOUND);
  }

  /// Looks every few milliseconds whether something is so, and then a few times more.
  static boolean await(BooleanSupplier so, int more, Duration atMost) {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (!so.getAsBoolean()) {
        if (System.nanoTime() > end) {
          return false;
        }
        assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
      }
      return !never.await(more * 10L, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.close();
    vendor.close();
  }
}
