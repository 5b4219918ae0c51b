package dev.firebreak.gateway;

import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A listener beside the gateway's, with few threads and an address of its own. Its error answers
/// repeat nothing of a request. Thread-safe.
public final class SideListener implements AutoCloseable {
  private static final int THREADS_MAX = 8;

  private final Server server;
  private final ServerConnector connector;

  private SideListener(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /// Starts listening; port 0 takes a free one.
  ///
  /// @param name of its threads
  /// @param setting that has the address
  /// @throws dev.firebreak.error.FirebreakException PORT_IN_USE where it can't listen there
  public static SideListener start(
      InetSocketAddress address, String name, String setting, Handler handler) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 1);
    threads.setName(name);
    threads.setDaemon(true);
    Server server = new Server(threads);
    server.setHandler(handler);
    server.setErrorHandler(new BareErrors());
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    server.addConnector(connector);
    Gateway.listen(server, address, setting);
    return new SideListener(server, connector);
  }

  /// Where it listens, as this machine reaches it.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    Gateway.stop(server);
  }
}
