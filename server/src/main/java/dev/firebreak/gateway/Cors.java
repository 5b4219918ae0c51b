package dev.firebreak.gateway;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// The headers by which a browser lets pages of other origins use the gateway. mixpanel-browser
/// sends with credentials, so the origin is echoed, never `*`; no cookie is ever set or read.
final class Cors {
  private static final int ECHO_CHARS_MAX = 1_024;
  private static final HttpField VARY = new HttpField(HttpHeader.VARY, "Origin");
  private static final HttpField CREDENTIALS =
      new HttpField("Access-Control-Allow-Credentials", "true");
  private static final HttpField EXPOSED =
      new HttpField("Access-Control-Expose-Headers", "Retry-After");
  private static final HttpField METHODS =
      new HttpField("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  private static final HttpField MAX_AGE = new HttpField("Access-Control-Max-Age", "86400");

  private Cors() {}

  /// Adds what every answer to a page of an allowed origin carries.
  ///
  /// @param allowedOrigins empty allows every origin
  static void allow(List<String> allowedOrigins, HttpFields request, HttpFields.Mutable response) {
    response.add(VARY);
    String origin = request.get(HttpHeader.ORIGIN);
    if (isAllowed(allowedOrigins, origin)) {
      response.put("Access-Control-Allow-Origin", origin);
      response.add(CREDENTIALS);
      response.add(EXPOSED);
    }
  }

  /// Adds what the answer to a preflight carries besides.
  static void allowPreflight(
      List<String> allowedOrigins, HttpFields request, HttpFields.Mutable response) {
    allow(allowedOrigins, request, response);
    if (!isAllowed(allowedOrigins, request.get(HttpHeader.ORIGIN))) {
      return;
    }
    response.add(METHODS);
    response.add(MAX_AGE);
    String headers = request.get("Access-Control-Request-Headers");
    if (headers != null && headers.length() <= ECHO_CHARS_MAX) {
      response.put("Access-Control-Allow-Headers", headers);
    }
  }

  private static boolean isAllowed(List<String> allowedOrigins, @Nullable String origin) {
    return origin != null
        && origin.length() <= ECHO_CHARS_MAX
        && (allowedOrigins.isEmpty() || allowedOrigins.contains(origin));
  }
}
