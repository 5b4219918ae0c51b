package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.MinuteLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Where the readers of a follow-up ask for no more of them: their mail program by one click (RFC
/// 8058), or they themselves with the button of a page.
///
/// ```
/// GET  /unsubscribe/NUMBER/TOKEN   the page; changes nothing, since programs open links unasked
/// POST /unsubscribe/NUMBER/TOKEN   List-Unsubscribe=One-Click
/// ```
///
/// Links that we made and links that we did not get the same answers. Thread-safe.
public final class OptOutPage extends Handler.Abstract {
  static final String PATH = "/unsubscribe/";

  /// Mail programs' servers click for many of their readers from few addresses.
  private static final int TRIES_PER_MINUTE = 600;

  private static final int REQUEST_BYTES_MAX = 2_048;
  private static final Pattern LINK = Pattern.compile(PATH + "([^/]{1,20})/([^/]{1,64})");
  private static final Pattern ONE_CLICK = Pattern.compile("List-Unsubscribe(?:=|\"\\s+)One-Click");

  private final NoticeOptOuts optOuts;
  private final Clients clients;
  private final MinuteLimit limit;
  private final ByLanguage<String> questions;
  private final ByLanguage<String> answers;

  /// @param company whose page it is
  /// @param clients tells who asks, for the limit of tries
  public OptOutPage(
      NoticeOptOuts optOuts, FirebreakConfig.Company company, Clients clients, Clock clock) {
    this.optOuts = optOuts;
    this.clients = clients;
    limit = new MinuteLimit(TRIES_PER_MINUTE, clock);
    questions = new ByLanguage<>(language -> PublicPage.declining(language, company));
    answers = new ByLanguage<>(language -> PublicPage.declined(language, company));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Matcher link = LINK.matcher(request.getHttpURI().getPath());
    if (!link.matches()) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    PublicAnswers.guard(
        response,
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none';"
            + " base-uri 'none'");
    NoticeLanguage language = PublicPage.language(request, response);
    if (HttpMethod.GET.is(request.getMethod())) {
      write(response, callback, questions.of(language));
      return true;
    }
    if (!HttpMethod.POST.is(request.getMethod())) {
      PublicAnswers.empty(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    if (!limit.mayTry(clients.of(request))) {
      PublicAnswers.tooManyTries(response, callback);
      return true;
    }
    if (isOneClick(request)) {
      optOuts.follow(link.group(1), link.group(2));
    }
    write(response, callback, answers.of(language));
    return true;
  }

  /// RFC 8058 §3.2 has it as a form of either kind.
  private static boolean isOneClick(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      String body = new String(in.readNBytes(REQUEST_BYTES_MAX), StandardCharsets.ISO_8859_1);
      return ONE_CLICK.matcher(body).find();
    }
  }

  private static void write(Response response, Callback callback, String page) {
    PublicAnswers.write(response, callback, NoticePage.HTML, page.getBytes(StandardCharsets.UTF_8));
  }
}
