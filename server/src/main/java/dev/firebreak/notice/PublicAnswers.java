package dev.firebreak.notice;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What the listeners of notices answer alike.
final class PublicAnswers {
  private PublicAnswers() {}

  /// Headers of everything that a browser may show.
  ///
  /// @param policy the Content-Security-Policy
  static void guard(Response response, String policy) {
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    response.getHeaders().put("Content-Security-Policy", policy);
  }

  static void write(Response response, Callback callback, String type, byte[] body) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /// Nothing but a status.
  static void empty(Response response, Callback callback, int status) {
    response.setStatus(status);
    callback.succeeded();
  }

  static void tooManyTries(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, "60");
    empty(response, callback, HttpStatus.TOO_MANY_REQUESTS_429);
  }
}
