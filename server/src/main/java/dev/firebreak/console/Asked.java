package dev.firebreak.console;

import java.net.URI;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// What the console looks at in a request before its body. Immutable; its text has no token.
///
/// @param path decoded by nobody: what is not plain has no route
/// @param token of the session; empty text where the browser shows none
/// @param language chosen, else what the browser prefers
/// @param secure whether it came by TLS
/// @param fromHere whether a page of ours sent it, as the browser says
/// @param port where it arrived
record Asked(
    String path,
    String token,
    ConsoleLanguage language,
    boolean secure,
    boolean fromHere,
    int port) {
  private static final String LANGUAGE = "firebreak-language";
  private static final long YEAR_SECONDS = 365L * 24 * 60 * 60;

  static Asked of(Request request, boolean secure) {
    String path = request.getHttpURI().getPath();
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE);
    ConsoleLanguage language =
        ConsoleLanguage.ofCode(cookie(request, LANGUAGE))
            .orElseGet(() -> ConsoleLanguage.accepted(accepted == null ? "" : accepted));
    return new Asked(
        path == null ? "" : path,
        cookie(request, sessionName(secure)),
        language,
        secure,
        isFromHere(request),
        Request.getLocalPort(request));
  }

  /// The prefix makes a browser refuse the cookie without TLS, for another path, or from a
  /// neighbouring host.
  private static String sessionName(boolean secure) {
    return secure ? "__Host-firebreak" : "firebreak";
  }

  /// A browser says where a form comes from, and no page can change what it says. Browsers that do
  /// not say it in so many words name the origin; those that do may leave it out, since our pages
  /// ask for no referrer.
  private static boolean isFromHere(Request request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String host = request.getHeaders().get(HttpHeader.HOST);
    return origin != null && host != null && host.equals(authority(origin));
  }

  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static String cookie(Request request, String name) {
    for (HttpCookie cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(name)) {
        return cookie.getValue();
      }
    }
    return "";
  }

  /// Until the browser is closed; the server ends it sooner.
  String sessionCookie(String newToken) {
    return sessionName(secure) + "=" + newToken + attributes();
  }

  String endedSessionCookie() {
    return sessionName(secure) + "=" + attributes() + "; Max-Age=0";
  }

  String languageCookie(ConsoleLanguage chosen) {
    return LANGUAGE + "=" + chosen.code() + attributes() + "; Max-Age=" + YEAR_SECONDS;
  }

  private String attributes() {
    return "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
  }

  @Override
  public String toString() {
    return "Asked[" + path + "]";
  }
}
