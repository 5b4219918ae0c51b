package dev.firebreak.notice;

import dev.firebreak.config.Secret;
import dev.firebreak.gateway.ClientAddress;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.MinuteLimit;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import tools.jackson.databind.json.JsonMapper;

/// What the product's servers ask, to show people their notices when they are signed in.
///
/// ```
/// GET  /api/v1/notices?account=ID                        {"notices": [...]}
/// POST /api/v1/notices/NUMBER/acknowledged?account=ID    the notice, with the first time
/// ```
///
/// Every request carries the secret of the settings, `Authorization: Bearer SECRET`. Whoever has it
/// can read what was found of anybody, so it is for servers, never for a browser. Errors are
/// `application/problem+json` (RFC 9457) and repeat nothing of the request. Thread-safe.
public final class NoticeInboxApi extends Handler.Abstract {
  static final int REFUSALS_PER_MINUTE = 30;
  static final int REQUESTS_PER_MINUTE = 6_000;

  private static final String NOTICES = "/api/v1/notices";
  private static final Pattern ACKNOWLEDGED =
      Pattern.compile(NOTICES + "/([^/]{1,32})/acknowledged");
  private static final String BEARER = "Bearer ";
  private static final int ACCOUNT_LENGTH_MAX = 256;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final NoticeInbox inbox;
  private final Secret secret;
  private final Clients clients;
  private final MinuteLimit refusals;
  private final MinuteLimit requests;

  /// @param secret that every request carries
  /// @param clients tells who asks, for the limits
  public NoticeInboxApi(NoticeInbox inbox, Secret secret, Clients clients, Clock clock) {
    this.inbox = inbox;
    this.secret = secret;
    this.clients = clients;
    refusals = new MinuteLimit(REFUSALS_PER_MINUTE, clock);
    requests = new MinuteLimit(REQUESTS_PER_MINUTE, clock);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    ClientAddress client = clients.of(request);
    if (refusals.spent(client) || !requests.mayTry(client)) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "60");
      problem(
          response, callback, HttpStatus.TOO_MANY_REQUESTS_429, "wait a minute, then ask again");
    } else if (!authenticated(request)) {
      boolean _ = refusals.mayTry(client);
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      problem(
          response,
          callback,
          HttpStatus.UNAUTHORIZED_401,
          "send the secret of mail.in-product.secret, as Authorization: Bearer SECRET");
    } else {
      answer(request, response, callback);
    }
    return true;
  }

  private boolean authenticated(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header != null
        && header.startsWith(BEARER)
        && secret.matches(header.substring(BEARER.length()).strip());
  }

  private void answer(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    Matcher acknowledged = ACKNOWLEDGED.matcher(path);
    boolean list = path.equals(NOTICES);
    if (!list && !acknowledged.matches()) {
      problem(response, callback, HttpStatus.NOT_FOUND_404, "there is " + NOTICES + " alone");
      return;
    }
    HttpMethod method = list ? HttpMethod.GET : HttpMethod.POST;
    if (!method.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, method.asString());
      problem(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "use " + method);
      return;
    }
    String account = account(request);
    if (account.isEmpty()) {
      problem(
          response,
          callback,
          HttpStatus.BAD_REQUEST_400,
          "name one account of 1 to " + ACCOUNT_LENGTH_MAX + " characters, as ?account=ID");
    } else if (list) {
      List<Map<String, Object>> notices =
          inbox.notices(account).stream().map(NoticeInboxApi::document).toList();
      write(response, callback, "application/json", Map.of("notices", notices));
    } else {
      Optional<NoticeInbox.Notice> notice = inbox.acknowledge(account, acknowledged.group(1));
      if (notice.isPresent()) {
        write(response, callback, "application/json", document(notice.get()));
      } else {
        problem(
            response,
            callback,
            HttpStatus.NOT_FOUND_404,
            "the account has no notice with this number");
      }
    }
  }

  /// The account that is asked about; empty where none is named, or several, or unreadably.
  private static String account(Request request) {
    try {
      List<Fields.Field> fields =
          Request.extractQueryParameters(request).stream()
              .filter(field -> field.getName().equals("account"))
              .toList();
      if (fields.size() != 1 || fields.getFirst().getValues().size() != 1) {
        return "";
      }
      String account = fields.getFirst().getValue();
      return account.length() > ACCOUNT_LENGTH_MAX ? "" : account;
    } catch (IllegalArgumentException unreadable) {
      return "";
    }
  }

  private static Map<String, Object> document(NoticeInbox.Notice notice) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("campaign", notice.campaign());
    document.put("number", notice.notice().number());
    document.put("state", notice.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    document.put("language", notice.language().tag());
    document.put("title", notice.notice().subject());
    document.put("text", notice.notice().text());
    document.put("approvedAt", notice.approvedAt().toString());
    notice.acknowledgedAt().ifPresent(at -> document.put("acknowledgedAt", at.toString()));
    return document;
  }

  private static void problem(Response response, Callback callback, int status, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("title", HttpStatus.getMessage(status));
    problem.put("status", status);
    problem.put("detail", detail);
    response.setStatus(status);
    write(response, callback, "application/problem+json", problem);
  }

  private static void write(
      Response response, Callback callback, String type, Map<String, Object> document) {
    PublicAnswers.write(response, callback, type, JSON.writeValueAsBytes(document));
  }
}
