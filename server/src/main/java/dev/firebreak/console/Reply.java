package dev.firebreak.console;

import java.util.List;
import java.util.Optional;

/// An answer before it is written. Immutable.
///
/// @param location where a redirect leads; empty for none
/// @param cookies as `Set-Cookie` has them
/// @param inlineStyle true for a self-contained page of ours that has its style in itself
/// @param script true for a page that runs the console's own script for passkeys
record Reply(
    int status,
    String type,
    String body,
    Optional<String> location,
    List<String> cookies,
    boolean inlineStyle,
    boolean script) {
  Reply {
    cookies = List.copyOf(cookies);
  }

  static Reply html(int status, String body) {
    return new Reply(
        status, "text/html;charset=utf-8", body, Optional.empty(), List.of(), false, false);
  }

  static Reply selfContained(String body) {
    return new Reply(
        200, "text/html;charset=utf-8", body, Optional.empty(), List.of(), true, false);
  }

  static Reply file(String type, String body) {
    return new Reply(200, type, body, Optional.empty(), List.of(), false, false);
  }

  static Reply redirect(String path, String... cookies) {
    return new Reply(303, "text/plain", "", Optional.of(path), List.of(cookies), false, false);
  }

  /// The same page, which runs the script for passkeys.
  Reply withScript() {
    return new Reply(status, type, body, location, cookies, inlineStyle, true);
  }

  /// The same answer, which sets a cookie too.
  Reply with(String cookie) {
    return new Reply(status, type, body, location, List.of(cookie), inlineStyle, script);
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
