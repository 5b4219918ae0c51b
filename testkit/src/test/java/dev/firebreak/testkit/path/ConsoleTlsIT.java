package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.Role;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.config.Secret;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.testkit.tls.LoopbackKey;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console with a key of its own, and without one where others could listen.
class ConsoleTlsIT {
  @TempDir Path folder;

  @Test
  void keyStoreMakesItSpeakTlsAndTheCookieStayThere() throws Exception {
    LoopbackKey key = LoopbackKey.make(folder);
    ConsoleConfig.Tls tls = new ConsoleConfig.Tls(key.store(), Secret.of(key.password()));
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.of(tls));
        HttpClient client = HttpClient.newBuilder().sslContext(key.client()).build()) {
      assertThat(scene.console.uri()).hasScheme("https");
      String fields =
          "name=admin&password="
              + ConsoleScene.PASSWORD.replace(' ', '+')
              + "&code="
              + scene.code(Role.ADMIN);
      HttpRequest signIn =
          HttpRequest.newBuilder(scene.at("/sign-in"))
              .header("Sec-Fetch-Site", "same-origin")
              .POST(HttpRequest.BodyPublishers.ofString(fields))
              .build();
      HttpResponse<Void> answer = client.send(signIn, HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-firebreak=")
          .endsWith("; Secure");
    }
  }

  @Test
  void wrongPasswordOfTheKeyStoreStopsTheStart() throws Exception {
    ConsoleConfig.Tls tls =
        new ConsoleConfig.Tls(LoopbackKey.make(folder).store(), Secret.of("another"));
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty())) {
      InetSocketAddress free = InetSocketAddress.createUnresolved("127.0.0.1", 0);
      assertThatThrownBy(() ->
              ConsoleListener.start(
                  scene.installation, Optional.empty(), new ConsoleConfig(free, Optional.of(tls))))
          .isInstanceOfSatisfying(
              FirebreakException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }
  }

  @Test
  void plainRequestsAreRefusedWhereOthersCouldListen() throws Exception {
    InetSocketAddress everywhere = InetSocketAddress.createUnresolved("0.0.0.0", 0);
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty());
        ConsoleListener open =
            ConsoleListener.start(
                scene.installation,
                Optional.empty(),
                new ConsoleConfig(everywhere, Optional.empty()));
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest plain =
          HttpRequest.newBuilder(open.uri().resolve("/sign-in"))
              .header("X-Forwarded-Proto", "https")
              .build();
      HttpResponse<String> answer = client.send(plain, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("Only over HTTPS").doesNotContain("<input id");
    }
  }
}
