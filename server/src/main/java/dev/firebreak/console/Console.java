package dev.firebreak.console;

import dev.firebreak.access.Sessions;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.ClientAddress;
import dev.firebreak.gateway.Clients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The console's pages over HTTP. In the order of [#answer]: the route is looked up, a form must
/// come from our own page, the session is looked up, its role must reach, and only then the page is
/// made.
///
/// Pages load nothing from elsewhere, and run no script but where a passkey may be asked for, the
/// console's own; nothing is kept in a cache. The session's cookie can be read by no script and is
/// sent by no other site. Thread-safe.
public final class Console extends Handler.Abstract {
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
          + " frame-ancestors 'none'; base-uri 'none'";
  private static final String SCRIPT_POLICY = PAGE_POLICY + "; script-src 'self'";
  private static final String SELF_CONTAINED_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
          + " frame-ancestors 'none'; base-uri 'none'";
  private static final Duration REFUSED_WAIT = Duration.ofSeconds(60);

  private final ConsolePages pages;
  private final AccessForms access;
  private final Sessions sessions;
  private final AuditLog audit;
  private final Clients clients;
  private final boolean onThisMachine;

  /// @param clients tells who asks, and which proxies speak TLS
  /// @param onThisMachine true where only this machine reaches it, so that it may do without TLS
  Console(
      ConsolePages pages,
      AccessForms access,
      Sessions sessions,
      AuditLog audit,
      Clients clients,
      boolean onThisMachine) {
    this.pages = pages;
    this.access = access;
    this.sessions = sessions;
    this.audit = audit;
    this.clients = clients;
    this.onThisMachine = onThisMachine;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Asked asked = Asked.of(request, clients.isSecure(request));
    if (!asked.secure() && !onThisMachine) {
      write(response, callback, pages.needsTls(asked));
      return true;
    }
    Optional<Route.Match> match = Route.find(request.getMethod(), asked.path());
    if (match.isEmpty()) {
      write(response, callback, pages.notFound(asked, session(asked)));
      return true;
    }
    boolean form = match.get().route().method().equals("POST");
    if (form && !asked.fromHere()) {
      write(response, callback, pages.refusedForm(asked, Optional.empty()));
      return true;
    }
    FormFields fields = form ? FormFields.ofBody(request) : FormFields.of(query(request));
    if (match.get().route() == Route.SIGN_IN) {
      signIn(request, response, callback, asked, fields);
    } else if (match.get().route() == Route.PASSKEY_SIGN_IN) {
      write(
          response,
          callback,
          access.mayTry(clients.of(request))
              ? access.signInByPasskey(asked, fields)
              : access.signInPage(asked, HttpStatus.TOO_MANY_REQUESTS_429, "signin.wait"));
    } else {
      write(response, callback, answer(asked, match.get(), fields));
    }
    return true;
  }

  private Reply answer(Asked asked, Route.Match match, FormFields fields) {
    Optional<Frame.Signed> signed = session(asked);
    Route route = match.route();
    if (route.role().isPresent() && signed.isEmpty()) {
      return Reply.redirect(Route.SIGN_IN_PAGE.path());
    }
    boolean form = route.method().equals("POST");
    if (form
        && signed.isPresent()
        && !Sessions.isFormWord(asked.token(), fields.get("form-word"))) {
      audit(signed.get(), "FormRefused", route);
      return pages.refusedForm(asked, signed);
    }
    if (route.role().isPresent() && !signed.orElseThrow().role().includes(route.role().get())) {
      audit(signed.orElseThrow(), "PageRefused", route);
      return pages.notAllowed(asked, signed, route.role().get());
    }
    return switch (route) {
      case SIGN_OUT -> {
        sessions.signOut(asked.token());
        yield Reply.redirect(Route.SIGN_IN_PAGE.path(), asked.endedSessionCookie());
      }
      case END_SESSION -> endSession(asked, signed, fields);
      case LANGUAGE -> language(asked, fields);
      case SIGN_IN_PAGE,
          ENROL_PAGE,
          ENROL,
          ACCOUNT,
          ADD_PASSKEY,
          REMOVE_PASSKEY,
          RENEW_RECOVERY,
          OPERATORS,
          INVITE,
          SET_ROLE,
          REMOVE_OPERATOR ->
          access.answer(asked, signed, match, fields);
      case PERSON_SEARCH -> found(asked, signed.orElseThrow(), match, fields);
      default -> form ? act(asked, signed, match, fields) : page(asked, signed, match, fields);
    };
  }

  private Reply page(
      Asked asked, Optional<Frame.Signed> signed, Route.Match match, FormFields query) {
    try {
      return pages.page(asked, signed, match, query);
    } catch (FirebreakException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return pages.notFound(asked, signed);
      }
      throw e;
    }
  }

  private Reply found(Asked asked, Frame.Signed signed, Route.Match match, FormFields fields) {
    try {
      return pages.personSearch(asked, signed, match.named(), fields);
    } catch (FirebreakException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return pages.notFound(asked, Optional.of(signed));
      }
      throw e;
    }
  }

  private Reply act(
      Asked asked, Optional<Frame.Signed> signed, Route.Match match, FormFields fields) {
    Actions actions = pages.actions();
    try {
      return actions.act(
          actions.of(match.route()).orElseThrow(),
          pages.frame(asked, signed),
          sessions.find(asked.token()).orElseThrow(),
          match,
          fields);
    } catch (FirebreakException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return pages.notFound(asked, signed);
      }
      throw e;
    }
  }

  private Reply endSession(Asked asked, Optional<Frame.Signed> signed, FormFields fields) {
    Sessions.Session own = sessions.find(asked.token()).orElseThrow();
    try {
      sessions.end(own, fields.get("session"));
    } catch (FirebreakException ended) {
      if (ended.code() != ErrorCode.NOT_FOUND) {
        throw ended;
      }
      return pages.notFound(asked, signed);
    }
    return Reply.redirect(Route.OPERATORS.path());
  }

  /// Goes back to the page it was asked from, where that is one of ours.
  private static Reply language(Asked asked, FormFields fields) {
    String from = fields.get("from");
    String back = Route.find("GET", from).isPresent() ? from : Route.OVERVIEW.path();
    return ConsoleLanguage.ofCode(fields.get("language"))
        .map(language -> Reply.redirect(back, asked.languageCookie(language)))
        .orElseGet(() -> Reply.redirect(back));
  }

  /// No thread waits while an answer is delayed.
  private void signIn(
      Request request, Response response, Callback callback, Asked asked, FormFields fields) {
    ClientAddress client = clients.of(request);
    if (!access.mayTry(client)) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, REFUSED_WAIT.toSeconds());
      write(
          response,
          callback,
          access.signInPage(asked, HttpStatus.TOO_MANY_REQUESTS_429, "signin.wait"));
      return;
    }
    String name = fields.get("name").strip().toLowerCase(Locale.ROOT);
    Duration delay = access.delay(name);
    Runnable answer =
        () -> {
          try {
            write(response, callback, access.signIn(asked, name, fields));
          } catch (RuntimeException e) {
            callback.failed(e);
          }
        };
    if (delay.isZero()) {
      answer.run();
      return;
    }
    request
        .getComponents()
        .getScheduler()
        .schedule(
            () -> request.getComponents().getExecutor().execute(answer),
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private Optional<Frame.Signed> session(Asked asked) {
    return sessions
        .find(asked.token())
        .map(session ->
            new Frame.Signed(session.operator(), session.role(), Sessions.formWord(asked.token())));
  }

  private void audit(Frame.Signed signed, String action, Route route) {
    audit.append(signed.operator(), action, "page:" + route.path(), Map.of());
  }

  private static String query(Request request) {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  private static String policy(Reply reply) {
    if (reply.inlineStyle()) {
      return SELF_CONTAINED_POLICY;
    }
    return reply.script() ? SCRIPT_POLICY : PAGE_POLICY;
  }

  private static void write(Response response, Callback callback, Reply reply) {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("X-Frame-Options", "DENY");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    response.getHeaders().put("Cross-Origin-Opener-Policy", "same-origin");
    response.getHeaders().put("Content-Security-Policy", policy(reply));
    reply.location().ifPresent(path -> response.getHeaders().put(HttpHeader.LOCATION, path));
    reply.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
