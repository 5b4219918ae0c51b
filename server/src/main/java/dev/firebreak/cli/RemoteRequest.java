package dev.firebreak.cli;

import dev.firebreak.api.Operation;
import dev.firebreak.api.OperationRule;
import dev.firebreak.api.Parameter;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// What an operation is asked for, as it is collected. Confined to one thread; its text has no
/// value.
final class RemoteRequest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Operation operation;
  private final Map<Parameter, List<String>> texts = new LinkedHashMap<>();
  private final List<Upload> uploads = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String form = "text/plain";

  /// A file that is sent.
  private record Upload(Parameter parameter, String name, Path file) {}

  RemoteRequest(Operation operation) {
    this.operation = operation;
  }

  void add(Parameter parameter, String value) {
    texts.computeIfAbsent(parameter, _ -> new ArrayList<>()).add(value);
  }

  void file(Parameter parameter, String name, Path file) {
    uploads.add(new Upload(parameter, name, file));
  }

  void code(String code) {
    headers.put("Firebreak-Code", code);
  }

  boolean hasCode() {
    return headers.containsKey("Firebreak-Code");
  }

  void second(String code) {
    headers.put("Firebreak-Second-Code", code);
  }

  /// Has the command print JSON.
  void json() {
    form = "application/json";
  }

  HttpRequest.Builder at(URI server) throws FileNotFoundException {
    boolean get = operation.rule().method() == OperationRule.Method.GET;
    String query = get && !texts.isEmpty() ? "?" + query() : "";
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server.resolve(operation.path() + query))
            .header("Accept", "application/zip, " + form);
    headers.forEach(builder::header);
    if (get) {
      return builder.GET();
    }
    if (uploads.isEmpty()) {
      return builder
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(JSON.writeValueAsString(document())));
    }
    String boundary = "firebreak-" + UUID.randomUUID();
    return builder
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(parts(boundary));
  }

  private String query() {
    return texts.entrySet().stream()
        .flatMap(each ->
            each.getValue().stream().map(value -> each.getKey().name() + "=" + encoded(value)))
        .collect(Collectors.joining("&"));
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    texts.forEach((parameter, values) ->
        document.put(parameter.name(), parameter.repeated() ? values : values.getLast()));
    return document;
  }

  private BodyPublisher parts(String boundary) throws FileNotFoundException {
    List<BodyPublisher> parts = new ArrayList<>();
    texts.forEach((parameter, values) -> {
      for (String value : values) {
        parts.add(head(boundary, parameter, ""));
        parts.add(BodyPublishers.ofString(value + "\r\n"));
      }
    });
    for (Upload upload : uploads) {
      parts.add(head(boundary, upload.parameter(), "; filename=\"" + upload.name() + "\""));
      parts.add(BodyPublishers.ofFile(upload.file()));
      parts.add(BodyPublishers.ofString("\r\n"));
    }
    parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
    return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
  }

  private static BodyPublisher head(String boundary, Parameter parameter, String more) {
    return BodyPublishers.ofString(
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\""
            + parameter.name()
            + "\""
            + more
            + "\r\n\r\n");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RemoteRequest[" + operation.command() + "]";
  }
}
