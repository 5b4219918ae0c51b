package dev.firebreak.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// The fields of a form, or of a query. What is malformed or too long has none. Holds passwords and
/// codes: its text shows nothing. Immutable.
final class FormFields {
  private static final int BYTES_MAX = 8_192;

  private final Map<String, String> values;

  private FormFields(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  static FormFields ofBody(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(BYTES_MAX + 1);
      return of(body.length > BYTES_MAX ? "" : new String(body, StandardCharsets.UTF_8));
    }
  }

  static FormFields of(String encoded) {
    Map<String, String> values = new HashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        } catch (IllegalArgumentException malformed) {
          return new FormFields(Map.of());
        }
      }
    }
    return new FormFields(values);
  }

  /// A field; empty text where it is not there.
  String get(String name) {
    return values.getOrDefault(name, "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "FormFields" + values.keySet();
  }
}
