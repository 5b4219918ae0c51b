package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.api.Operation;
import dev.firebreak.api.OperationRule;
import dev.firebreak.api.Parameter;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Random requests of a caller who may everything: none is answered by a bug, by a stack trace, by
/// a place of the server or by what another request gave. The seed is printed with what fails; more
/// rounds by `-Dfirebreak.fuzz.rounds`.
class ApiFuzzIT {
  private static final int ROUNDS = Integer.getInteger("firebreak.fuzz.rounds", 2);
  private static final String CANARY = "canary-7f3a@example.net";
  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "99999999999999999999",
          "1e400",
          "NaN",
          "true",
          "null",
          "[]",
          "{}",
          "--help",
          "--json",
          "-h",
          "--",
          "@/etc/hostname",
          "${sys:user.home}",
          "../../etc/passwd",
          "/etc/hostname",
          "a\nb",
          "\u0000",
          "\u202Eabc",
          "\uD83D\uDE00",
          "%s%n",
          "'; DROP TABLE x;--",
          "2025-13-45",
          "2025-11-25T00:00:00Z",
          "mixpanel",
          ConsoleScene.INCIDENT,
          "a=b",
          "=",
          "x".repeat(5_000));
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/plain",
          "application/json;charset=utf-16",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "nonsense",
          "");

  @TempDir Path folder;
  private ConsoleScene scene;
  private ApiClient client;
  private String token = "";

  @BeforeEach
  void open() throws Exception {
    scene = new ConsoleScene(folder, Optional.empty());
    client = new ApiClient(scene);
    token = client.token(Role.ADMIN);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    scene.close();
  }

  @Test
  void randomRequestsFindNoBugAndNothingOfOthers() throws Exception {
    long seed = Long.getLong("firebreak.fuzz.seed", 20251127L);
    Random random = new Random(seed);
    client.get("/api/v1/vendor/show", Map.of("vendor", CANARY), token);
    client.post("/api/v1/lookup", Map.of("account", CANARY, "reason", CANARY), token);
    List<String> found = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Operation operation : scene.api.operations().all()) {
        HttpRequest request = request(operation, random);
        HttpResponse<String> answer = client.send(request);
        if (isWrong(answer)) {
          found.add(operation.command() + " " + answer.statusCode() + ": " + start(answer));
        }
      }
      scene.pass(Duration.ofMinutes(1));
    }
    assertThat(found).as("seed " + seed).isEmpty();
  }

  private static boolean isWrong(HttpResponse<String> answer) {
    return answer.statusCode() == 500
        || answer.body().contains("\tat ")
        || answer.body().contains("java.lang.")
        || answer.body().contains("/work/api-")
        || answer.body().contains(CANARY);
  }

  private static String start(HttpResponse<String> answer) {
    return answer.body().substring(0, Math.min(300, answer.body().length()));
  }

  private HttpRequest request(Operation operation, Random random) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter parameter : operation.parameters()) {
      if (parameter.required() || random.nextInt(3) == 0) {
        values.put(parameter.name(), value(parameter, random));
      }
    }
    if (random.nextInt(8) == 0) {
      values.put(pick(VALUES, random), pick(VALUES, random));
    }
    List<String> headers = new ArrayList<>();
    if (random.nextInt(2) == 0) {
      headers.addAll(List.of("Firebreak-Code", "000000"));
    }
    if (random.nextInt(3) == 0) {
      headers.addAll(
          List.of("Accept", pick(List.of("text/plain", "application/zip", "*/*;q=x"), random)));
    }
    if (operation.rule().method() == OperationRule.Method.GET) {
      return client
          .request(operation.path() + query(values), token, headers.toArray(String[]::new))
          .GET()
          .build();
    }
    String type = random.nextInt(4) == 0 ? pick(TYPES, random) : ApiClient.JSON;
    if (!type.isEmpty()) {
      headers.addAll(List.of("Content-Type", type));
    }
    return client
        .request(operation.path(), token, headers.toArray(String[]::new))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body(values, random)))
        .build();
  }

  private static Object value(Parameter parameter, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt();
      case 1 -> List.of(pick(VALUES, random), pick(VALUES, random));
      case 2 -> random.nextBoolean();
      case 3 -> parameter.choices().isEmpty() ? "x.html" : pick(parameter.choices(), random);
      default -> pick(VALUES, random);
    };
  }

  private static String query(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue().toString()))
        .collect(Collectors.joining("&", "?", ""));
  }

  /// The values as JSON, now and then damaged.
  private static byte[] body(Map<String, Object> values, Random random) {
    byte[] body = JsonMapper.builder().build().writeValueAsBytes(values);
    if (random.nextInt(5) == 0 && body.length > 0) {
      body[random.nextInt(body.length)] = (byte) random.nextInt();
    }
    return body;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
