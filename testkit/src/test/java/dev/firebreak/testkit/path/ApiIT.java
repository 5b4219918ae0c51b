package dev.firebreak.testkit.path;

import static dev.firebreak.testkit.path.ApiClient.json;
import static dev.firebreak.testkit.path.ApiClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ApiTokens;
import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import dev.firebreak.api.Operation;
import dev.firebreak.api.OperationRule;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The API over HTTP: who may what, and that an operation is its command.
class ApiIT {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String CODE = "Firebreak-Code";
  private static final Set<String> REFUSALS =
      Set.of("unauthorized", "insufficient-scope", "not-allowed");

  @TempDir Path folder;
  private ConsoleScene scene;
  private ApiClient client;

  @BeforeEach
  void open() throws Exception {
    scene = new ConsoleScene(folder, Optional.empty());
    client = new ApiClient(scene);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    scene.close();
  }

  /// A token of one role with one scope, and what becomes of it.
  private record Caller(Role role, Scope scope, String text) {}

  /// Every operation by every role with every scope, and with no valid token: the table alone
  /// decides. Requests give nothing, so that what is allowed stops at what is missing, at the code,
  /// or only reads.
  @Test
  void tableOfOperationsDecidesWhoMayWhat() throws Exception {
    ApiTokens.Made expired = client.token(Role.ADMIN, Set.of(Scope.values()), DAY);
    scene.pass(DAY);
    ApiTokens.Made revoked = client.token(Role.ADMIN, Set.of(Scope.values()), DAY);
    client.tokens().revoke(scene.confirmed(Role.ADMIN), revoked.token().id());
    String good = client.token(Role.ADMIN);
    String forged = good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0");
    List<Caller> callers = new ArrayList<>();
    for (Role role : Role.values()) {
      for (Scope scope : Scope.values()) {
        String text = client.token(role, Set.of(scope), Duration.ofDays(30)).text();
        callers.add(new Caller(role, scope, text));
      }
    }
    List<String> found = new ArrayList<>();
    for (Operation operation : scene.api.operations().all()) {
      for (String nobody : List.of("", forged, expired.text(), revoked.text())) {
        expect(found, operation, "nobody", ask(operation, nobody), "unauthorized");
      }
      for (Caller caller : callers) {
        HttpResponse<String> answer = ask(operation, caller.text());
        expect(
            found,
            operation,
            caller.role() + " with " + caller.scope(),
            answer,
            expected(operation.rule(), caller));
      }
      scene.pass(Duration.ofMinutes(1));
    }
    assertThat(found).isEmpty();
    assertThat(actions()).contains("ApiCalled", "ApiCallRefused");
  }

  /// Empty text where the table lets the caller in.
  private static String expected(OperationRule rule, Caller caller) {
    if (caller.scope() != rule.scope()) {
      return "insufficient-scope";
    }
    return caller.role().includes(rule.role()) ? "" : "not-allowed";
  }

  private static void expect(
      List<String> found,
      Operation operation,
      String who,
      HttpResponse<String> answer,
      String expected) {
    String kind = problem(answer);
    boolean right = expected.isEmpty() ? !REFUSALS.contains(kind) : kind.equals(expected);
    boolean list = answer.statusCode() == 200 && json(answer).isArray();
    boolean limits = operation.parameters().stream().anyMatch(each -> each.name().equals("limit"));
    if (answer.statusCode() == 200 && list != operation.rule().list() && !limits) {
      found.add(operation.command() + " is a list: " + list);
    }
    if (!right || answer.statusCode() >= 500) {
      found.add(operation.command() + " by " + who + ": " + answer.statusCode() + " " + kind);
    }
  }

  private HttpResponse<String> ask(Operation operation, String token) throws Exception {
    return operation.rule().method() == OperationRule.Method.GET
        ? client.get(operation.path(), token)
        : client.post(operation.path(), Map.of(), token);
  }

  @Test
  void refusalsSayWhatRfc6750HasAClientExpect() throws Exception {
    HttpResponse<String> nobody = client.get("/api/v1/incident/list", "");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(challenge(nobody)).isEqualTo("Bearer realm=\"firebreak\"");

    HttpResponse<String> unknown = client.get("/api/v1/incident/list", "fbk_nothing");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(challenge(unknown)).contains("error=\"invalid_token\"");

    String reads = client.token(Role.ADMIN, Set.of(Scope.READ), DAY).text();
    HttpResponse<String> scope = client.post("/api/v1/incident/open", Map.of(), reads);
    assertThat(scope.statusCode()).isEqualTo(403);
    assertThat(challenge(scope)).contains("error=\"insufficient_scope\"", "scope=\"respond\"");
    assertThat(json(scope).get("detail").asString()).contains("respond");

    HttpResponse<String> method = client.post("/api/v1/incident/list", Map.of(), reads);
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("Allow")).contains("GET");
    assertThat(client.get("/api/v1/nothing", reads).statusCode()).isEqualTo(404);
    assertThat(client.get("/api/v1/init", reads).statusCode()).isEqualTo(404);
    assertThat(client.get("/api/v1/openapi.json", "").statusCode()).isEqualTo(200);
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void answerIsWhatTheCommandPrints() throws Exception {
    String token = client.token(Role.ADMIN);
    HttpResponse<String> list = client.get("/api/v1/incident/list", token);
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.headers().firstValue("Firebreak-Exit-Code")).contains("0");
    assertThat(list.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(list.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(json(list).get(0).get("id").asString()).isEqualTo(ConsoleScene.INCIDENT);

    HttpResponse<String> text = client.get("/api/v1/incident/list", token, "Accept", "text/plain");
    assertThat(text.body()).startsWith(ConsoleScene.INCIDENT + "  open  mixpanel");

    HttpResponse<String> own = client.get("/api/v1/token", token);
    assertThat(json(own).get("operator").asString()).isEqualTo("admin");
    assertThat(own.body()).doesNotContain(token);
  }

  /// Every page is what the link of the one before says, and together they are the list.
  @Test
  void listsComeInPages() throws Exception {
    String token = client.token(Role.ADMIN);
    String path = "/api/v1/incident/duties?id=" + ConsoleScene.INCIDENT + "&all=true";
    List<String> duties = new ArrayList<>();
    Optional<String> next = Optional.of(path + "&limit=40");
    int pages = 0;
    while (next.isPresent()) {
      HttpResponse<String> page = client.get(next.get(), token);
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      json(page).forEach(duty -> duties.add(duty.get("id").asString()));
      next = page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(duties).hasSize(96).doesNotHaveDuplicates();
    assertThat(client.get(path + "&limit=1001", token).statusCode()).isEqualTo(400);
  }

  /// Words of the command line come back as the problem's detail, without a place of the server.
  @Test
  void whatIsRefusedSaysWhatWasExpected() throws Exception {
    String token = client.token(Role.ADMIN);
    HttpResponse<String> missing = client.get("/api/v1/incident/timeline?id=none", token);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(problem(missing)).isEqualTo("not-found");
    assertThat(json(missing).get("exitCode").asInt()).isEqualTo(2);

    assertThat(detail(client.get("/api/v1/incident/timeline", token))).contains("`id` is needed");
    assertThat(detail(client.get("/api/v1/incident/timeline?id=a&id=b", token)))
        .contains("given once");
    assertThat(detail(client.get("/api/v1/incident/timeline?id=a&operator=b", token)))
        .contains("no such parameter");
    assertThat(detail(client.get("/api/v1/audit/show?limit=many", token))).contains("limit");
    assertThat(detail(client.get("/api/v1/incident/calendar?id=x&out=../x", token)))
        .contains("plain name");
    assertThat(
            detail(
                client.post(
                    "/api/v1/policy/check", ApiClient.values("file", "/etc/hostname"), token)))
        .contains("is a file");
  }

  private static String detail(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    return json(answer).get("detail").asString();
  }

  @Test
  void failedCheckHasItsOwnShape() throws Exception {
    HttpResponse<String> failed = client.get("/api/v1/standards/check", client.token(Role.ADMIN));
    assertThat(failed.statusCode()).isEqualTo(409);
    assertThat(problem(failed)).isEqualTo("check-failed");
    assertThat(json(failed).get("exitCode").asInt()).isEqualTo(1);
    assertThat(json(failed).get("result").get(0).get("vendor").asString()).isEqualTo("mixpanel");
  }

  /// The operator is the token's, the code is theirs and counts once.
  @Test
  void decisionNeedsTheCodeOfTheTokensOperator() throws Exception {
    String token = client.token(Role.RESPONDER);
    Map<String, Object> opened =
        ApiClient.values(
            "id", "2025-12-other", "vendor", "mixpanel", "title", "@/etc/hostname --json");

    HttpResponse<String> without = client.post("/api/v1/incident/open", opened, token);
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(challenge(without)).contains("insufficient_user_authentication");
    assertThat(json(without).get("detail").asString()).contains(CODE);

    String code = scene.code(Role.RESPONDER);
    HttpResponse<String> done = client.post("/api/v1/incident/open", opened, token, CODE, code);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    assertThat(json(done).get("openedBy").asString()).isEqualTo("responder");
    assertThat(json(done).get("title").asString()).isEqualTo("@/etc/hostname --json");

    HttpResponse<String> again =
        client.post(
            "/api/v1/incident/open",
            ApiClient.values("id", "2025-12-third", "vendor", "mixpanel", "title", "x"),
            token,
            CODE,
            code);
    assertThat(problem(again)).isEqualTo("second-factor-wrong");
    assertThat(entries())
        .filteredOn(entry -> entry.action().equals("IncidentOpened"))
        .extracting(AuditEntry::actor)
        .contains("responder");
    assertThat(entries())
        .filteredOn(entry -> entry.action().equals("ApiCalled"))
        .extracting(entry -> entry.details().get("operation"))
        .contains("incident open");
  }

  /// An answer that was lost is asked for again, with another code, and nothing is done twice.
  @Test
  void sameKeyAndRequestGetTheFirstAnswerAgain() throws Exception {
    String token = client.token(Role.RESPONDER);
    Map<String, Object> opened =
        ApiClient.values("id", "2025-12-other", "vendor", "mixpanel", "title", "Once");
    String[] headers = {"Idempotency-Key", "k-1", CODE, "000000"};
    HttpResponse<String> wrong = client.post("/api/v1/incident/open", opened, token, headers);
    assertThat(problem(wrong)).isEqualTo("second-factor-wrong");
    headers[3] = scene.code(Role.RESPONDER);
    HttpResponse<String> first = client.post("/api/v1/incident/open", opened, token, headers);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    HttpResponse<String> again = client.post("/api/v1/incident/open", opened, token, headers);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(entries()).filteredOn(e -> e.action().equals("IncidentOpened")).hasSize(2);

    opened.put("title", "Twice");
    HttpResponse<String> other = client.post("/api/v1/incident/open", opened, token, headers);
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(problem(other)).isEqualTo("other-request");
  }

  @Test
  void filesComeAndGo() throws Exception {
    String token = client.token(Role.ADMIN);
    HttpResponse<String> checked =
        client.form(
            "/api/v1/policy/check",
            Map.of(),
            Map.of("file", Map.of("mine.yaml", "nonsense: true".getBytes(StandardCharsets.UTF_8))),
            token);
    assertThat(checked.statusCode()).isEqualTo(422);
    assertThat(json(checked).get("result").get(0).get("file").asString()).isEqualTo("mine.yaml");

    HttpResponse<String> damaged =
        client.send(
            client
                .request(
                    "/api/v1/policy/check",
                    token,
                    "Content-Type",
                    "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString("nothing of a form"))
                .build());
    assertThat(damaged.statusCode()).isEqualTo(400);
    assertThat(problem(damaged)).isEqualTo("wrong-use");

    HttpResponse<String> calendar =
        client.get("/api/v1/incident/calendar?id=" + ConsoleScene.INCIDENT, token);
    assertThat(calendar.headers().firstValue("Content-Type"))
        .contains("text/calendar;charset=utf-8");
    assertThat(calendar.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + ConsoleScene.INCIDENT + ".ics\"");
    assertThat(calendar.body()).startsWith("BEGIN:VCALENDAR");

    Map<String, Object> both =
        ApiClient.values("id", ConsoleScene.INCIDENT, "out", "report.html", "pdf", "report.pdf");
    HttpResponse<byte[]> archive =
        client.bytes(
            client
                .request("/api/v1/incident/report", token, "Content-Type", ApiClient.JSON)
                .POST(HttpRequest.BodyPublishers.ofString(written(both)))
                .build());
    assertThat(archive.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(entriesOf(archive.body())).containsExactly("report.html", "report.pdf");
    try (Stream<Path> left = Files.list(folder.resolve("data/work"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("api-"))).isEmpty();
    }
  }

  @Test
  void everythingOfACommandComesInOneArchive() throws Exception {
    HttpResponse<byte[]> archive =
        client.bytes(
            client
                .request(
                    "/api/v1/incident/calendar?id=" + ConsoleScene.INCIDENT,
                    client.token(Role.ADMIN),
                    "Accept",
                    "application/zip, text/plain")
                .GET()
                .build());
    assertThat(archive.statusCode()).isEqualTo(200);
    assertThat(entriesOf(archive.body()))
        .containsExactly("out", "err", "files/" + ConsoleScene.INCIDENT + ".ics");
  }

  @Test
  void oneTokenAsksSoOftenAndGuessersLessOften() throws Exception {
    String token = client.token(Role.VIEWER);
    for (int i = 0; i < 600; i++) {
      assertThat(client.get("/api/v1/token", token).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> tooMany = client.get("/api/v1/token", token);
    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(tooMany.headers().firstValue("Retry-After")).contains("60");
    assertThat(client.get("/api/v1/token", client.token(Role.VIEWER)).statusCode()).isEqualTo(200);
    for (int i = 0; i < 60; i++) {
      assertThat(client.get("/api/v1/token", "").statusCode()).isEqualTo(401);
    }
    assertThat(client.get("/api/v1/token", "").statusCode()).isEqualTo(429);
    scene.pass(Duration.ofMinutes(1));
    assertThat(client.get("/api/v1/token", token).statusCode()).isEqualTo(200);
  }

  private static String written(Map<String, Object> body) {
    return JsonMapper.builder().build().writeValueAsString(body);
  }

  private static List<String> entriesOf(byte[] archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private List<AuditEntry> entries() {
    return new HashChainAuditLog(scene.installation.control(), scene.clock())
        .show(AuditFilter.newest(1_000));
  }

  private List<String> actions() {
    return entries().stream().map(AuditEntry::action).toList();
  }
}
