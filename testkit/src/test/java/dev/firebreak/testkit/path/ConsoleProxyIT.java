package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.AccessServices;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console behind a proxy of the company's, which names clients and says what came by TLS; and
/// many clients at once that guess at passwords.
class ConsoleProxyIT {
  private static final int CLIENTS = 16;
  private static final int GUESSES_MAX = 3_000;
  private static final int GUESSES_BEFORE = 40;
  private static final String EVENT =
      "[{\"event\":\"Opened\",\"properties\":{\"token\":\"%s\",\"distinct_id\":\"u-1\"}}]"
          .formatted(InstallationFolder.TOKEN);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private MixpanelEmulator vendor;
  private Installation installation;
  private ConsoleListener console;

  @BeforeEach
  void open() throws IOException {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    InstallationFolder files =
        InstallationFolder.write(folder, vendor.uri(), InstallationFolder.SHIPPED);
    String settings = Files.readString(files.settings());
    Files.writeString(
        files.settings(),
        settings.replace("gateway:\n", "gateway:\n  trusted-proxies: [\"127.0.0.1/32\"]\n"));
    installation = files.open();
    console =
        ConsoleListener.start(
            installation,
            Optional.empty(),
            new ConsoleConfig(InetSocketAddress.createUnresolved("0.0.0.0", 0), Optional.empty()));
  }

  @AfterEach
  void close() throws IOException {
    console.close();
    installation.close();
    vendor.close();
    client.close();
  }

  @Test
  void proxySaysWhatCameByTls() throws Exception {
    assertThat(signInPage("X-Forwarded-Proto", "https")).isEqualTo(200);
    assertThat(signInPage("X-Forwarded-Proto", "http")).isEqualTo(403);
    assertThat(signInPage("X-Forwarded-Proto", "http, https")).isEqualTo(403);
    assertThat(signInPage("Forwarded", "for=192.0.2.60;proto=https")).isEqualTo(403);
    assertThat(signInPage("Accept", "text/html")).isEqualTo(403);
  }

  /// Guesses come from as many addresses as there are, at the operator and at nobody.
  @Test
  void floodOfGuessesKeepsNeitherTheOperatorNorTheGateway() throws Exception {
    AccessServices access = installation.access();
    NewOperator ines = access.operators().addFirst("ines");
    access
        .signIn()
        .setPassword(
            ConfirmedOperators.of("ines", Role.ADMIN, installation.clock().instant()),
            ConsoleScene.PASSWORD);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger guesses = new AtomicInteger();
    CountDownLatch flooded = new CountDownLatch(GUESSES_BEFORE);
    Set<Integer> answers = ConcurrentHashMap.newKeySet();
    List<Thread> flood = new ArrayList<>();
    try (EventPath path = EventPath.start(installation)) {
      for (int i = 0; i < CLIENTS; i++) {
        flood.add(
            Thread.ofVirtual()
                .name("guessing-" + i)
                .start(() -> guess(stop, guesses, flooded, answers)));
      }
      flooded.await();
      String code = Totp.code(ines.secret(), installation.clock().instant());
      assertThat(signIn("ines", ConsoleScene.PASSWORD, code, "192.0.2.7")).isEqualTo(303);
      HttpRequest event =
          HttpRequest.newBuilder(URI.create(path.gateway().uri() + "/mp/track"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(EVENT))
              .build();
      assertThat(client.send(event, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
      assertThat(guesses.get()).as("guesses were still made").isLessThan(GUESSES_MAX);
      stop.set(true);
      for (Thread each : flood) {
        each.join();
      }
    }
    assertThat(answers).isSubsetOf(401, 429).contains(401);
  }

  private void guess(
      AtomicBoolean stop, AtomicInteger guesses, CountDownLatch flooded, Set<Integer> answers) {
    int guess = guesses.incrementAndGet();
    while (!stop.get() && guess <= GUESSES_MAX) {
      String from = "10.%d.%d.1".formatted(guess / 250, guess % 250);
      try {
        answers.add(
            signIn(guess % 4 == 0 ? "ines" : "nobody-" + guess, "a wrong guess", "000000", from));
      } catch (IOException | InterruptedException e) {
        throw new AssertionError("a guess was not answered", e);
      }
      flooded.countDown();
      guess = guesses.incrementAndGet();
    }
  }

  private int signInPage(String header, String value) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(console.uri().resolve("/sign-in")).header(header, value).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private int signIn(String name, String password, String code, String from)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(console.uri().resolve("/sign-in"))
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-For", from)
            .header("Sec-Fetch-Site", "same-origin")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "name=%s&password=%s&code=%s"
                        .formatted(name, password.replace(' ', '+'), code)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
