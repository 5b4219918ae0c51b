package dev.firebreak.testkit.path;

import static dev.firebreak.testkit.path.ConsoleBrowserIT.arrive;
import static dev.firebreak.testkit.path.ConsoleBrowserIT.click;
import static dev.firebreak.testkit.path.ConsoleBrowserIT.fill;
import static dev.firebreak.testkit.path.ConsoleBrowserIT.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import dev.firebreak.testkit.browser.VirtualAuthenticator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys on the console, with the browser's own virtual authenticator.
@NeedsTool("chromium")
class PasskeyBrowserIT {
  /// An answer of the authenticator to the challenge of the page that is open, as the page's form
  /// would send it.
  private static final String ANSWER =
      """
      (async () => {
        const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
          .replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
        const challenge = Uint8Array.from(
          atob('CHALLENGE'.replace(/-/g, '+').replace(/_/g, '/')), each => each.charCodeAt(0));
        const got = await navigator.credentials.get(
          { publicKey: { challenge, rpId: 'localhost', userVerification: 'VERIFICATION' } });
        return JSON.stringify({
          'passkey-id': got.id,
          'passkey-data': text(got.response.clientDataJSON),
          'passkey-object': text(got.response.authenticatorData),
          'passkey-signature': text(got.response.signature),
          'passkey-user': text(got.response.userHandle),
        });
      })()
      """;

  private static final String CHALLENGE =
      "document.querySelector('button[data-passkey=get]').dataset.challenge";

  @TempDir Path folder;
  @TempDir Path profile;
  private ConsoleScene scene;
  private Browser browser;
  private Page page;
  private VirtualAuthenticator authenticator;
  private ConsoleClient client;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(Path.of("target", "console"));
    scene = new ConsoleScene(folder, Optional.empty());
    browser = Browser.launch(profile);
    page = browser.open();
    authenticator = page.authenticator();
    client = new ConsoleClient(scene.console.uri());
    addPasskey();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    browser.close();
    scene.close();
  }

  /// By password and code, then the page of one's own access.
  private void addPasskey() throws Exception {
    page.navigate(at("/sign-in"));
    fill(page, "name", ConsoleScene.name(Role.ADMIN));
    fill(page, "password", ConsoleScene.PASSWORD);
    fill(page, "code", scene.code(Role.ADMIN));
    page.evaluate("void document.querySelector('form.fields').requestSubmit()");
    arrive(page, "location.pathname === '/'");
    scene.pass(Duration.ofSeconds(30));
    page.navigate(at("/account"));
    set("form[action='/account/passkeys/add'] [name=title]", "My telephone");
    set("form[action='/account/passkeys/add'] [name=code]", scene.code(Role.ADMIN));
    click(page, "button[data-passkey=create]");
    arrive(page, "document.querySelector('input[name=passkey]') !== null");
    look(page, "en-account");
  }

  @Test
  void passkeyAloneSignsInAndCanBeTakenAway() throws Exception {
    assertThat(authenticator.passkeys()).isEqualTo(1);
    signOut();
    click(page, "button[data-passkey=get]");
    arrive(page, "location.pathname === '/'");
    assertThat(page.evaluate("document.querySelector('.who').textContent").asString())
        .contains("admin");
    assertThat(actions()).contains("PasskeyAdded", "SessionBegun");

    page.navigate(at("/account"));
    page.evaluate("void (document.querySelector('input[name=passkey]').checked = true)");
    click(page, "form[action='/account/passkeys/remove'] button[data-passkey=get]");
    arrive(
        page,
        "document.querySelector('form[action=\"/account/passkeys/remove\"]"
            + " button[data-passkey=get]').disabled");
    page.evaluate(
        "void document.querySelector('form[action=\"/account/passkeys/remove\"]')"
            + ".requestSubmit()");
    arrive(page, "document.querySelector('input[name=passkey]') === null");
    signOut();
    click(page, "button[data-passkey=get]");
    arrive(page, "document.querySelector('.narrow > [role=alert]') !== null");
  }

  /// The second factor of a decision: the code's place is taken by the passkey.
  @Test
  void passkeyConfirmsADecision() throws Exception {
    page.navigate(at("/operators"));
    set("form[action='/operators/invite'] [name=name]", "maya");
    click(page, "form[action='/operators/invite'] button[data-passkey=get]");
    arrive(
        page,
        "document.querySelector('form[action=\"/operators/invite\"]" + " [name=code]').disabled");
    page.evaluate(
        "void document.querySelector('form[action=\"/operators/invite\"]').requestSubmit()");
    arrive(page, "document.getElementById('link') !== null");
    assertThat(actions()).contains("OperatorInvited");
  }

  @Test
  void answerCountsOnceAndForItsPurpose() throws Exception {
    String confirming = page.evaluate(CHALLENGE).asString();
    Map<String, String> elsewhere = answer(confirming, "required");
    signOut();
    assertThat(client.post("/sign-in/passkey", "", elsewhere).statusCode()).isEqualTo(401);

    Map<String, String> answer = answer(page.evaluate(CHALLENGE).asString(), "required");
    Map<String, String> changed = new HashMap<>(answer);
    changed.put("passkey-user", "AAAA");
    assertThat(client.post("/sign-in/passkey", "", changed).statusCode()).isEqualTo(401);
    assertThat(client.post("/sign-in/passkey", "", answer).statusCode()).isEqualTo(303);
    assertThat(client.post("/sign-in/passkey", "", answer).statusCode()).isEqualTo(401);

    Map<String, String> invented = answer("A".repeat(75), "required");
    assertThat(client.post("/sign-in/passkey", "", invented).statusCode()).isEqualTo(401);
  }

  @Test
  void challengeEndsAfterFiveMinutes() throws Exception {
    signOut();
    Map<String, String> answer = answer(page.evaluate(CHALLENGE).asString(), "required");
    scene.pass(Duration.ofMinutes(5));
    assertThat(client.post("/sign-in/passkey", "", answer).statusCode()).isEqualTo(401);
  }

  /// Another page of the same name, at another port, where somebody hands the challenge on.
  @Test
  void answerOfAnotherOriginIsRefused() throws Exception {
    signOut();
    String challenge = page.evaluate(CHALLENGE).asString();
    try (ConsoleListener other =
        ConsoleListener.start(
            scene.installation,
            Optional.empty(),
            new ConsoleConfig(
                InetSocketAddress.createUnresolved("127.0.0.1", 0), Optional.empty()))) {
      page.navigate(URI.create("http://localhost:" + other.uri().getPort() + "/sign-in"));
      Map<String, String> answer = answer(challenge, "required");
      assertThat(client.post("/sign-in/passkey", "", answer).statusCode()).isEqualTo(401);
    }
    page.navigate(at("/sign-in"));
    assertThat(client.post("/sign-in/passkey", "", answer(challenge, "required")).statusCode())
        .isEqualTo(303);
  }

  @Test
  void authenticatorThatNobodyUnlockedIsRefused() throws Exception {
    signOut();
    authenticator.unlocks(false);
    Map<String, String> answer = answer(page.evaluate(CHALLENGE).asString(), "discouraged");
    assertThat(client.post("/sign-in/passkey", "", answer).statusCode()).isEqualTo(401);
  }

  @Test
  void counterThatGoesBackIsRefusedAndAudited() throws Exception {
    signOut();
    for (int i = 0; i < 3; i++) {
      page.navigate(at("/sign-in"));
      Map<String, String> answer = answer(page.evaluate(CHALLENGE).asString(), "required");
      assertThat(client.post("/sign-in/passkey", "", answer).statusCode()).isEqualTo(303);
    }
    authenticator.count(1);
    page.navigate(at("/sign-in"));
    Map<String, String> copied = answer(page.evaluate(CHALLENGE).asString(), "required");
    assertThat(client.post("/sign-in/passkey", "", copied).statusCode()).isEqualTo(401);
    assertThat(actions()).contains("PasskeyRefused");
  }

  private void signOut() throws IOException {
    click(page, "form[action='/sign-out'] button");
    arrive(page, "location.pathname === '/sign-in'");
  }

  private Map<String, String> answer(String challenge, String verification) throws IOException {
    JsonNode answer =
        JsonMapper.builder()
            .build()
            .readTree(
                page.evaluate(
                        ANSWER
                            .replace("CHALLENGE", challenge)
                            .replace("VERIFICATION", verification))
                    .asString());
    Map<String, String> fields = new HashMap<>();
    answer.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
    return fields;
  }

  private void set(String selector, String value) throws IOException {
    page.evaluate("void (document.querySelector(\"%s\").value = '%s')".formatted(selector, value));
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + scene.console.uri().getPort() + path);
  }

  private List<String> actions() {
    return new HashChainAuditLog(scene.installation.control(), Clock.systemUTC())
        .show(AuditFilter.newest(1_000)).stream().map(entry -> entry.action()).toList();
  }
}
