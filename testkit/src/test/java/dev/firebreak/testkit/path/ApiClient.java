package dev.firebreak.testkit.path;

import dev.firebreak.access.ApiTokens;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that asks the API of a scene. Confined to one thread.
final class ApiClient implements AutoCloseable {
  static final String JSON = "application/json";
  private static final String BOUNDARY = "a-boundary-that-stands-in-no-file";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ConsoleScene scene;
  private final ApiTokens tokens;
  private final HttpClient client = HttpClient.newHttpClient();

  ApiClient(ConsoleScene scene) {
    this.scene = scene;
    tokens = new ApiTokens(scene.installation.control(), scene.installation.audit(), scene.clock());
  }

  /// A token of the operator of a role, whatever its scopes.
  ApiTokens.Made token(Role role, Set<Scope> scopes, Duration lasts) {
    return tokens.create(
        ConfirmedOperators.of(ConsoleScene.name(role), Role.ADMIN, scene.clock().instant()),
        "a test",
        scopes,
        lasts);
  }

  /// A token of the operator of a role with every scope.
  String token(Role role) {
    return token(role, EnumSet.allOf(Scope.class), Duration.ofDays(30)).text();
  }

  ApiTokens tokens() {
    return tokens;
  }

  /// A request with a token, and further headers in pairs.
  HttpRequest.Builder request(String path, String token, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(scene.at(path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  HttpResponse<String> get(String path, String token, String... headers) throws Exception {
    return send(request(path, token, headers).GET().build());
  }

  HttpResponse<String> get(String path, Map<String, String> query, String token) throws Exception {
    String written =
        query.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return get(path + "?" + written, token);
  }

  HttpResponse<String> post(String path, Map<String, ?> body, String token, String... headers)
      throws Exception {
    return send(
        request(path, token, headers)
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
            .build());
  }

  /// A form with texts by name, and files by name and file name.
  HttpResponse<String> form(
      String path,
      Map<String, String> texts,
      Map<String, Map<String, byte[]>> files,
      String token,
      String... headers)
      throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      part(body, text.getKey(), "", text.getValue().getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, Map<String, byte[]>> parameter : files.entrySet()) {
      for (Map.Entry<String, byte[]> file : parameter.getValue().entrySet()) {
        part(body, parameter.getKey(), "; filename=\"" + file.getKey() + "\"", file.getValue());
      }
    }
    body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        request(path, token, headers)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  private static void part(ByteArrayOutputStream body, String name, String file, byte[] content)
      throws IOException {
    body.write(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\""
                + name
                + "\""
                + file
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.write(content);
    body.write("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  static JsonNode json(HttpResponse<String> answer) {
    return MAPPER.readTree(answer.body());
  }

  /// The kind of problem that an answer is; empty text for none.
  static String problem(HttpResponse<String> answer) {
    boolean problem =
        answer
            .headers()
            .firstValue("Content-Type")
            .filter("application/problem+json"::equals)
            .isPresent();
    return problem ? json(answer).get("type").asString().replaceAll(".*:", "") : "";
  }

  static Map<String, Object> values(Object... pairs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i].toString(), pairs[i + 1]);
    }
    return values;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  URI at(String path) {
    return scene.at(path);
  }

  @Override
  public void close() {
    client.close();
  }
}
