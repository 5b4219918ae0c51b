package dev.firebreak.gateway;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /metrics` in Prometheus' text format, on a listener of its own that no SDK reaches. Nothing
/// in it is from a request. Whoever reaches the address may read it. Thread-safe.
public final class MetricsListener implements AutoCloseable {
  private static final String PATH = "/metrics";

  private final SideListener listener;

  private MetricsListener(SideListener listener) {
    this.listener = listener;
  }

  /// Starts listening; port 0 takes a free one.
  ///
  /// @throws dev.firebreak.error.FirebreakException PORT_IN_USE where it can't listen there
  public static MetricsListener start(InetSocketAddress address, PrometheusRegistry metrics) {
    return new MetricsListener(
        SideListener.start(address, "metrics", "metrics.listen", new Scrape(metrics)));
  }

  /// Where it listens, as this machine reaches it.
  public URI uri() {
    return listener.uri().resolve(PATH);
  }

  @Override
  public void close() {
    listener.close();
  }

  private static final class Scrape extends Handler.Abstract {
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
    private final PrometheusRegistry metrics;

    Scrape(PrometheusRegistry metrics) {
      this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      if (!HttpMethod.GET.is(request.getMethod()) || !PATH.equals(request.getHttpURI().getPath())) {
        response.setStatus(HttpStatus.NOT_FOUND_404);
        callback.succeeded();
        return true;
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      format.write(text, metrics.scrape());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, format.getContentType());
      response.write(true, ByteBuffer.wrap(text.toByteArray()), callback);
      return true;
    }
  }
}
