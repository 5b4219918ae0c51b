package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Reads Mixpanel's answers: `/import` tells refused records apart by index; `/engage` and
/// `/groups` say 200 even to what they refuse, and only the body tells. Thread-safe.
final class MixpanelAnswers {
  private static final int BODY_BYTES_MAX = 4 << 20;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Clock clock;

  MixpanelAnswers(Clock clock) {
    this.clock = clock;
  }

  VendorAnswer read(MessageKind kind, ClassicHttpResponse response) throws IOException {
    int status = response.getCode();
    return switch (status) {
      case 200 -> accepted(kind, body(response));
      case 400 -> refused(kind, body(response));
      case 401, 403 -> new VendorAnswer.CredentialRefused(status);
      case 413 -> new VendorAnswer.TooLarge();
      case 422 -> new VendorAnswer.Refused(status);
      case 429 -> new VendorAnswer.Throttled(retryAfter(response));
      // 404 and the like say that the address is wrong, not the records
      default -> new VendorAnswer.Failed(status, retryAfter(response));
    };
  }

  private static VendorAnswer accepted(MessageKind kind, byte[] body) throws IOException {
    if (kind == MessageKind.EVENT) {
      return new VendorAnswer.Taken();
    }
    JsonNode json = parse(body);
    if (json.isInt()) {
      return json.intValue() == 1 ? new VendorAnswer.Taken() : new VendorAnswer.Refused(200);
    }
    if (!json.has("status")) {
      throw new IOException("a verbose answer without a status");
    }
    return json.path("status").asInt(0) == 1
        ? new VendorAnswer.Taken()
        : new VendorAnswer.Refused(200);
  }

  private static VendorAnswer refused(MessageKind kind, byte[] body) {
    Set<Integer> places = new HashSet<>();
    try {
      for (JsonNode failed : parse(body).path("failed_records")) {
        if (!failed.path("index").isInt()) {
          return new VendorAnswer.Refused(400);
        }
        places.add(failed.path("index").intValue());
      }
    } catch (IOException _) {
      return new VendorAnswer.Refused(400);
    }
    return kind == MessageKind.EVENT && !places.isEmpty()
        ? new VendorAnswer.PartlyTaken(places)
        : new VendorAnswer.Refused(400);
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IOException("the vendor's answer is no JSON", e);
    }
  }

  private static byte[] body(ClassicHttpResponse response) throws IOException {
    return VendorHttp.body(response, BODY_BYTES_MAX);
  }

  private Optional<Duration> retryAfter(ClassicHttpResponse response) {
    return VendorHttp.retryAfter(response, clock);
  }
}
