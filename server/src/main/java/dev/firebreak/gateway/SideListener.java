package dev.firebreak.gateway;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A listener beside the gateway's, with few threads and an address of its own. Its error answers
/// repeat nothing of a request. Thread-safe.
public final class SideListener implements AutoCloseable {
  private static final int THREADS_MAX = 8;

  private final Server server;
  private final ServerConnector connector;
  private final boolean secure;

  private SideListener(Server server, ServerConnector connector, boolean secure) {
    this.server = server;
    this.connector = connector;
    this.secure = secure;
  }

  /// Starts listening; port 0 takes a free one.
  ///
  /// @param name of its threads
  /// @param setting that has the address
  /// @throws dev.firebreak.error.FirebreakException PORT_IN_USE where it can't listen there
  public static SideListener start(
      InetSocketAddress address, String name, String setting, Handler handler) {
    return start(address, name, setting, handler, Optional.empty());
  }

  /// Starts listening, with TLS where there is a key for it.
  ///
  /// @param name of its threads
  /// @param setting that has the address
  /// @throws dev.firebreak.error.FirebreakException PORT_IN_USE where it can't listen there
  public static SideListener start(
      InetSocketAddress address,
      String name,
      String setting,
      Handler handler,
      Optional<SslContextFactory.Server> tls) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 1);
    threads.setName(name);
    threads.setDaemon(true);
    Server server = new Server(threads);
    server.setHandler(handler);
    server.setErrorHandler(new BareErrors());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    if (tls.isPresent()) {
      // a certificate names hosts, and whoever connects by an address checks it by themselves
      http.addCustomizer(new SecureRequestCustomizer(false));
    }
    HttpConnectionFactory connections = new HttpConnectionFactory(http);
    ServerConnector connector =
        tls.map(key ->
                new ServerConnector(
                    server, 1, 1, AbstractConnectionFactory.getFactories(key, connections)))
            .orElseGet(() -> new ServerConnector(server, 1, 1, connections));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    server.addConnector(connector);
    Gateway.listen(server, address, setting);
    return new SideListener(server, connector, tls.isPresent());
  }

  /// Where it listens, as this machine reaches it.
  public URI uri() {
    return URI.create((secure ? "https" : "http") + "://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    Gateway.stop(server);
  }
}
