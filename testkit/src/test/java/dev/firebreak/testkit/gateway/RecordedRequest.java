package dev.firebreak.testkit.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// One line of a fixture: a request that a real SDK sent, what it means and what it was answered.
record RecordedRequest(String name, JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The recording's decoder knew no surrogate halves, as mixpanel-browser's base64 holds them; the
  /// text that was sent ends in this one character.
  private static final String MANGLED = "\uFFFD".repeat(6);

  private static final String FOX = "\uD83E\uDD8A";
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "connection", "content-length");

  static List<RecordedRequest> of(String fixture) {
    String path = "/fixtures/" + fixture + ".ndjson";
    try (InputStream in = RecordedRequest.class.getResourceAsStream(path)) {
      String text =
          new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
      List<RecordedRequest> requests = new ArrayList<>();
      for (String line : text.lines().toList()) {
        JsonNode json = MAPPER.readTree(line.replace(MANGLED, FOX));
        String name =
            "%s-%02d-%s%s"
                .formatted(
                    fixture,
                    requests.size(),
                    json.get("method").stringValue().toLowerCase(java.util.Locale.ROOT),
                    json.get("path").stringValue().replace('/', '-').replaceAll("-$", ""));
        requests.add(new RecordedRequest(name, json));
      }
      return requests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  String method() {
    return json.get("method").stringValue();
  }

  String path() {
    return json.get("path").stringValue();
  }

  String recordedAnswer() {
    return json.get("response").get("body").stringValue();
  }

  /// The messages that it carries, as the recording's own decoder read them.
  List<JsonNode> messages() {
    JsonNode decoded = json.get("body_decoded");
    if (!decoded.isObject()) {
      return List.of();
    }
    JsonNode data = decoded.has("data") ? decoded.get("data") : decoded.get("query_data");
    if (data == null) {
      return List.of();
    }
    return data.isArray() ? List.copyOf(data.values()) : List.of(data);
  }

  /// The request again, to another base address.
  HttpRequest at(URI base) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path() + query()));
    json.get("headers")
        .properties()
        .forEach(header -> {
          if (!SET_BY_CLIENT.contains(header.getKey())) {
            request.header(header.getKey(), header.getValue().stringValue());
          }
        });
    byte[] body = Base64.getDecoder().decode(json.get("body_base64").stringValue());
    return request
        .method(
            method(),
            body.length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /// mixpanel-node leaves base64 in a query unescaped; mixpanel-browser escapes all.
  private String query() {
    boolean raw = json.get("sdk").stringValue().equals("mixpanel-node");
    String query =
        json.get("query").properties().stream()
            .map(field ->
                field.getKey()
                    + "="
                    + (raw
                        ? field.getValue().stringValue()
                        : URLEncoder.encode(
                            field.getValue().stringValue(), StandardCharsets.UTF_8)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  @Override
  public String toString() {
    return name;
  }
}
