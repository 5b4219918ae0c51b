package dev.firebreak.event;

import java.util.Optional;

/// One HTTP request of an SDK, as a dialect sees it: no client address, no cookies.
///
/// @param method upper case
/// @param path decoded, the binding's prefix stripped, beginning with `/`
/// @param rawQuery the query without `?`, still encoded; empty where there is none
/// @param headers looked up case-insensitively
/// @param body the bytes on the wire; not copied
/// @param memory where the body's decoded forms are claimed
public record InboundRequest(
    String method,
    String path,
    String rawQuery,
    Headers headers,
    byte[] body,
    RequestMemory memory) {
  /// A request whose memory nobody counts.
  public InboundRequest(String method, String path, String rawQuery, Headers headers, byte[] body) {
    this(method, path, rawQuery, headers, body, RequestMemory.UNLIMITED);
  }

  /// The same request without its body, as an answer needs it.
  public InboundRequest withoutBody() {
    return new InboundRequest(method, path, rawQuery, headers, new byte[0], memory);
  }

  /// Header look-up by case-insensitive name.
  @FunctionalInterface
  public interface Headers {
    Optional<String> value(String name);
  }

  @Override
  public String toString() {
    return "InboundRequest[" + method + ", " + body.length + " bytes]";
  }
}
