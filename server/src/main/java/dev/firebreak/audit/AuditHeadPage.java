package dev.firebreak.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Publishes the newest signed head and its key, for anybody to keep:
///
/// ```
/// GET /.well-known/firebreak-audit-head       as SignedHeads has it, one line
/// GET /.well-known/firebreak-audit-key.pem    what checks it
/// ```
///
/// Everything else is left to other handlers. Thread-safe.
public final class AuditHeadPage extends Handler.Abstract {
  static final String HEAD = "/.well-known/firebreak-audit-head";
  static final String KEY = "/.well-known/firebreak-audit-key.pem";

  private final AuditHeads heads;

  public AuditHeadPage(AuditHeads heads) {
    this.heads = heads;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getPath();
    if (!HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    if (HEAD.equals(path)) {
      Optional<SignedHead> newest = heads.newest();
      write(
          response,
          callback,
          "application/json",
          newest.map(head -> SignedHeads.lines(List.of(head))).orElse(""));
      return true;
    }
    if (KEY.equals(path)) {
      write(response, callback, "application/x-pem-file", heads.key().pem());
      return true;
    }
    return false;
  }

  private static void write(Response response, Callback callback, String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=60");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
