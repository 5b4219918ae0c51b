package dev.firebreak.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The vendor's export endpoints as somebody calls them who got hold of its API: `GET
/// /api/2.0/export` gives raw events, `POST /api/query/engage` gives profiles in pages. Confined to
/// one thread.
final class ExportApi implements AutoCloseable {
  private static final int PAGE_SIZE = 1_000;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI vendor;
  private final String authorization;

  /// @param vendor without a trailing slash
  /// @param token the Basic user
  ExportApi(URI vendor, String token) {
    this.vendor = vendor;
    byte[] pair = (token + ":").getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /// Writes the raw events of some days, both included, as they come: one JSON object a line, gzip.
  void events(LocalDate from, LocalDate to, Path file) throws IOException, InterruptedException {
    HttpRequest request =
        to("/api/2.0/export?from_date=" + from + "&to_date=" + to)
            .header("Accept-Encoding", "gzip")
            .GET()
            .build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      check(response);
      boolean compressed =
          response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
      try (InputStream in = compressed ? new GZIPInputStream(body) : body;
          OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        in.transferTo(out);
      }
    }
  }

  /// Writes all profiles, one JSON object a line, gzip.
  void profiles(Path file) throws IOException, InterruptedException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      int page = 0;
      JsonNode results = page(page);
      while (!results.isEmpty()) {
        for (JsonNode profile : results) {
          out.write((profile + "\n").getBytes(StandardCharsets.UTF_8));
        }
        results = page(++page);
      }
    }
  }

  private JsonNode page(int page) throws IOException, InterruptedException {
    HttpRequest request =
        to("/api/query/engage")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("page=" + page + "&page_size=" + PAGE_SIZE))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    check(response);
    return JSON.readTree(response.body()).path("results");
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(vendor + path))
        .timeout(TIMEOUT)
        .header("Authorization", authorization);
  }

  private static void check(HttpResponse<?> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException("the vendor's export answered " + response.statusCode());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
