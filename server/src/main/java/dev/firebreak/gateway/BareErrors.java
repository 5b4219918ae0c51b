package dev.firebreak.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Error answers that repeat nothing of the request and name no product.
final class BareErrors extends ErrorHandler {
  private static final String WORDS = "this request could not be read";

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.write(true, words(), callback);
  }

  private static ByteBuffer words() {
    return ByteBuffer.wrap(WORDS.getBytes(StandardCharsets.UTF_8));
  }
}
