package dev.firebreak.testkit.mixpanel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Undoes what SDKs wrap their JSON in: gzip, forms, base64, query strings.
final class RequestBody {
  /// The vendor's older and stricter limit, measured uncompressed (protocols say 2 MB and 10 MB).
  static final int BYTES_MAX = 2 * 1024 * 1024;

  private RequestBody() {}

  /// The body is larger than the vendor takes; the answer is 413.
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("request body above " + BYTES_MAX + " bytes");
    }
  }

  static byte[] read(InputStream body, boolean gzip) throws IOException {
    byte[] raw = limited(body);
    if (!gzip) {
      return raw;
    }
    try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(raw))) {
      return limited(unzipped);
    }
  }

  private static byte[] limited(InputStream in) throws IOException {
    byte[] all = in.readNBytes(BYTES_MAX + 1);
    if (all.length > BYTES_MAX) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      throw new TooLarge();
    }
    return all;
  }

  /// The JSON in a body that is JSON, or a form whose field `data` is JSON or base64 of it.
  static byte[] json(byte[] body) {
    if (looksLikeJson(body)) {
      return body;
    }
    String data = form(new String(body, StandardCharsets.UTF_8)).getOrDefault("data", "");
    return unwrap(data);
  }

  static byte[] unwrap(String data) {
    byte[] plain = data.getBytes(StandardCharsets.UTF_8);
    if (looksLikeJson(plain)) {
      return plain;
    }
    String base64 = data.replace(' ', '+').replace('-', '+').replace('_', '/').replace("=", "");
    return Base64.getDecoder().decode(base64);
  }

  /// Fields of a form or of a query; the last one of a name wins.
  static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static boolean looksLikeJson(byte[] body) {
    for (byte b : body) {
      if (!Character.isWhitespace(b)) {
        return b == '[' || b == '{';
      }
    }
    return false;
  }
}
