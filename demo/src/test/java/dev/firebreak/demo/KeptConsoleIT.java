package dev.firebreak.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `firebreak demo --keep` as somebody uses it: read what it prints, sign in, look around, end it.
class KeptConsoleIT {
  private static final Pattern CODE = Pattern.compile("  (demo-[a-z-]+) +code (\\d{6})");
  private static final List<String> PAGES =
      List.of(
          "/",
          "/incidents",
          "/incidents/2025-11-direct",
          "/incidents/2025-11-mixpanel",
          "/notices",
          "/vendors",
          "/vendors/mixpanel",
          "/audit",
          "/operators");

  @TempDir Path folder;
  @TempDir Path temporary;

  private final HttpClient browser = HttpClient.newHttpClient();
  private Process demo;

  @AfterEach
  void endWhatIsLeft() {
    demo.destroyForcibly();
  }

  @Test
  void whatItPrintsSignsInAndEveryPageSaysThatItsDataIsInvented() throws Exception {
    BufferedReader out = demo.inputReader(StandardCharsets.UTF_8);
    URI console = URI.create(after(out, "The console: "));
    assertThat(console.getHost()).isEqualTo("127.0.0.1");
    String password = after(out, "  password of all three operators: ");
    Map<String, String> first = codes(out);
    assertThat(first).containsOnlyKeys("demo-privacy-officer", "demo-responder", "demo-viewer");

    assertThat(get(console, "/sign-in", "")).contains("Demonstration");
    String officer = signIn(console, "demo-privacy-officer", password, first);
    for (String page : PAGES) {
      assertThat(get(console, page, officer)).as(page).contains("Everything here is invented");
    }
    assertThat(get(console, "/incidents", officer)).contains("behind Firebreak");

    demo.outputWriter().append('\n').flush();
    Map<String, String> second = codes(out);
    assertThat(second).isNotEqualTo(first);
    assertThat(get(console, "/operators", signIn(console, "demo-viewer", password, second)))
        .as("a viewer sees no operators")
        .contains("administrator can give it");

    demo.destroy();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (var left = Files.list(temporary)) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("firebreak-demo")))
          .isEmpty();
    }
  }

  @BeforeEach
  void start() throws IOException {
    demo =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--people",
                "100",
                "--keep")
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
  }

  /// The rest of the first line that begins so.
  private String after(BufferedReader out, String beginning) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new AssertionError(
        "no line \"" + beginning + "\": " + Files.readString(folder.resolve("errors")));
  }

  private static Map<String, String> codes(BufferedReader out) throws IOException {
    Map<String, String> codes = new TreeMap<>();
    while (codes.size() < 3) {
      Matcher matcher = CODE.matcher(out.readLine());
      if (matcher.matches()) {
        codes.put(matcher.group(1), matcher.group(2));
      }
    }
    return codes;
  }

  /// The cookie of the new session.
  private String signIn(URI console, String name, String password, Map<String, String> codes)
      throws Exception {
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(console.resolve("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        form(Map.of("name", name, "password", password, "code", codes.get(name)))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private String get(URI console, String path, String cookie) throws Exception {
    HttpResponse<String> answer =
        browser.send(
            HttpRequest.newBuilder(console.resolve(path))
                .header("Cookie", cookie)
                .header("Accept-Language", "en")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isIn(200, 403);
    return answer.body();
  }
}
