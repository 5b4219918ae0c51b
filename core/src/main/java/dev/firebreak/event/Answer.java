package dev.firebreak.event;

import java.nio.charset.StandardCharsets;

/// An HTTP answer, to the byte.
///
/// @param status HTTP status
/// @param contentType value of `Content-Type`
/// @param body its bytes; not copied
public record Answer(int status, String contentType, byte[] body) {
  private static final String TEXT = "text/plain;charset=utf-8";
  private static final String JSON = "application/json";

  static Answer text(int status, String body) {
    return new Answer(status, TEXT, body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer json(int status, String body) {
    return new Answer(status, JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  /// The body as text, for tests and tools.
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
