package dev.firebreak.api;

import dev.firebreak.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What went wrong, as `application/problem+json` (RFC 9457) has it. Immutable.
///
/// @param kind of the problem, the end of its type: a word of a closed set
/// @param detail what was expected and what to do, as the command line says it
/// @param more further members
record Problem(int status, String kind, String detail, Map<String, Object> more) {
  static final String TYPE = "application/problem+json";
  static final String KINDS = "tag:firebreak.dev,2026:problem:";

  Problem {
    more = Map.copyOf(more);
  }

  static Problem of(int status, String kind, String detail) {
    return new Problem(status, kind, detail, Map.of());
  }

  /// A code's problem: with the status that its kind has over HTTP.
  static Problem of(ErrorCode code, String detail) {
    return new Problem(
        status(code), word(code), detail, Map.of("exitCode", code.kind().exitCode()));
  }

  Problem with(String member, Object value) {
    Map<String, Object> members = new LinkedHashMap<>(more);
    members.put(member, value);
    return new Problem(status, kind, detail, members);
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", KINDS + kind);
    document.put("title", kind.replace('-', ' '));
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(more);
    return document;
  }

  static String word(ErrorCode code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case WRONG_USE, INPUT_UNREADABLE, INPUT_WITHOUT_ID -> 400;
      case SECOND_FACTOR_WRONG -> 401;
      case NOT_ALLOWED, SECOND_OPERATOR_NEEDED -> 403;
      case NOT_FOUND -> 404;
      case CONFIG_INVALID, CHECK_FAILED, CANCELLED -> 409;
      case INPUT_TOO_LARGE -> 413;
      case POLICY_INVALID, CATALOGUE_INVALID -> 422;
      case BUG -> 500;
      case VENDOR_UNREACHABLE, MAIL_UNREACHABLE -> 502;
      case DISK, PORT_IN_USE, DATA_DIRECTORY_IN_USE, KEY_UNREADABLE, DATA_DAMAGED -> 503;
    };
  }
}
