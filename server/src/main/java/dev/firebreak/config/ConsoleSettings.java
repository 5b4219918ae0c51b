package dev.firebreak.config;

import dev.firebreak.yaml.YamlSection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Reads the section `console` of the settings.
final class ConsoleSettings {
  private static final InetSocketAddress NOWHERE =
      InetSocketAddress.createUnresolved("127.0.0.1", 0);

  private final Path folder;
  private final ErasurePlaces.Secrets secrets;
  private final Function<String, InetSocketAddress> address;

  ConsoleSettings(
      Path folder, ErasurePlaces.Secrets secrets, Function<String, InetSocketAddress> address) {
    this.folder = folder;
    this.secrets = secrets;
    this.address = address;
  }

  /// @param clients whose proxies may speak TLS for it
  Optional<ConsoleConfig> read(YamlSection root, FirebreakConfig.Clients clients) {
    return root.section("console").map(section -> console(section, clients));
  }

  private ConsoleConfig console(YamlSection section, FirebreakConfig.Clients clients) {
    Optional<Path> keyStore = section.optionalText("key-store").map(folder::resolve);
    ConsoleConfig console =
        new ConsoleConfig(
            section.required("listen", "HOST:PORT", address, NOWHERE),
            keyStore.map(file ->
                new ConsoleConfig.Tls(
                    file, secrets.read(section, "key-store-password", "console"))),
            section.optional(
                "address", "https://NAME, or http://localhost:PORT", ConsoleSettings::origin));
    section.finish();
    if (!console.onThisMachine() && keyStore.isEmpty() && clients.trustedProxies().isEmpty()) {
      section.problem(
          "listen",
          "is reached from other machines, and passwords do not travel in clear text: set"
              + " `key-store`, or `gateway.trusted-proxies` to the proxy that speaks TLS for it, or"
              + " listen on 127.0.0.1");
    }
    return console;
  }

  /// Browsers show passwords' and passkeys' owners by name, and take neither without TLS but on the
  /// machine itself.
  private static URI origin(String text) {
    URI uri = URI.create(text);
    String host = uri.getHost();
    boolean bare =
        "".equals(uri.getRawPath()) && uri.getRawQuery() == null && uri.getRawUserInfo() == null;
    boolean safe =
        "https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && "localhost".equals(host));
    if (host == null || !bare || !safe) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }
}
