package dev.firebreak.testkit.path;

import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What a browser does with the console in a session of its own, without the browser. Confined to
/// one thread.
final class ConsoleSession implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConsoleScene scene;
  private final Role role;
  private final String token;
  private String language = "en";

  /// Signed in as the operator of a role.
  ConsoleSession(ConsoleScene scene, Role role) {
    this.scene = scene;
    this.role = role;
    token = scene.session(role);
  }

  /// In another language from now on.
  ConsoleSession in(String code) {
    language = code;
    return this;
  }

  HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(scene.at(path)).header("Cookie", cookies()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// Sends a form of ours.
  HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    Map<String, String> all = new HashMap<>(fields);
    all.put("form-word", Sessions.formWord(token));
    HttpRequest form =
        HttpRequest.newBuilder(scene.at(path))
            .header("Cookie", cookies())
            .header("Origin", scene.console.uri().toString())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(all)))
            .build();
    return client.send(form, HttpResponse.BodyHandlers.ofString());
  }

  /// Sends a form with the code that the authenticator shows after the last one.
  HttpResponse<String> decide(String path, Map<String, String> fields) throws Exception {
    scene.passToNextCode();
    Map<String, String> all = new HashMap<>(fields);
    all.put("code", scene.code(role));
    return post(path, all);
  }

  private String cookies() {
    return "firebreak=" + token + "; firebreak-language=" + language;
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public void close() {
    client.close();
  }
}
