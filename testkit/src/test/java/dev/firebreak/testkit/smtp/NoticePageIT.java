package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.notice.NoticePage;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The public page in a real browser, with mails that really went over a connection, signed.
class NoticePageIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NUMBER = Pattern.compile("- Notice number: (\\S+)");
  private static final Pattern WORD = Pattern.compile("- Word: (\\S+)");
  private static final Pattern ANY_NUMBER =
      Pattern.compile("- [^:\n]{1,40}: ([0-9A-Z]{5}-[0-9A-Z]{5})");
  private static final Pattern ANY_WORD =
      Pattern.compile("- [^:\n]{1,40}: ([a-z]{4}-[a-z]{4}-[a-z]{4}-[a-z]{4})");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  @TempDir Path profile;
  private NoticeScene scene;
  private ReceivedMail mail;
  private ReceivedMail other;

  @BeforeEach
  void send() {
    scene = new NoticeScene(folder);
    List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
    try (SmtpSink sink = SmtpSink.keeping(mails)) {
      scene.sendSigned(scene.approved(20), sink.port());
    }
    mail = mails.getFirst();
    other = mails.getLast();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @NeedsTool("chromium")
  void tellsGenuineFromAlteredForgedForeignAndCopied() throws Exception {
    try (var page = scene.page();
        Browser browser = Browser.launch(profile)) {
      Page shown = browser.open();
      shown.navigate(page.uri().resolve("/"));
      String source = text(mail);
      assertThat(paste(shown, source, mail.recipient()))
          .startsWith("From us")
          .contains("so is the signature");
      assertThat(paste(shown, source, "stranger@example.org")).startsWith("Not from us");
      assertThat(paste(shown, source, other.recipient())).startsWith("Not from us");
      assertThat(paste(shown, source.replace("copied", "kept"), mail.recipient()))
          .startsWith("Not from us");
      assertThat(paste(shown, source.replace("From: notices@", "From: n0tices@"), mail.recipient()))
          .startsWith("Not from us");
      assertThat(paste(shown, copiedPair(), mail.recipient())).startsWith("Not from us");
      assertThat(paste(shown, "From: a@example.net\n\nhello", mail.recipient()))
          .startsWith("Not from us");
      assertThat(
              paste(shown, source.replaceFirst("\r\nDate: ", "\r\nDate: Mon, "), mail.recipient()))
          .startsWith("From us")
          .contains("does not hold");
      assertThat(type(shown, find(NUMBER, source), find(WORD, source), mail.recipient()))
          .startsWith("We sent you a notice");
      assertThat(type(shown, find(NUMBER, source), find(WORD, text(other)), mail.recipient()))
          .startsWith("Not from us");
      assertThat(shown.evaluate("document.cookie").asString()).isEmpty();
      shown.resize(390, 800);
      assertThat(shown.evaluate("document.documentElement.scrollWidth").intValue())
          .isLessThanOrEqualTo(390);
    }
  }

  /// A second campaign about the incident offers to decline further ones; its link is part of what
  /// makes the mail ours.
  @Test
  @NeedsTool("chromium")
  void followUpIsFromUsWithOurOwnLinkToDeclineAlone() throws Exception {
    List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
    try (SmtpSink sink = SmtpSink.keeping(mails)) {
      scene.sendSigned(scene.approved(1), sink.port());
    }
    String source = text(mails.getFirst());
    assertThat(source).contains("List-Unsubscribe: <https://example.com/notices/unsubscribe/");
    assertThat(text(mail)).doesNotContain("List-Unsubscribe");
    String to = mails.getFirst().recipient();
    try (var page = scene.page();
        Browser browser = Browser.launch(profile)) {
      Page shown = browser.open();
      shown.navigate(page.uri().resolve("/"));
      assertThat(paste(shown, source, to)).startsWith("From us").contains("so is the signature");
      assertThat(paste(shown, source.replace("/notices/unsubscribe/", "/other/"), to))
          .startsWith("Not from us");
      assertThat(paste(shown, source.replace("=One-Click", "=Twice"), to))
          .startsWith("Not from us");
    }
  }

  /// A reader in each language checks their own mail on the page that their browser gets.
  @Test
  @NeedsTool("chromium")
  void everyLanguageIsCheckedInItsOwnWords() throws Exception {
    List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
    try (SmtpSink sink = SmtpSink.keeping(mails)) {
      scene.sendSigned(scene.approvedInEveryLanguage(), sink.port());
    }
    Map<String, List<String>> verdicts =
        Map.of(
            "en", List.of("From us: sent to this address on ", "We sent you", "Not from us."),
            "de", List.of("Von uns: am ", "Eine Nachricht mit dieser Nummer", "Nicht von uns."),
            "fr", List.of("De nous : envoyé", "Nous vous avons envoyé", "Ce n'est pas de nous."),
            "es", List.of("Es nuestro: enviado", "Le enviamos un aviso", "No es nuestro."));
    assertThat(mails).hasSameSizeAs(verdicts.keySet());
    try (var page = scene.page();
        Browser browser = Browser.launch(profile)) {
      Page shown = browser.open();
      for (ReceivedMail each : mails) {
        String language = each.recipient().split("@", 2)[0];
        List<String> says = verdicts.getOrDefault(language, List.of());
        shown.navigate(page.uri().resolve("/?language=" + language));
        assertThat(shown.evaluate("document.documentElement.lang").asString()).isEqualTo(language);
        assertThat(paste(shown, text(each), each.recipient())).startsWith(says.get(0));
        assertThat(paste(shown, text(each), "stranger@example.org")).startsWith(says.get(2));
        String decoded = shown.evaluate("document.getElementById('source').value").asString();
        assertThat(
                type(shown, find(ANY_NUMBER, decoded), find(ANY_WORD, decoded), each.recipient()))
            .startsWith(says.get(1));
        shown.resize(390, 800);
        assertThat(shown.evaluate("document.documentElement.scrollWidth").intValue())
            .isLessThanOrEqualTo(390);
      }
    }
  }

  @Test
  void pageComesInTheBrowsersLanguageAndSaysSoToCaches() throws Exception {
    try (var page = scene.page();
        HttpClient client = HttpClient.newHttpClient()) {
      Map<String, String> wanted =
          Map.of(
              "de-AT,de;q=0.9,en;q=0.8", "de",
              "pt, fr;q=0.5, es;q=0.6", "es",
              "fr-CA", "fr",
              "da, *;q=0.1", "en");
      for (Map.Entry<String, String> each : wanted.entrySet()) {
        HttpRequest request =
            HttpRequest.newBuilder(page.uri().resolve("/"))
                .header("Accept-Language", each.getKey())
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Language")).contains(each.getValue());
        assertThat(answer.headers().firstValue("Vary")).contains("Accept-Language");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body())
            .contains("<html lang=\"" + each.getValue() + "\">", "href=\"?language=")
            .doesNotContain("{title", "{company", "{contact");
      }
    }
  }

  /// As many people ask whose number is genuine as others, and nothing in the answers differs but
  /// what is inside for those who have number, word and address.
  @Test
  void membershipShowsNeitherInStatusNorInSize() throws Exception {
    String number = find(NUMBER, text(mail));
    String word = find(WORD, text(mail));
    List<Map<String, String>> asked =
        List.of(
            Map.of("number", number, "word", word, "address", mail.recipient()),
            Map.of("number", number, "word", word, "address", "stranger@example.org"),
            Map.of("number", number, "word", word, "address", other.recipient()),
            Map.of("number", number, "word", "bodi-kifa-lozo-meta", "address", mail.recipient()),
            Map.of("number", "AAAAA-AAAAA", "word", word, "address", mail.recipient()),
            Map.of("number", "", "word", "", "address", ""));
    Set<String> shapes = new HashSet<>();
    Set<String> bodies = new HashSet<>();
    try (var page = scene.page();
        HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 10_000; i++) {
        Map<String, String> typed = asked.get(i % asked.size());
        scene.nextMinute(i);
        HttpResponse<String> answer = post(client, page.uri(), JSON.writeValueAsString(typed));
        shapes.add(
            answer.statusCode()
                + " "
                + answer.headers().map().keySet()
                + " "
                + answer.body().length());
        if (i % asked.size() != 0) {
          bodies.add(answer.body());
        }
      }
      assertThat(post(client, page.uri(), "[").body()).isIn(bodies);
    }
    assertThat(shapes).hasSize(1).allMatch(shape -> shape.endsWith(" " + NoticePage.ANSWER_BYTES));
    assertThat(bodies).hasSize(1);
  }

  @Test
  @NeedsTool("ssh-keygen")
  void statementsAreSignedWithTheKeyThatIsPublished() throws Exception {
    try (var page = scene.page();
        HttpClient client = HttpClient.newHttpClient()) {
      Path key = fetch(client, page.uri().resolve("/.well-known/firebreak-notices.pub"));
      String fingerprint = run(key, "ssh-keygen", "-lf", key.toString()).split(" ", -1)[1];
      for (String path :
          List.of(
              "/statements/2025-11-n1.json",
              "/texts/2025-11-n1.en.txt",
              "/.well-known/security.txt")) {
        Path file = fetch(client, page.uri().resolve(path));
        Path signature = fetch(client, page.uri().resolve(path + ".sig"));
        String[] check = {
          "ssh-keygen", "-Y", "check-novalidate", "-n", "firebreak", "-s", signature.toString()
        };
        assertThat(run(file, check)).startsWith("Good").contains(fingerprint);
        Files.writeString(file, Files.readString(file).replace("2025", "2024").replace("T", "t"));
        assertThat(run(file, check)).doesNotContain("Good");
      }
      assertThat(fetch(client, page.uri().resolve("/statements/2025-11-n1.json")))
          .content()
          .contains("{\"category\":\"user.contact.email\",\"form\":\"clear\"}")
          .doesNotContain("@");
      assertThat(status(client, page.uri().resolve("/statements/2025-11-n2.json"))).isEqualTo(404);
    }
  }

  @Test
  void everybodyReadsTheTextWithoutCookiesOrScripts() throws Exception {
    try (var page = scene.page();
        HttpClient client = HttpClient.newHttpClient()) {
      URI notice = page.uri().resolve("/notices/2025-11-n1?language=en");
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(notice).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
      assertThat(answer.headers().firstValue("Content-Language")).contains("en");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'");
      assertThat(answer.body())
          .contains("We stopped using Mixpanel.", "[the number of your notice]")
          .doesNotContain("@example.org", "<script");
      URI list = page.uri().resolve("/notices/?language=xx");
      assertThat(
              client
                  .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("href=\"2025-11-n1?language=en\"");
      assertThat(status(client, page.uri().resolve("/notices/2025-11-n2"))).isEqualTo(404);
    }
  }

  private Path fetch(HttpClient client, URI file) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(file).build();
    Path kept = folder.resolve(Path.of(file.getPath()).getFileName());
    return client.send(request, HttpResponse.BodyHandlers.ofFile(kept)).body();
  }

  private static int status(HttpClient client, URI file) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(file).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /// What a command says with the file as its input.
  private static String run(Path input, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void whoTriesTooOftenWaits() throws Exception {
    try (var page = scene.page();
        HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 30; i++) {
        assertThat(post(client, page.uri(), "{}").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> answer = post(client, page.uri(), "{}");
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).contains("60");
      scene.nextMinute(0);
      assertThat(post(client, page.uri(), "{}").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> post(HttpClient client, URI page, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve("/check"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// A mail with a genuine number and word, and other words around.
  private String copiedPair() {
    String source = text(other);
    return source
        .replace(find(NUMBER, source), find(NUMBER, text(mail)))
        .replace(find(WORD, source), find(WORD, text(mail)))
        .replace("We stopped using", "We love using");
  }

  private static String paste(Page page, String source, String address) throws IOException {
    set(page, "source", source);
    set(page, "recipient", address);
    return submit(page, "pasted");
  }

  private static String type(Page page, String number, String word, String address)
      throws IOException {
    set(page, "number", number);
    set(page, "word", word);
    set(page, "address", address);
    return submit(page, "typed");
  }

  private static void set(Page page, String id, String value) throws IOException {
    page.evaluate(
        "void (document.getElementById('%s').value = %s)"
            .formatted(id, JSON.writeValueAsString(value)));
  }

  private static String submit(Page page, String form) throws IOException {
    page.evaluate("void document.getElementById('%s').requestSubmit()".formatted(form));
    page.waitFor("!document.getElementById('verdict').hidden", PATIENCE);
    return page.evaluate("document.getElementById('verdict').innerText").asString();
  }

  private static String text(ReceivedMail mail) {
    return new String(mail.content(), StandardCharsets.ISO_8859_1);
  }

  private static String find(Pattern pattern, String source) {
    Matcher found = pattern.matcher(source);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
