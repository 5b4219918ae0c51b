package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Invitations;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator does about operators on the console, and what whoever is invited sees.
class OperatorsIT {
  @TempDir Path folder;
  private ConsoleScene scene;
  private ConsoleClient client;
  private String admin;

  @BeforeEach
  void open() throws Exception {
    scene = new ConsoleScene(folder, Optional.empty());
    client = new ConsoleClient(scene.console.uri());
    admin = scene.sessions.begin(scene.confirmed(Role.ADMIN));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    scene.close();
  }

  @Test
  void invitedPersonSetsUpTheirOwnAccessAndNobodyElseSeesIt() throws Exception {
    HttpResponse<String> made = decide("/operators/invite", "maya", "RESPONDER");
    URI link = URI.create(ConsoleClient.find(made, "id=\"link\">([^<]+)<"));
    assertThat(link.getHost()).isEqualTo("localhost");
    assertThat(client.get("/operators", admin).body())
        .contains("maya as responder, invited by admin")
        .doesNotContain(link.getPath());

    HttpResponse<String> peeked = client.get(link.getPath(), admin);
    HttpResponse<String> page = client.get(link.getPath(), "");
    assertThat(page.body()).contains("<svg class=\"qr\"", "value=\"maya\"", "readonly");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    EnrolForm own = new EnrolForm(page);
    assertThat(client.post(link.getPath(), "", fill(new EnrolForm(peeked))).statusCode())
        .as("a form opened before counts no more")
        .isEqualTo(404);

    Map<String, String> wrong = new HashMap<>(fill(own));
    wrong.put("code", "000000");
    HttpResponse<String> refused = client.post(link.getPath(), "", wrong);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(new EnrolForm(refused).secret()).isEqualTo(own.secret());
    assertThat(refused.body()).doesNotContain(ConsoleScene.PASSWORD);
    wrong.put("again", "another long password");
    assertThat(client.post(link.getPath(), "", wrong).body()).contains("The two passwords differ");

    HttpResponse<String> enrolled = client.post(link.getPath(), "", fill(own));
    assertThat(enrolled.statusCode()).isEqualTo(200);
    assertThat(client.get("/", ConsoleClient.token(enrolled)).body()).contains("maya · responder");
    assertThat(client.get(link.getPath(), "").statusCode()).isEqualTo(404);

    String recovery = ConsoleClient.find(enrolled, "<li><code>([a-z2-7-]+)</code>");
    HttpResponse<String> signedIn =
        client.post(
            "/sign-in",
            "",
            Map.of("name", "maya", "password", ConsoleScene.PASSWORD, "code", recovery));
    assertThat(signedIn.statusCode()).isEqualTo(303);
  }

  @Test
  void linkIsOverAfterAnHour() throws Exception {
    HttpResponse<String> made = decide("/operators/invite", "maya", "VIEWER");
    String path = URI.create(ConsoleClient.find(made, "id=\"link\">([^<]+)<")).getPath();
    scene.pass(Invitations.LASTS);
    assertThat(client.get(path, "").statusCode()).isEqualTo(404);
  }

  @Test
  void roleAndEndHoldAtOnce() throws Exception {
    String viewer = scene.sessions.begin(scene.confirmed(Role.VIEWER));
    assertThat(client.get("/audit", viewer).statusCode()).isEqualTo(403);
    assertThat(decide("/operators/role", "viewer", "PRIVACY_OFFICER").statusCode()).isEqualTo(303);
    assertThat(client.get("/audit", viewer).statusCode()).isEqualTo(200);
    assertThat(decide("/operators/remove", "viewer", "").statusCode()).isEqualTo(303);
    assertThat(client.get("/", viewer).statusCode()).isEqualTo(303);
    assertThat(client.get("/operators", admin).body()).contains("removed 26 Nov 2025");
  }

  @Test
  void wrongCodeLastAdministratorAndUnfitNamesChangeNothing() throws Exception {
    Map<String, String> fields = new HashMap<>(form("viewer", "ADMIN"));
    fields.put("code", "000000");
    HttpResponse<String> wrong = client.post("/operators/role", admin, fields);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("Your code is wrong");
    assertThat(decide("/operators/remove", "admin", "").body())
        .contains("This is the last administrator");
    assertThat(decide("/operators/role", "admin", "VIEWER").statusCode()).isEqualTo(409);
    assertThat(decide("/operators/role", "viewer", "EMPEROR").statusCode()).isEqualTo(422);
    assertThat(decide("/operators/invite", "viewer", "ADMIN").statusCode()).isEqualTo(422);
    assertThat(decide("/operators/remove", "nobody", "").statusCode()).isEqualTo(422);
    assertThat(scene.sessions.list()).extracting(Sessions.Session::role).contains(Role.ADMIN);
  }

  private HttpResponse<String> decide(String path, String name, String role) throws Exception {
    scene.pass(Duration.ofSeconds(30));
    return client.post(path, admin, form(name, role));
  }

  private Map<String, String> form(String name, String role) {
    return Map.of(
        "form-word",
        Sessions.formWord(admin),
        "name",
        name,
        "role",
        role,
        "code",
        scene.code(Role.ADMIN));
  }

  private Map<String, String> fill(EnrolForm form) {
    return form.form("maya", ConsoleScene.PASSWORD, scene.now());
  }
}
