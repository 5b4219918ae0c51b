package dev.firebreak.webhook;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.config.TrustedCertificates;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/// Sends messages. It follows no redirect, keeps no cookie and no connection, reads nothing of an
/// answer but its status, and ends after a while whatever the receiver does. Thread-safe.
final class WebhookSender implements AutoCloseable {
  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";

  private static final int GONE = 410;
  private static final int CONNECTIONS_MAX = 64;

  private final Clock clock;
  private final Duration timeLimit;
  private final ScheduledExecutorService limits;
  private final CloseableHttpClient secure;
  private final CloseableHttpClient plain;

  /// @param timeLimit for one attempt, from look-up to status
  WebhookSender(FirebreakConfig.Webhooks settings, Clock clock, Duration timeLimit) {
    this.clock = clock;
    this.timeLimit = timeLimit;
    limits =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-limits").factory());
    PoolingHttpClientConnectionManagerBuilder tls =
        connections(new ReachableAddresses(false, settings.privateNetworks()));
    settings
        .trusted()
        .map(file -> TrustedCertificates.context(file, "webhooks.trusted-certificates"))
        .ifPresent(context -> tls.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
    secure = client(tls);
    plain = client(connections(new ReachableAddresses(true, settings.privateNetworks())));
  }

  /// What became of an attempt.
  ///
  /// @param status of the answer; 0 where there was none
  record Answer(Kind kind, int status) {
    enum Kind {
      DELIVERED,
      /// An answer other than 2xx.
      REFUSED,
      /// The receiver says that there is nobody any more (410).
      GONE,
      TIMEOUT,
      UNREACHABLE,
      TLS,
      /// The name leads to an address that may not be reached.
      NOT_ALLOWED
    }
  }

  Answer send(URI url, WebhookSecret secret, WebhookMessage message) {
    Instant now = clock.instant();
    HttpHost target = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
    HttpPost request = new HttpPost(url);
    request.setHeader(ID, message.id());
    request.setHeader(TIMESTAMP, Long.toString(now.getEpochSecond()));
    request.setHeader(SIGNATURE, secret.sign(message.id(), now, message.body()));
    request.setEntity(new StringEntity(message.body(), ContentType.APPLICATION_JSON));
    Future<?> end = limits.schedule(request::cancel, timeLimit.toMillis(), TimeUnit.MILLISECONDS);
    try (ClassicHttpResponse response =
        ("https".equals(url.getScheme()) ? secure : plain).executeOpen(target, request, null)) {
      return answered(response.getCode());
    } catch (IOException e) {
      return new Answer(request.isCancelled() ? Answer.Kind.TIMEOUT : kind(e), 0);
    } finally {
      end.cancel(false);
    }
  }

  private static Answer answered(int status) {
    if (status / 100 == 2) {
      return new Answer(Answer.Kind.DELIVERED, status);
    }
    return new Answer(status == GONE ? Answer.Kind.GONE : Answer.Kind.REFUSED, status);
  }

  private static Answer.Kind kind(IOException failure) {
    return switch (failure) {
      case ReachableAddresses.NotAllowed _ -> Answer.Kind.NOT_ALLOWED;
      case InterruptedIOException _ -> Answer.Kind.TIMEOUT;
      case SSLException _ -> Answer.Kind.TLS;
      default -> Answer.Kind.UNREACHABLE;
    };
  }

  private PoolingHttpClientConnectionManagerBuilder connections(ReachableAddresses addresses) {
    Timeout timeout = Timeout.of(timeLimit);
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(addresses)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(timeout).setSocketTimeout(timeout).build())
        .setMaxConnTotal(CONNECTIONS_MAX)
        .setMaxConnPerRoute(CONNECTIONS_MAX);
  }

  private CloseableHttpClient client(PoolingHttpClientConnectionManagerBuilder connections) {
    return HttpClients.custom()
        .setConnectionManager(connections.build())
        .setConnectionReuseStrategy((_, _, _) -> false)
        .setDefaultRequestConfig(
            RequestConfig.custom().setResponseTimeout(Timeout.of(timeLimit)).build())
        .setUserAgent("Firebreak")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  @Override
  public void close() {
    limits.shutdownNow();
    secure.close(CloseMode.IMMEDIATE);
    plain.close(CloseMode.IMMEDIATE);
  }
}
