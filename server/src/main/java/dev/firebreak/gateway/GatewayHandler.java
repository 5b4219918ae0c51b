package dev.firebreak.gateway;

import dev.firebreak.event.Answer;
import dev.firebreak.event.InboundRequest;
import dev.firebreak.event.RequestMemory;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns HTTP into [InboundRequest]s and [Answer]s into HTTP. It logs nothing of a request: not its
/// target, not a header, not where it came from, and no exception's message.
final class GatewayHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);
  private static final Pattern SLASHES = Pattern.compile("/{2,}");

  private final BindingRoutes routes;
  private final BodyReader bodies;
  private final Clients clients;
  private final Counter unknownCalls;

  GatewayHandler(BindingRoutes routes, BodyReader bodies, Clients clients, Counter unknownCalls) {
    this.routes = routes;
    this.bodies = bodies;
    this.clients = clients;
    this.unknownCalls = unknownCalls;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    String host = Optional.ofNullable(Request.getServerName(request)).orElse("");
    Optional<BindingRoutes.Route> route =
        routes.find(host, path == null ? "/" : SLASHES.matcher(path).replaceAll("/"));
    if (route.isEmpty()) {
      unknownCalls.inc();
      response.setStatus(HttpStatus.NOT_FOUND_404);
      callback.succeeded();
    } else if (HttpMethod.OPTIONS.is(request.getMethod())) {
      answerPreflight(route.get(), request, response, callback);
    } else {
      answer(route.get(), request, response, callback);
    }
    return true;
  }

  private void answerPreflight(
      BindingRoutes.Route route, Request request, Response response, Callback callback) {
    Cors.allowPreflight(
        route.pipeline().binding().config().allowedOrigins(),
        request.getHeaders(),
        response.getHeaders());
    response.setStatus(HttpStatus.NO_CONTENT_204);
    callback.succeeded();
  }

  private void answer(
      BindingRoutes.Route route, Request request, Response response, Callback callback) {
    EventPipeline pipeline = route.pipeline();
    try {
      Answer answer = answer(pipeline, request, route.path());
      response.setStatus(answer.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      Cors.allow(
          pipeline.binding().config().allowedOrigins(),
          request.getHeaders(),
          response.getHeaders());
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
    } catch (IOException clientGone) {
      callback.failed(new QuietException.Exception(clientGone));
    }
  }

  private Answer answer(EventPipeline pipeline, Request request, String path) throws IOException {
    try (BodyReader.Room room = bodies.room();
        InputStream in = Request.asInputStream(request)) {
      return switch (room.read(in)) {
        case BodyReader.Body.Whole(byte[] bytes) ->
            pipeline.answer(inbound(request, path, bytes, room), clients.of(request));
        case BodyReader.Body.TooLarge(long bytes) ->
            pipeline.answerTooLarge(head(request, path), bytes);
        case BodyReader.Body.Late() -> pipeline.refuse(head(request, path), RefusalReason.TIMEOUT);
        case BodyReader.Body.NoRoom() -> pipeline.refuse(head(request, path), RefusalReason.BUSY);
      };
    } catch (RuntimeException | Error defect) {
      logDefect(pipeline, defect);
      return pipeline.refuse(head(request, path), RefusalReason.FAILURE);
    }
  }

  /// A defect of ours costs its request, not the listener: SDKs lose data on a refused connection.
  /// None may reach Jetty, errors included, since it would log the request's target.
  private static void logDefect(EventPipeline pipeline, Throwable defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    LOG.atError()
        .addKeyValue("binding", pipeline.binding().config().id())
        .addKeyValue("cause", defect.getClass().getName())
        .addKeyValue("at", trace.length == 0 ? "unknown" : trace[0])
        .log("RequestFailed");
  }

  private static InboundRequest head(Request request, String path) {
    return inbound(request, path, new byte[0], RequestMemory.UNLIMITED);
  }

  private static InboundRequest inbound(
      Request request, String path, byte[] body, RequestMemory memory) {
    String query = request.getHttpURI().getQuery();
    return new InboundRequest(
        request.getMethod(),
        path,
        query == null ? "" : query,
        name -> Optional.ofNullable(request.getHeaders().get(name)),
        body,
        memory);
  }
}
