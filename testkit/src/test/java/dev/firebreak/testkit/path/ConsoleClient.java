package dev.firebreak.testkit.path;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Asks a console as a browser does that sends forms from its pages. Confined to one thread.
final class ConsoleClient implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI console;

  ConsoleClient(URI console) {
    this.console = console;
  }

  /// @param token of the session; empty text for none
  HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(console.resolve(path)), token);
  }

  HttpResponse<String> post(String path, String token, Map<String, String> fields)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(console.resolve(path))
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields))),
        token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    return client.send(
        request.header("Cookie", "firebreak=" + token).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// The session that an answer began.
  static String token(HttpResponse<String> answer) {
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  /// What the first group of a pattern is in a page.
  static String find(HttpResponse<String> page, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(page.body());
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in: " + page.body());
    }
    return found.group(1);
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
