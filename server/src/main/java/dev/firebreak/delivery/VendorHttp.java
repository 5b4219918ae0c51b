package dev.firebreak.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.util.Timeout;

/// How vendors are spoken to over HTTP, whatever is asked of them.
public final class VendorHttp {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration BODY_TIMEOUT = Duration.ofMinutes(2);
  private static final int BUFFER_BYTES = 8 << 10;
  private static final int SECONDS_DIGITS_MAX = 9;

  private VendorHttp() {}

  /// A client that follows no redirect, keeps no cookie and never sends anything twice by itself.
  ///
  /// @param answerTimeout how long an answer may take between two bytes
  public static CloseableHttpClient client(Duration answerTimeout, int connections) {
    Timeout timeout = Timeout.of(answerTimeout);
    ConnectionConfig connection =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
            .setSocketTimeout(timeout)
            .build();
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(connection)
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build())
        .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
        .setUserAgent("Firebreak")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /// Whether a request that failed so never reached the vendor.
  public static boolean neverLeft(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException
        || failure instanceof SSLHandshakeException;
  }

  /// Sends a request and reads its answer. Where reading fails the connection is cut: closing it in
  /// order would read the rest of the answer first.
  public static <T> T execute(
      CloseableHttpClient http, HttpUriRequestBase request, HttpClientResponseHandler<T> reader)
      throws IOException {
    return http.execute(
        request,
        response -> {
          try {
            return reader.handleResponse(response);
          } catch (IOException | HttpException | RuntimeException e) {
            request.cancel();
            throw e;
          }
        });
  }

  /// The body of an answer; to be read within [#execute].
  ///
  /// @throws IOException also where it is longer than so many bytes, or does not end within 2
  ///   minutes
  public static byte[] body(ClassicHttpResponse response, int bytesMax) throws IOException {
    return body(response, bytesMax, System::nanoTime);
  }

  /// @param nanos as [System#nanoTime]: the time of day may be set while an answer arrives
  static byte[] body(ClassicHttpResponse response, int bytesMax, LongSupplier nanos)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    long start = nanos.getAsLong();
    // not closed here: whoever reads the answer does, and cuts it off where this fails
    InputStream in = entity.getContent();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      body.write(buffer, 0, read);
      if (body.size() > bytesMax) {
        throw new IOException("the vendor's answer is longer than " + bytesMax + " bytes");
      }
      if (nanos.getAsLong() - start > BODY_TIMEOUT.toNanos()) {
        throw new IOException("the vendor's answer does not end within " + BODY_TIMEOUT);
      }
    }
    return body.toByteArray();
  }

  /// Seconds or an HTTP date (RFC 9110 section 10.2.3); anything else is as if it were absent.
  public static Optional<Duration> retryAfter(ClassicHttpResponse response, Clock clock) {
    Header header = response.getFirstHeader("Retry-After");
    if (header == null || header.getValue() == null) {
      return Optional.empty();
    }
    String value = header.getValue().strip();
    if (!value.isEmpty()
        && value.length() <= SECONDS_DIGITS_MAX
        && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(clock.instant(), at);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
