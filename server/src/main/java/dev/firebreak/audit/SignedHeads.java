package dev.firebreak.audit;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signed heads as they are kept outside: one JSON object a line.
///
/// ```
/// {"head":"NUMBER:HASH","at":"2025-11-25T09:00:00Z","signature":"BASE64"}
/// ```
public final class SignedHeads {
  /// Most heads in one file.
  public static final int LINES_MAX = 1_000_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SignedHeads() {}

  /// One line for each head, in their order.
  public static String lines(List<SignedHead> heads) {
    StringBuilder lines = new StringBuilder();
    for (SignedHead head : heads) {
      lines.append(JSON.writeValueAsString(document(head))).append('\n');
    }
    return lines.toString();
  }

  /// A head as a line has it.
  public static Map<String, Object> document(SignedHead head) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("head", head.head().toString());
    document.put("at", head.at().toString());
    document.put("signature", head.signature());
    return document;
  }

  /// Reads lines; empty ones do not count.
  ///
  /// @throws FirebreakException WRONG_USE for a line that is none
  public static List<SignedHead> parse(String text) {
    List<SignedHead> heads = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < Math.min(lines.size(), LINES_MAX); i++) {
      if (!lines.get(i).isBlank()) {
        heads.add(parse(lines.get(i), i + 1));
      }
    }
    if (heads.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "the file has no audit head, as `firebreak audit heads` writes them");
    }
    return heads;
  }

  private static SignedHead parse(String line, int number) {
    try {
      JsonNode head = JSON.readTree(line);
      return new SignedHead(
          AuditHead.parse(head.path("head").asString("")),
          Instant.parse(head.path("at").asString("")),
          head.path("signature").asString(""));
    } catch (JacksonException | DateTimeParseException | FirebreakException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "line " + number + " is no audit head, as `firebreak audit heads` writes them",
          e);
    }
  }
}
