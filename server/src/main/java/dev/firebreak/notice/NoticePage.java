package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.MinuteLimit;
import dev.firebreak.template.TextResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The public page *Is this message from us?*, without cookies and without anything from elsewhere.
///
/// ```
/// GET  /?language=de   the page, without the query in the browser's language
/// GET  /check.js       and page.css, keys.json, statement.schema.json
/// GET  /statements/CAMPAIGN.json, /texts/..., /.well-known/...   what NoticeStatements publishes
/// GET  /notices/, /notices/CAMPAIGN?language=de      the texts as pages
/// POST /check       {"number", "word", "address"} -> one answer of 32 KiB, whatever it says
/// ```
///
/// Whoever asks learns nothing about anybody whose number and word they do not have: everything
/// else gets the same answer, of the same size, after the same work. What a whole mail has is
/// compared in the browser. Thread-safe.
public final class NoticePage extends Handler.Abstract {
  /// Size of every answer to a check, in bytes: white space after the JSON fills it.
  public static final int ANSWER_BYTES = 32 << 10;

  private static final int REQUEST_BYTES_MAX = 2_048;
  private static final int TRIES_PER_MINUTE = 30;
  static final String HTML = "text/html;charset=utf-8";
  private static final String LANGUAGE = "language=";
  private static final String PUBLIC = "public, max-age=300";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final NoticeVerifier verifier;
  private final DkimKeys keys;
  private final NoticeStatements statements;
  private final String domain;
  private final Clients clients;
  private final MinuteLimit limit;
  private final ByLanguage<String> pages;
  private final Map<String, Asset> assets;

  /// @param statements what is published beside it
  /// @param company whose page it is
  /// @param domain the sender's, which signs
  /// @param clients tells who asks, for the limit of tries
  public NoticePage(
      NoticeVerifier verifier,
      DkimKeys keys,
      NoticeStatements statements,
      FirebreakConfig.Company company,
      String domain,
      Clients clients,
      Clock clock) {
    this.verifier = verifier;
    this.keys = keys;
    this.statements = statements;
    this.domain = domain;
    this.clients = clients;
    limit = new MinuteLimit(TRIES_PER_MINUTE, clock);
    pages = new ByLanguage<>(language -> PublicPage.check(language, company));
    assets =
        Map.of(
            "/check.js", new Asset("text/javascript;charset=utf-8", resource("check.js")),
            "/page.css", new Asset("text/css;charset=utf-8", resource("page.css")),
            "/statement.schema.json",
                new Asset("application/json", resource("statement.schema.json")));
  }

  private record Asset(String type, String text) {}

  /// What a person typed.
  private record Typed(String number, String word, String address) {
    static final Typed NOTHING = new Typed("", "", "");

    Typed {
      number = number == null ? "" : number;
      word = word == null ? "" : word;
      address = address == null ? "" : address;
    }

    @Override
    public String toString() {
      return "Typed";
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getPath();
    PublicAnswers.guard(
        response,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " form-action 'none'; frame-ancestors 'none'; base-uri 'none'");
    if (HttpMethod.POST.is(request.getMethod()) && "/check".equals(path)) {
      check(request, response, callback);
      return true;
    }
    if (HttpMethod.GET.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, PUBLIC);
      if ("/".equals(path)) {
        String page = pages.of(PublicPage.language(request, response));
        PublicAnswers.write(response, callback, HTML, page.getBytes(StandardCharsets.UTF_8));
        return true;
      }
      Asset asset = "/keys.json".equals(path) ? keys() : assets.get(path);
      if (asset != null) {
        PublicAnswers.write(
            response, callback, asset.type(), asset.text().getBytes(StandardCharsets.UTF_8));
        return true;
      }
      Optional<NoticeTextPage.Shown> page = statements.page(path, language(request));
      if (page.isPresent()) {
        response.getHeaders().put(HttpHeader.CONTENT_LANGUAGE, page.get().language().tag());
        PublicAnswers.write(
            response, callback, HTML, page.get().html().getBytes(StandardCharsets.UTF_8));
        return true;
      }
      Optional<byte[]> file = statements.file(path);
      if (file.isPresent()) {
        String type = path.endsWith(".json") ? "application/json" : "text/plain;charset=utf-8";
        PublicAnswers.write(response, callback, type, file.get());
        return true;
      }
    }
    PublicAnswers.empty(response, callback, HttpStatus.NOT_FOUND_404);
    return true;
  }

  /// The language that a reader asks for; empty where the query names none, or none that can be
  /// read.
  private static String language(Request request) {
    String query = request.getHttpURI().getQuery();
    return query != null && query.startsWith(LANGUAGE) ? query.substring(LANGUAGE.length()) : "";
  }

  private void check(Request request, Response response, Callback callback) throws IOException {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (!limit.mayTry(clients.of(request))) {
      PublicAnswers.tooManyTries(response, callback);
      return;
    }
    Typed typed = typed(request);
    VerificationAnswer answer = verifier.verify(typed.number(), typed.word(), typed.address());
    PublicAnswers.write(response, callback, "application/json", padded(answer));
  }

  /// Malformed requests get the same answer as wrong ones.
  private static Typed typed(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(REQUEST_BYTES_MAX + 1);
      return body.length > REQUEST_BYTES_MAX ? Typed.NOTHING : read(body);
    }
  }

  private static Typed read(byte[] body) {
    try {
      Typed typed = JSON.readValue(body, Typed.class);
      return typed == null ? Typed.NOTHING : typed;
    } catch (JacksonException malformed) {
      return Typed.NOTHING;
    }
  }

  private static byte[] padded(VerificationAnswer answer) {
    byte[] json = JSON.writeValueAsBytes(document(answer, true));
    if (json.length > ANSWER_BYTES) {
      json = JSON.writeValueAsBytes(document(answer, false));
    }
    byte[] padded = new byte[ANSWER_BYTES];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    return padded;
  }

  private static Map<String, Object> document(VerificationAnswer answer, boolean withText) {
    Map<String, Object> document = new LinkedHashMap<>();
    switch (answer) {
      case VerificationAnswer.Genuine genuine -> {
        document.put("fromUs", true);
        document.put("sentOn", genuine.sentOn().toString());
        document.put("digest", genuine.mailDigest());
        document.put("from", genuine.issuer().from().toLowerCase(Locale.ROOT));
        document.put("replyTo", genuine.issuer().replyTo().toLowerCase(Locale.ROOT));
        document.put("optOut", genuine.optOut());
        document.put("subject", genuine.notice().subject());
        document.put("text", withText ? genuine.notice().text() : "");
      }
      case VerificationAnswer.NotFromUs _ -> document.put("fromUs", false);
    }
    return document;
  }

  /// The keys that our mails are or were signed with, as the browser needs them.
  private Asset keys() {
    List<Map<String, String>> all =
        keys.all().stream()
            .map(each ->
                Map.of(
                    "domain", domain,
                    "selector", each.selector(),
                    "type", each.algorithm().keyType(),
                    "key", each.publicKey()))
            .toList();
    return new Asset("application/json", JSON.writeValueAsString(all));
  }

  private static String resource(String name) {
    return TextResource.of("/notice/page/" + name);
  }
}
