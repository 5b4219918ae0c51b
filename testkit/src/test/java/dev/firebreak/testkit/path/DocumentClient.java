package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that knows nothing of the API but its document: where an operation is, how it is asked
/// for, what it takes. Confined to one thread.
final class DocumentClient {
  private final ApiClient client;
  private final Map<String, Described> byId = new LinkedHashMap<>();

  /// An operation as the document has it.
  private record Described(String path, String method, JsonNode operation) {}

  DocumentClient(ApiClient client) throws Exception {
    this.client = client;
    JsonNode document =
        JsonMapper.builder().build().readTree(client.get("/api/v1/openapi.json", "").body());
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        byId.put(
            method.getValue().get("operationId").asString(),
            new Described(path.getKey(), method.getKey(), method.getValue()));
      }
    }
  }

  /// What a call gives: values by parameter, and the content of files by parameter and name.
  record Given(Map<String, Object> values, Map<String, Map<String, byte[]>> files, String code) {
    static Given of(Object... pairs) {
      return new Given(ApiClient.values(pairs), Map.of(), "");
    }

    Given file(String parameter, String name, String content) {
      Map<String, Map<String, byte[]>> more = new LinkedHashMap<>(files);
      more.put(parameter, Map.of(name, content.getBytes(StandardCharsets.UTF_8)));
      return new Given(values, more, code);
    }

    Given code(String digits) {
      return new Given(values, files, digits);
    }
  }

  /// Calls an operation, which must succeed.
  HttpResponse<String> call(String id, String token, Given given) throws Exception {
    HttpResponse<String> answer = ask(id, token, given);
    assertThat(answer.statusCode()).as(id + ": " + answer.body()).isIn(200, 204);
    return answer;
  }

  HttpResponse<String> ask(String id, String token, Given given) throws Exception {
    Described described =
        Optional.ofNullable(byId.get(id))
            .orElseThrow(() -> new AssertionError("the document has no operation " + id));
    String[] headers =
        given.code().isEmpty() ? new String[0] : new String[] {"Firebreak-Code", given.code()};
    if (!given.code().isEmpty()) {
      assertThat(described.operation().get("parameters").toString()).contains("parameters/Code");
    }
    if (described.method().equals("get")) {
      Map<String, String> query = new LinkedHashMap<>();
      given.values().forEach((name, value) -> query.put(name, value.toString()));
      assertKnown(described.operation().path("parameters"), query);
      return client.get(described.path(), query, token);
    }
    JsonNode content = described.operation().get("requestBody").get("content");
    String type = given.files().isEmpty() ? "application/json" : "multipart/form-data";
    JsonNode schema = content.get(type).get("schema");
    assertFits(schema, given);
    if (given.files().isEmpty()) {
      return client.post(described.path(), given.values(), token, headers);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    given.values().forEach((name, value) -> texts.put(name, value.toString()));
    return client.form(described.path(), texts, given.files(), token, headers);
  }

  private static void assertKnown(JsonNode parameters, Map<String, String> query) {
    Map<String, JsonNode> known = new LinkedHashMap<>();
    parameters.forEach(each -> known.put(each.path("name").asString(""), each));
    assertThat(known.keySet()).containsAll(query.keySet());
    known.forEach((name, each) -> {
      if (each.path("required").asBoolean(false)) {
        assertThat(query).containsKey(name);
      }
    });
  }

  private static void assertFits(JsonNode schema, Given given) {
    JsonNode properties = schema.get("properties");
    given.values().keySet().forEach(name -> assertThat(properties.has(name)).as(name).isTrue());
    given
        .files()
        .keySet()
        .forEach(name ->
            assertThat(properties.get(name).toString()).as(name).contains("contentMediaType"));
    schema
        .path("required")
        .forEach(name ->
            assertThat(
                    given.values().containsKey(name.asString())
                        || given.files().containsKey(name.asString()))
                .as(name.asString())
                .isTrue());
  }
}
