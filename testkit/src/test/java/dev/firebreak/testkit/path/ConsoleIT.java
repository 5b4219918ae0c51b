package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.console.Route;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console over HTTP: who may what, and what becomes of everything else.
class ConsoleIT {
  private static final String WRONG_WORD = "0".repeat(64);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private ConsoleScene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new ConsoleScene(folder, Optional.empty());
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
    client.close();
  }

  /// Every route with no session, with every role, and its forms with a wrong word and from another
  /// page: the table alone decides.
  @Test
  void tableOfRoutesDecidesWhoMayWhat() throws Exception {
    List<String> found = new ArrayList<>();
    for (Route route : Route.values()) {
      boolean form = route.method().equals("POST");
      check(found, route, "nobody", ask(route, "", "", true), withoutSession(route));
      if (form) {
        check(found, route, "from elsewhere", ask(route, "", "", false), 403);
      }
      for (Role role : Role.values()) {
        String token = scene.sessions.begin(scene.confirmed(role));
        if (form && route != Route.SIGN_IN && route != Route.PASSKEY_SIGN_IN) {
          check(found, route, role + " forged", ask(route, token, WRONG_WORD, true), 403);
          check(found, route, role + " without word", ask(route, token, "", true), 403);
          String other = Sessions.formWord(scene.sessions.begin(scene.confirmed(role)));
          check(found, route, role + " word of another", ask(route, token, other, true), 403);
        }
        boolean may = route.role().isEmpty() || role.includes(route.role().get());
        check(
            found,
            route,
            role.name(),
            ask(route, token, Sessions.formWord(token), true),
            may ? allowed(route) : 403);
      }
    }
    assertThat(found).isEmpty();
    assertThat(actions()).contains("PageRefused", "FormRefused", "SignedOut");
  }

  private static int withoutSession(Route route) {
    return route.role().isPresent() ? 303 : allowed(route);
  }

  private static int allowed(Route route) {
    return switch (route) {
      case SIGN_IN -> 401;
      case LANGUAGE, SIGN_OUT, NOTICE_CHECK -> 303;
      case END_SESSION, ENROL_PAGE, ENROL, MAPPING_PAGE, MAPPING -> 404;
      case REMOVE_OPERATOR, PASSKEY_SIGN_IN, ADD_PASSKEY, REMOVE_PASSKEY, RENEW_RECOVERY -> 401;
      default -> route.method().equals("POST") ? 422 : 200;
    };
  }

  private void check(
      List<String> found, Route route, String who, HttpResponse<String> answer, int expected) {
    if (answer.statusCode() != expected) {
      found.add(route + " by " + who + ": " + answer.statusCode() + " instead of " + expected);
    }
  }

  private HttpResponse<String> ask(Route route, String token, String word, boolean fromHere)
      throws Exception {
    String path = route.path().replaceFirst("\\*", first(route)).replaceFirst("\\*", second(route));
    return route.method().equals("POST")
        ? post(path, token, Map.of("form-word", word), fromHere)
        : get(path, token);
  }

  /// What the first name in a route's path is, where it has one.
  private static String first(Route route) {
    return switch (route.path().split("/", -1)[1]) {
      case "vendors", "flows" -> "mixpanel";
      case "policies" -> "web";
      case "notices" -> ConsoleScene.CAMPAIGN;
      default -> ConsoleScene.INCIDENT;
    };
  }

  /// What the second name in a route's path is, where it has one.
  private static String second(Route route) {
    return switch (route) {
      case CUT_ITEM_PAGE, CUT_ITEM -> "dns-and-csp";
      case FLOW -> "user.contact.email";
      case DUTY_DECISION_PAGE, DUTY_DECISION -> "eu-gdpr-33-authority";
      default -> "";
    };
  }

  @Test
  void passwordAndCodeSignInAndEachCodeOnce() throws Exception {
    String code = scene.code(Role.ADMIN);
    HttpResponse<String> wrong = signIn("admin", "wrong horse battery", code);
    HttpResponse<String> unknown = signIn("nobody", ConsoleScene.PASSWORD, code);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(same(unknown)).isEqualTo(same(wrong)).doesNotContain("nobody");

    HttpResponse<String> right = signIn("admin", ConsoleScene.PASSWORD, code);
    assertThat(right.statusCode()).isEqualTo(303);
    assertThat(right.headers().firstValue("Location")).contains("/");
    String cookie = right.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
    assertThat(get("/", token(right)).body()).contains("What needs attention", "admin");

    HttpResponse<String> replayed = signIn("admin", ConsoleScene.PASSWORD, code);
    assertThat(replayed.statusCode()).isEqualTo(401);
    assertThat(same(replayed)).isEqualTo(same(wrong));
  }

  /// A page without the challenge for passkeys, which is another each time.
  private static String same(HttpResponse<String> page) {
    return page.body().replaceAll("data-challenge=\"[^\"]+\"", "");
  }

  @Test
  void recoveryCodeSignsInOnceAndStandsOnTheOverview() throws Exception {
    String recovery = scene.recoveryCodes(Role.VIEWER).getFirst();
    String token = token(signIn("viewer", ConsoleScene.PASSWORD, recovery));
    assertThat(get("/", token).body()).contains("A recovery code of viewer was used", "9 are left");
    assertThat(signIn("viewer", ConsoleScene.PASSWORD, recovery).statusCode()).isEqualTo(401);
    scene.pass(Duration.ofDays(8));
    String later = scene.sessions.begin(scene.confirmed(Role.VIEWER));
    assertThat(get("/", later).body()).doesNotContain("A recovery code");
  }

  @Test
  void sessionEndsByTimeBySigningOutAndByAnAdministrator() throws Exception {
    String idle = scene.sessions.begin(scene.confirmed(Role.VIEWER));
    assertThat(get("/", idle).statusCode()).isEqualTo(200);
    scene.pass(Sessions.IDLE);
    assertThat(get("/", idle).statusCode()).isEqualTo(303);

    String out = scene.sessions.begin(scene.confirmed(Role.VIEWER));
    HttpResponse<String> left =
        post("/sign-out", out, Map.of("form-word", Sessions.formWord(out)), true);
    assertThat(left.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(get("/", out).statusCode()).isEqualTo(303);

    String ended = scene.sessions.begin(scene.confirmed(Role.VIEWER));
    String admin = scene.sessions.begin(scene.confirmed(Role.ADMIN));
    String id = scene.sessions.find(ended).orElseThrow().id();
    assertThat(get("/operators", admin).body()).contains(id).doesNotContain(ended);
    HttpResponse<String> end =
        post(
            "/operators/sessions/end",
            admin,
            Map.of("form-word", Sessions.formWord(admin), "session", id),
            true);
    assertThat(end.statusCode()).isEqualTo(303);
    assertThat(get("/", ended).statusCode()).isEqualTo(303);
    assertThat(get("/", admin).statusCode()).isEqualTo(200);
  }

  @Test
  void signingInAgainEndsTheSessionBefore() throws Exception {
    String before = token(signIn("admin", ConsoleScene.PASSWORD, scene.code(Role.ADMIN)));
    scene.pass(Duration.ofSeconds(30));
    String form = signInForm("admin", ConsoleScene.PASSWORD, scene.code(Role.ADMIN));
    String after = token(send(form("/sign-in", before, form, true)));
    assertThat(after).isNotEqualTo(before);
    assertThat(get("/", before).statusCode()).isEqualTo(303);
    assertThat(get("/", after).statusCode()).isEqualTo(200);
  }

  @Test
  void pagesAreKeptNowhereAndRunNoScriptButForPasskeys() throws Exception {
    String token = scene.sessions.begin(scene.confirmed(Role.ADMIN));
    for (String path : List.of("/sign-in", "/account", "/operators", "/", "/audit", "/nowhere")) {
      boolean passkeys = List.of("/sign-in", "/account", "/operators").contains(path);
      HttpResponse<String> answer = get(path, token);
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .endsWith(passkeys ? "base-uri 'none'; script-src 'self'" : "base-uri 'none'")
          .doesNotContain("unsafe-inline");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
      assertThat(answer.body()).doesNotContain("style=", "onclick", token);
      assertThat(
              answer
                  .body()
                  .replace("<script src=\"/passkeys.js\" defer></script>", passkeys ? "" : "-"))
          .doesNotContain("<script");
    }
  }

  @Test
  void whoTriesTooOftenWaits() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(signIn("nobody-" + i, "", "").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> answer = signIn("admin", ConsoleScene.PASSWORD, scene.code(Role.ADMIN));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("60");
    scene.pass(Duration.ofMinutes(1));
    assertThat(signIn("admin", ConsoleScene.PASSWORD, scene.code(Role.ADMIN)).statusCode())
        .isEqualTo(303);
  }

  @Test
  void pagesSayWhatIsSo() throws Exception {
    String token = scene.sessions.begin(scene.confirmed(Role.ADMIN));
    assertThat(get("/", token).body())
        .contains("mixpanel is cut off, and not everything outside our pipe is signed")
        .contains("duties of 2025-11-mixpanel wait for a decision", "overdue", "holds");
    assertThat(get("/vendors", token).body()).contains("Mixpanel", "cut off");
    assertThat(get("/vendors/mixpanel", token).body())
        .contains("analytics@example.com", "stolen export", "Revoke the project", "not met");
    assertThat(get("/incidents/" + ConsoleScene.INCIDENT, token).body())
        .contains(
            "Stolen analytics export", "Clocks that run", "unclear", "No file was assessed yet");
    assertThat(get("/incidents/" + ConsoleScene.INCIDENT + "/duties", token).body())
        .contains("Decision needed: the clock runs", "nobody decided");
    assertThat(get("/audit?action=VendorCut", token).body())
        .contains("VendorCut", "vendor:mixpanel")
        .doesNotContain("OperatorAdded</td>");
    assertThat(get("/audit?verify=yes", token).body()).contains("The chain is whole");
    assertThat(get("/vendors/nobody", token).statusCode()).isEqualTo(404);
    assertThat(get("/incidents/nothing", token).statusCode()).isEqualTo(404);
  }

  @Test
  void chosenLanguageHoldsAndLeadsBackToThePage() throws Exception {
    String token = scene.sessions.begin(scene.confirmed(Role.ADMIN));
    Map<String, String> chosen =
        Map.of("form-word", Sessions.formWord(token), "language", "de", "from", "/vendors");
    HttpResponse<String> answer = post("/language", token, chosen, true);
    assertThat(answer.headers().firstValue("Location")).contains("/vendors");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("firebreak-language=de;");
    Map<String, String> elsewhere =
        Map.of(
            "form-word",
            Sessions.formWord(token),
            "language",
            "de",
            "from",
            "//example.org/vendors");
    assertThat(post("/language", token, elsewhere, true).headers().firstValue("Location"))
        .contains("/");
    HttpRequest german =
        HttpRequest.newBuilder(scene.at("/sign-in")).header("Accept-Language", "de-AT").build();
    assertThat(send(german).body()).contains("Anmelden", "lang=\"de\"");
  }

  private List<String> actions() {
    return new HashChainAuditLog(scene.installation.control(), Clock.systemUTC())
        .show(AuditFilter.newest(1_000)).stream().map(entry -> entry.action()).distinct().toList();
  }

  private HttpResponse<String> signIn(String name, String password, String code) throws Exception {
    return send(form("/sign-in", "", signInForm(name, password, code), true));
  }

  private static String signInForm(String name, String password, String code) {
    return encoded(Map.of("name", name, "password", password, "code", code));
  }

  private static String token(HttpResponse<String> signedIn) {
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send(
        HttpRequest.newBuilder(scene.at(path)).header("Cookie", "firebreak=" + token).build());
  }

  private HttpResponse<String> post(
      String path, String token, Map<String, String> fields, boolean fromHere) throws Exception {
    return send(form(path, token, encoded(fields), fromHere));
  }

  private HttpRequest form(String path, String token, String fields, boolean fromHere) {
    URI origin = fromHere ? scene.console.uri() : URI.create("https://example.org");
    return HttpRequest.newBuilder(scene.at(path))
        .header("Cookie", "firebreak=" + token)
        .header("Origin", origin.toString())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(fields))
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
