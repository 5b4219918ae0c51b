package dev.firebreak.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// An answer before it is written. Immutable.
///
/// @param bytes the body; empty where a file is
/// @param file of the request's folder that is the body
record Answer(
    int status, String type, Map<String, String> headers, byte[] bytes, Optional<Path> file) {
  static final String JSON_TYPE = "application/json";
  static final String EXIT_CODE = "Firebreak-Exit-Code";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer of(String type, byte[] bytes) {
    return new Answer(200, type, Map.of(), bytes, Optional.empty());
  }

  static Answer json(Map<String, ?> document) {
    return of(JSON_TYPE, JSON.writeValueAsBytes(document));
  }

  static Answer ofFile(String type, Path file) {
    return new Answer(200, type, Map.of(), new byte[0], Optional.of(file));
  }

  static Answer nothing() {
    return new Answer(204, "", Map.of(), new byte[0], Optional.empty());
  }

  static Answer text(String text) {
    return of("text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer problem(Problem problem, Map<String, String> headers) {
    return new Answer(
        problem.status(),
        Problem.TYPE,
        headers,
        JSON.writeValueAsBytes(problem.document()),
        Optional.empty());
  }

  Answer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, type, all, bytes, file);
  }

  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
