package dev.firebreak.testkit.mixpanel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/app/data-deletions/v3.0/`: takes tasks and tells how far they are. Thread-safe.
final class DeletionHandler implements HttpHandler {
  static final String PATH = "/api/app/data-deletions/v3.0";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String token;
  private final String credential;
  private final Deletions deletions;

  /// @param credential what `Authorization: Bearer` must name
  DeletionHandler(String token, String credential, Deletions deletions) {
    this.token = token;
    this.credential = credential;
    this.deletions = deletions;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = RequestBody.read(exchange.getRequestBody(), false);
      Optional<Fault> fault = deletions.faults().take();
      if (fault.isEmpty()) {
        VendorHandler.write(exchange, rightly(exchange, body), Map.of());
        return;
      }
      switch (fault.get()) {
        case Fault.Answer(int status, String text, Map<String, String> headers) ->
            VendorHandler.write(exchange, Ingestion.Answer.text(status, text), headers);
        case Fault.AnswerAfterStoring(int status, String text) -> {
          rightly(exchange, body);
          VendorHandler.write(exchange, Ingestion.Answer.text(status, text), Map.of());
        }
        case Fault.CloseAfterStoring() -> rightly(exchange, body);
        case Fault.Delay delay -> {
          if (deletions.faults().pause(delay.duration())) {
            VendorHandler.write(exchange, rightly(exchange, body), Map.of());
          }
        }
        case Fault.NoAnswer() -> deletions.faults().awaitClose();
        case Fault.CloseWithoutAnswer _, Fault.RefuseRecords _ -> {}
      }
    }
  }

  private Ingestion.Answer rightly(HttpExchange exchange, byte[] body) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + credential).equals(authorization)
        || !token.equals(VendorHandler.query(exchange).get("token"))) {
      return Ingestion.unauthorized();
    }
    String tail = exchange.getRequestURI().getPath().substring(PATH.length()).replace("/", "");
    if (exchange.getRequestMethod().equals("POST") && tail.isEmpty()) {
      return take(body);
    }
    return tail.isEmpty()
        ? Ingestion.error(404, "no such path")
        : result("status", deletions.status(tail));
  }

  private Ingestion.Answer take(byte[] body) {
    List<String> ids = new ArrayList<>();
    try {
      for (JsonNode id : JSON.readTree(body).path("distinct_ids")) {
        ids.add(id.asString());
      }
    } catch (JacksonException _) {
      return Ingestion.error(400, "no JSON");
    }
    return deletions
        .take(ids)
        .map(id -> result("task_id", id))
        .orElseGet(() -> Ingestion.error(400, "distinct_ids"));
  }

  private static Ingestion.Answer result(String key, String value) {
    var body = JSON.createObjectNode();
    body.put("status", "ok").putObject("results").put(key, value);
    return Ingestion.Answer.json(200, body);
  }
}
