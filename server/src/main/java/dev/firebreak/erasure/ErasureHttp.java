package dev.firebreak.erasure;

import dev.firebreak.delivery.VendorHttp;
import dev.firebreak.digest.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Requests to erasure interfaces: answers are bounded in size, depth and time, and believed in
/// their shape alone. Thread-safe.
final class ErasureHttp implements AutoCloseable {
  private static final int BODY_BYTES_MAX = 4 << 20;
  private static final int DEPTH_MAX = 32;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int CONNECTIONS_MAX = 1;
  private static final Pattern TRACKING = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .build();

  private final Clock clock;
  private final CloseableHttpClient http;
  private final String authorization;

  /// @param authorization the header's value; never logged
  ErasureHttp(String authorization, Clock clock) {
    this.clock = clock;
    this.authorization = authorization;
    http = VendorHttp.client(ANSWER_TIMEOUT, CONNECTIONS_MAX);
  }

  static String bearer(String token) {
    return "Bearer " + token;
  }

  /// @param pair as `key:secret`
  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  static String inUrl(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /// A tracking id that a vendor may have; empty where the node has none of that shape.
  static Optional<String> tracking(JsonNode node) {
    String text = node.isString() || node.isIntegralNumber() ? node.asString() : "";
    return TRACKING.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /// That a request was taken under this tracking id; without one nobody knows.
  static ErasureAnswer accepted(Optional<String> tracking) {
    return tracking
        .<ErasureAnswer>map(ErasureAnswer.Accepted::new)
        .orElseGet(ErasureAnswer.Unknown::new);
  }

  /// An answer of status 2xx.
  ///
  /// @param json its body; missing where that is no JSON
  /// @param empty whether there is no body
  /// @param sha256 of its body
  record Reply(JsonNode json, boolean empty, String sha256) {}

  ErasureAnswer post(URI uri, Object body, Function<Reply, ErasureAnswer> reader) {
    HttpPost request = new HttpPost(uri);
    request.setEntity(
        new ByteArrayEntity(JSON.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
    return exchange(request, reader);
  }

  ErasureAnswer get(URI uri, Function<Reply, ErasureAnswer> reader) {
    return exchange(new HttpGet(uri), reader);
  }

  private ErasureAnswer exchange(
      HttpUriRequestBase request, Function<Reply, ErasureAnswer> reader) {
    request.setHeader("Authorization", authorization);
    request.setHeader("Accept", "application/json");
    try {
      return VendorHttp.execute(http, request, response -> read(response, reader));
    } catch (IOException e) {
      return VendorHttp.neverLeft(e)
          ? new ErasureAnswer.Later(ErasureAnswer.Why.UNREACHABLE, Optional.empty())
          : new ErasureAnswer.Unknown();
    } catch (IllegalStateException e) {
      // what the client throws once it is closed
      return new ErasureAnswer.Unknown();
    }
  }

  private ErasureAnswer read(ClassicHttpResponse response, Function<Reply, ErasureAnswer> reader)
      throws IOException {
    int status = response.getCode();
    byte[] body = VendorHttp.body(response, BODY_BYTES_MAX);
    Optional<Duration> after = VendorHttp.retryAfter(response, clock);
    return switch (status) {
      case 200, 201, 202, 204 ->
          reader.apply(new Reply(json(body), body.length == 0, Sha256.hex(body)));
      case 401, 403 -> new ErasureAnswer.Later(refusal(body), after);
      case 404, 410 -> new ErasureAnswer.Lost();
      case 408, 425, 429 -> new ErasureAnswer.Later(ErasureAnswer.Why.THROTTLED, after);
      case 503 -> new ErasureAnswer.Later(ErasureAnswer.Why.UNREACHABLE, after);
      case 400, 409, 413, 422 -> new ErasureAnswer.Refused("status " + status);
      default -> new ErasureAnswer.Unknown();
    };
  }

  /// Google refuses with 403 too once the quota of the day is used up, and says so by the error's
  /// domain.
  private static ErasureAnswer.Why refusal(byte[] body) {
    String domain = json(body).path("error").path("errors").path(0).path("domain").asString("");
    return domain.equals("usageLimits")
        ? ErasureAnswer.Why.THROTTLED
        : ErasureAnswer.Why.CREDENTIAL_REFUSED;
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
