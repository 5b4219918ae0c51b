package dev.firebreak.testkit.mixpanel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;

/// Routes requests, and puts the faults between them and the rules. Thread-safe.
final class VendorHandler implements HttpHandler {
  private static final Set<String> INGESTION = Set.of("/import", "/track", "/engage", "/groups");

  private final Ingestion ingestion;
  private final Queries queries;
  private final Faults faults;
  private final RequestCounters counters;

  VendorHandler(Ingestion ingestion, Queries queries, Faults faults, RequestCounters counters) {
    this.ingestion = ingestion;
    this.queries = queries;
    this.faults = faults;
    this.counters = counters;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.length() > 1 && path.endsWith("/")) {
        path = path.substring(0, path.length() - 1);
      }
      if (INGESTION.contains(path)) {
        counters.start();
        ingest(exchange, path);
      } else {
        query(exchange, path);
      }
    }
  }

  private void ingest(HttpExchange exchange, String path) throws IOException {
    Optional<Fault> fault = faults.take();
    if (fault.isEmpty()) {
      answer(exchange, path, rightly(exchange, path, _ -> false), Map.of());
      return;
    }
    switch (fault.get()) {
      case Fault.Answer(int status, String body, Map<String, String> headers) -> {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        answer(exchange, path, Ingestion.Answer.text(status, body), headers);
      }
      case Fault.AnswerAfterStoring(int status, String body) -> {
        rightly(exchange, path, _ -> false);
        answer(exchange, path, Ingestion.Answer.text(status, body), Map.of());
      }
      case Fault.RefuseRecords(Predicate<String> insertIds) ->
          answer(exchange, path, rightly(exchange, path, insertIds), Map.of());
      case Fault.Delay delay -> {
        if (faults.pause(delay.duration())) {
          answer(exchange, path, rightly(exchange, path, _ -> false), Map.of());
        }
      }
      case Fault.NoAnswer() -> {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        faults.awaitClose();
      }
      case Fault.CloseWithoutAnswer() ->
          exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      case Fault.CloseAfterStoring() -> rightly(exchange, path, _ -> false);
    }
  }

  private Ingestion.Answer rightly(HttpExchange exchange, String path, Predicate<String> refuse)
      throws IOException {
    Map<String, String> query = query(exchange);
    try {
      boolean gzip =
          "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      byte[] body = RequestBody.read(exchange.getRequestBody(), gzip);
      String inQuery = query.get("data");
      byte[] json = inQuery == null ? RequestBody.json(body) : RequestBody.unwrap(inQuery);
      boolean verbose = "1".equals(query.get("verbose"));
      return switch (path) {
        case "/import" ->
            queries.allowed(authorization(exchange))
                ? ingestion.importEvents(json, "1".equals(query.get("strict")), refuse)
                : Ingestion.unauthorized();
        case "/track" -> ingestion.track(json, verbose);
        default -> ingestion.update(json, path.equals("/groups"), verbose);
      };
    } catch (RequestBody.TooLarge _) {
      return Ingestion.tooLarge();
    } catch (IllegalArgumentException _) {
      return Ingestion.error(400, "data is neither JSON nor base64");
    }
  }

  private void query(HttpExchange exchange, String path) throws IOException {
    if (!path.equals("/api/2.0/export") && !path.equals("/api/query/engage")) {
      write(exchange, Ingestion.error(404, "no such path"), Map.of());
    } else if (!queries.allowed(authorization(exchange))) {
      write(exchange, Ingestion.unauthorized(), Map.of());
    } else if (path.equals("/api/query/engage")) {
      byte[] form = RequestBody.read(exchange.getRequestBody(), false);
      String text = new String(form, StandardCharsets.UTF_8);
      write(exchange, queries.profiles(RequestBody.form(text)), Map.of());
    } else {
      export(exchange);
    }
  }

  private void export(HttpExchange exchange) throws IOException {
    Queries.Days days;
    try {
      days = Queries.Days.parse(query(exchange));
    } catch (IllegalArgumentException _) {
      String message = "from_date and to_date must be like 2025-11-09";
      write(exchange, Ingestion.error(400, message), Map.of());
      return;
    }
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    boolean gzip = accepted != null && accepted.contains("gzip");
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(200, 0);
    OutputStream raw = exchange.getResponseBody();
    try (OutputStream out = gzip ? new GZIPOutputStream(raw) : new BufferedOutputStream(raw)) {
      queries.exportEvents(days, out);
    }
  }

  static Map<String, String> query(HttpExchange exchange) {
    String raw = exchange.getRequestURI().getRawQuery();
    return raw == null ? Map.of() : RequestBody.form(raw);
  }

  private static String authorization(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? "" : header;
  }

  private void answer(
      HttpExchange exchange, String path, Ingestion.Answer answer, Map<String, String> headers)
      throws IOException {
    counters.answer(path, answer.status());
    write(exchange, answer, headers);
  }

  static void write(HttpExchange exchange, Ingestion.Answer answer, Map<String, String> headers)
      throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
