package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.Role;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.config.Secret;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console with a key of its own, and without one where others could listen.
class ConsoleTlsIT {
  private static final String STORE_PASSWORD = "store-password";

  @TempDir Path folder;

  @Test
  void keyStoreMakesItSpeakTlsAndTheCookieStayThere() throws Exception {
    Path store = keyStore();
    ConsoleConfig.Tls tls = new ConsoleConfig.Tls(store, Secret.of(STORE_PASSWORD));
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.of(tls));
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(store)).build()) {
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
    ConsoleConfig.Tls tls = new ConsoleConfig.Tls(keyStore(), Secret.of("another"));
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty())) {
      InetSocketAddress free = InetSocketAddress.createUnresolved("127.0.0.1", 0);
      assertThatThrownBy(() ->
              ConsoleListener.start(scene.installation, new ConsoleConfig(free, Optional.of(tls))))
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
                scene.installation, new ConsoleConfig(everywhere, Optional.empty()));
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

  private Path keyStore() throws Exception {
    Path store = folder.resolve("console.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "console",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    return store;
  }

  private static SSLContext trusting(Path store) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      own.load(in, STORE_PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("console", own.getCertificate("console"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
