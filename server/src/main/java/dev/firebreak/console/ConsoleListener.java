package dev.firebreak.console;

import dev.firebreak.access.AccessServices;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.pseudonym.CleartextAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// The console at its own address. Thread-safe.
public final class ConsoleListener implements AutoCloseable {
  private final SideListener listener;
  private final ConsoleConfig config;
  private final ConsolePages pages;

  private ConsoleListener(SideListener listener, ConsoleConfig config, ConsolePages pages) {
    this.listener = listener;
    this.config = config;
    this.pages = pages;
  }

  /// Starts it with pages alone.
  ///
  /// @param path the event path that runs here; empty for none
  /// @throws FirebreakException PORT_IN_USE, or CONFIG_INVALID for a key store that cannot be read
  public static ConsoleListener start(
      Installation installation, Optional<EventPath> path, ConsoleConfig config) {
    return start(installation, path, config, List.of());
  }

  /// Starts it.
  ///
  /// @param path the event path that runs here; empty for none
  /// @param others that are asked before the pages, and leave alone what is not theirs
  /// @throws FirebreakException PORT_IN_USE, or CONFIG_INVALID for a key store that cannot be read
  public static ConsoleListener start(
      Installation installation,
      Optional<EventPath> path,
      ConsoleConfig config,
      List<Handler> others) {
    return start(installation, path, config, others, false);
  }

  /// Starts it on invented data: at a free port that only this machine reaches, and every page says
  /// that what it shows is invented.
  ///
  /// @throws FirebreakException PORT_IN_USE where no port is free
  public static ConsoleListener demonstration(Installation installation) {
    InetSocketAddress anyPort = InetSocketAddress.createUnresolved("127.0.0.1", 0);
    ConsoleConfig config = new ConsoleConfig(anyPort, Optional.empty());
    return start(installation, Optional.empty(), config, List.of(), true);
  }

  private static ConsoleListener start(
      Installation installation,
      Optional<EventPath> path,
      ConsoleConfig config,
      List<Handler> others,
      boolean demonstration) {
    AccessServices access = installation.access();
    ConsolePages pages = new ConsolePages(installation, path, demonstration);
    Console console =
        new Console(
            pages,
            new AccessForms(access, pages, config, new SignInPace(installation.clock())),
            access.sessions(),
            installation.audit(),
            new Clients(installation.config().clients().trustedProxies()),
            config.onThisMachine());
    List<Handler> handlers = new ArrayList<>(others);
    handlers.add(console);
    return new ConsoleListener(
        SideListener.start(
            config.listen(),
            "console",
            "console.listen",
            new Handler.Sequence(handlers),
            config.tls().map(ConsoleListener::tls)),
        config,
        pages);
  }

  /// Where it listens, as this machine reaches it.
  public URI uri() {
    return listener.uri();
  }

  /// What operators type into their browsers; empty where nobody said.
  public Optional<URI> address() {
    return config.addressAt(listener.uri().getPort());
  }

  @Override
  public void close() {
    listener.close();
    pages.close();
  }

  private static SslContextFactory.Server tls(ConsoleConfig.Tls tls) {
    String password = tls.password().reveal(CleartextAccess.KEY_USE);
    SslContextFactory.Server factory = new SslContextFactory.Server();
    try (InputStream in = Files.newInputStream(tls.keyStore())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      factory.setKeyStore(keys);
      factory.setKeyStorePassword(password);
      factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      return factory;
    } catch (IOException | GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          "console.key-store cannot be read: it must be a PKCS #12 file with one key, and"
              + " `console.key-store-password` the password of both",
          e);
    }
  }
}
