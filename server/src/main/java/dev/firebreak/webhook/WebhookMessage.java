package dev.firebreak.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What is told, the same bytes to everybody and at every attempt. There are ids, times and counts
/// in it, nothing about a person. Immutable.
///
/// @param id the same for the same event, so that receivers know what they have
/// @param body `{"type", "timestamp", "data"}`
record WebhookMessage(String id, WebhookEvent event, Instant at, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ID_DIGITS = 32;

  /// @param identity what makes this event this one and no other
  /// @param data ids, times and counts
  static WebhookMessage of(
      WebhookEvent event, String identity, Instant at, Map<String, Object> data) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", event.key());
    document.put("timestamp", at.toString());
    document.put("data", data);
    return new WebhookMessage(
        id(event.key() + "\n" + identity), event, at, JSON.writeValueAsString(document));
  }

  private static String id(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return "msg_" + HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
