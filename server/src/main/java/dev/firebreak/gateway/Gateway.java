package dev.firebreak.gateway;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.BindingId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// The HTTP listener that SDKs are pointed at in the vendor's place. Each request goes on a virtual
/// thread of its own through the [EventPipeline] of its binding, and computes on
/// [TreatmentThreads]. Closing it lets requests that are under way finish. Thread-safe.
public final class Gateway implements AutoCloseable {
  private static final long STOP_MILLIS_MAX = 5_000;

  private final Server server;
  private final ServerConnector connector;
  private final Map<BindingId, GatewayCounters> counters;
  private final TreatmentThreads threads;

  private Gateway(
      Server server,
      ServerConnector connector,
      Map<BindingId, GatewayCounters> counters,
      TreatmentThreads threads) {
    this.server = server;
    this.connector = connector;
    this.counters = counters;
    this.threads = threads;
  }

  /// Starts with the default limits and metrics of its own.
  public static Gateway start(
      InetSocketAddress address, List<GatewayBinding> bindings, Clock clock) {
    return start(address, bindings, clock, GatewayLimits.DEFAULT, new PrometheusRegistry());
  }

  /// Starts with the default rules for clients.
  public static Gateway start(
      InetSocketAddress address,
      List<GatewayBinding> bindings,
      Clock clock,
      GatewayLimits limits,
      PrometheusRegistry metrics) {
    return start(address, bindings, clock, limits, FirebreakConfig.Clients.DEFAULT, metrics);
  }

  /// Starts listening.
  ///
  /// @param address where; port 0 takes a free one, which [#port] tells
  /// @param metrics where the gateway's metrics are registered; one gateway for each registry
  /// @throws FirebreakException PORT_IN_USE where it can't listen there
  public static Gateway start(
      InetSocketAddress address,
      List<GatewayBinding> bindings,
      Clock clock,
      GatewayLimits limits,
      FirebreakConfig.Clients clients,
      PrometheusRegistry metrics) {
    TreatmentThreads threads = new TreatmentThreads();
    SubjectLimit subjects = new SubjectLimit(clients.newSubjectsPerHour(), clock);
    GatewayMetrics named = GatewayMetrics.in(metrics);
    List<EventPipeline> pipelines =
        bindings.stream()
            .map(binding ->
                new EventPipeline(
                    binding,
                    new GatewayCounters(binding.config().id(), named),
                    clock,
                    subjects,
                    threads))
            .toList();
    GatewayHandler handler =
        new GatewayHandler(
            new BindingRoutes(pipelines),
            new BodyReader(limits, System::nanoTime),
            new Clients(clients.trustedProxies()),
            named.unknownCalls());
    Server server = server(handler);
    ServerConnector connector = connector(server, address, limits);
    listen(server, threads, address);
    Map<BindingId, GatewayCounters> counters =
        pipelines.stream()
            .map(EventPipeline::counters)
            .collect(Collectors.toUnmodifiableMap(GatewayCounters::binding, Function.identity()));
    return new Gateway(server, connector, counters, threads);
  }

  /// The port it listens on.
  public int port() {
    return connector.getLocalPort();
  }

  /// Its base address, for clients on this machine.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /// What a binding received and refused; an [IllegalArgumentException] for an unknown binding.
  public GatewayCounters counters(BindingId binding) {
    GatewayCounters found = counters.get(binding);
    if (found == null) {
      throw new IllegalArgumentException("no binding is named " + binding);
    }
    return found;
  }

  @Override
  public void close() {
    stop(server);
    threads.close();
  }

  private static void listen(Server server, TreatmentThreads threads, InetSocketAddress address) {
    try {
      listen(server, address, "gateway.listen");
    } catch (RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  private static Server server(GatewayHandler handler) {
    QueuedThreadPool threads = new QueuedThreadPool(16, 4);
    threads.setName("gateway");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("gateway-"));
    Server server = new Server(threads);
    server.setHandler(new GracefulHandler(handler));
    server.setErrorHandler(new BareErrors());
    server.setStopTimeout(STOP_MILLIS_MAX);
    return server;
  }

  private static ServerConnector connector(
      Server server, InetSocketAddress address, GatewayLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(limits.headerBytesMax());
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    // Paths are only compared, never resolved; SDKs double slashes where a base address ends in
    // one.
    http.setUriCompliance(UriCompliance.UNSAFE);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connectionsMax(), connector));
    return connector;
  }

  /// Starts a server; `setting` is the one that says where it listens.
  static void listen(Server server, InetSocketAddress address, String setting) {
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      if (isBindFailure(e)) {
        throw new FirebreakException(
            ErrorCode.PORT_IN_USE,
            "cannot listen on %s port %d: another process listens there, or the address is none of"
                    .formatted(address.getHostString(), address.getPort())
                + " this machine's; stop that process or set `"
                + setting
                + "` in firebreak.yaml to another",
            e);
      }
      throw new IllegalStateException("the listener of " + setting + " could not start", e);
    }
  }

  private static boolean isBindFailure(@Nullable Throwable cause) {
    return cause != null && (cause instanceof BindException || isBindFailure(cause.getCause()));
  }

  static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the gateway could not stop", e);
    }
  }
}
