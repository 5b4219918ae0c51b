package dev.firebreak.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Requests as Mixpanel's SDKs build them, and what a dialect reads from them.
final class SdkRequests {
  private SdkRequests() {}

  static InboundRequest get(String path, String query) {
    return request("GET", path, query, Map.of(), new byte[0]);
  }

  static InboundRequest post(String path, String query, byte[] body, String... headers) {
    java.util.HashMap<String, String> named = new java.util.HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    return request("POST", path, query, named, body);
  }

  static InboundRequest post(String path, String body, String... headers) {
    return post(path, "", utf8(body), headers);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(utf8(text));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Each message's tokens as compact JSON, or the label of the reason why there is none.
  static List<String> read(Decoded decoded) {
    MessageReader reader = ((Decoded.Messages) decoded).reader();
    TokenBuffer buffer = new TokenBuffer();
    List<String> read = new ArrayList<>();
    while (true) {
      switch (reader.next(buffer)) {
        case ReadMessage.Message _ -> read.add(json(buffer));
        case ReadMessage.NotUnderstood(TreatedMessage.Quarantined quarantined) ->
            read.add(quarantined.reason().label());
        case ReadMessage.End() -> {
          return read;
        }
      }
    }
  }

  /// The credential of the first message.
  static Optional<String> credential(Decoded decoded) {
    return switch (((Decoded.Messages) decoded).reader().next(new TokenBuffer())) {
      case ReadMessage.Message message -> message.sentCredential();
      case ReadMessage.NotUnderstood _, ReadMessage.End _ -> Optional.empty();
    };
  }

  private static InboundRequest request(
      String method, String path, String query, Map<String, String> headers, byte[] body) {
    return new InboundRequest(
        method,
        path,
        query,
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
        body);
  }

  private static String json(TokenBuffer tokens) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      char last = json.isEmpty() ? '{' : json.charAt(json.length() - 1);
      TokenBuffer.Kind kind = tokens.kind(i);
      boolean end = kind == TokenBuffer.Kind.END_OBJECT || kind == TokenBuffer.Kind.END_ARRAY;
      if (!end && last != '{' && last != '[' && last != ':') {
        json.append(',');
      }
      json.append(
          switch (kind) {
            case START_OBJECT -> "{";
            case END_OBJECT -> "}";
            case START_ARRAY -> "[";
            case END_ARRAY -> "]";
            case NAME -> '"' + tokens.text(i) + "\":";
            case STRING -> '"' + tokens.text(i) + '"';
            case NUMBER -> tokens.text(i);
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
          });
    }
    return json.toString();
  }
}
