package dev.firebreak.api;

import dev.firebreak.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A part of a list. A cursor says behind which item the next part begins, by the item's place and
/// hash: so what joins the list meanwhile neither repeats an item nor hides one.
///
/// @param items as one JSON document
/// @param next the cursor of what follows; empty where nothing does
record Page(byte[] items, Optional<String> next) {
  static final int LIMIT_DEFAULT = 100;
  static final int LIMIT_MAX = 1_000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,9}):([0-9a-f]{16})");
  private static final int HASH_CHARS = 16;

  /// What a request wants of a list.
  ///
  /// @param cursor where an earlier part ended; empty text for the beginning
  record Wanted(int limit, String cursor) {
    static final Wanted FIRST = new Wanted(LIMIT_DEFAULT, "");

    /// @param limit as the request has it
    Wanted limit(String limit) {
      if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > LIMIT_MAX) {
        throw ApiProblem.wrongUse("`limit` is 1 to " + LIMIT_MAX);
      }
      return new Wanted(Integer.parseInt(limit), cursor);
    }

    Wanted cursor(String given) {
      return new Wanted(limit, given);
    }
  }

  /// Cuts a list.
  ///
  /// @param list a JSON document
  /// @return empty where the document is no list
  static Optional<Page> of(String list, Wanted wanted) {
    JsonNode document = JSON.readTree(list);
    if (!document.isArray()) {
      return Optional.empty();
    }
    int from = wanted.cursor().isEmpty() ? 0 : start(document, wanted.cursor());
    int to = Math.min(document.size(), from + wanted.limit());
    List<JsonNode> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      items.add(document.get(i));
    }
    return Optional.of(
        new Page(
            JSON.writeValueAsBytes(items),
            to < document.size()
                ? Optional.of(cursor(to, document.get(to - 1)))
                : Optional.empty()));
  }

  private static int start(JsonNode list, String cursor) {
    Matcher matcher = CURSOR.matcher(decoded(cursor));
    if (!matcher.matches()) {
      throw ApiProblem.wrongUse("`cursor` is what the link of an earlier answer has");
    }
    int place = Integer.parseInt(matcher.group(1));
    String hash = matcher.group(2);
    if (place >= 1 && place <= list.size() && hash(list.get(place - 1)).equals(hash)) {
      return place;
    }
    for (int i = 0; i < list.size(); i++) {
      if (hash(list.get(i)).equals(hash)) {
        return i + 1;
      }
    }
    throw new ApiProblem(
        Problem.of(410, "cursor-gone", "the item before is no longer as it was; begin again"));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static String cursor(int place, JsonNode before) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((place + ":" + hash(before)).getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(JsonNode item) {
    return Sha256.hex(item.toString().getBytes(StandardCharsets.UTF_8)).substring(0, HASH_CHARS);
  }

  @Override
  public String toString() {
    return "Page[" + items.length + " bytes]";
  }
}
