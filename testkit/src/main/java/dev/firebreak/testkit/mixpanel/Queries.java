package dev.firebreak.testkit.mixpanel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The vendor's export endpoints. Thread-safe.
final class Queries {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGE_SIZE = 1000;

  private final String token;
  private final VendorStore store;

  Queries(String token, VendorStore store) {
    this.token = token;
    this.store = store;
  }

  /// Whether an `Authorization` header names the project's token as Basic user.
  boolean allowed(String authorization) {
    if (!authorization.startsWith("Basic ")) {
      return false;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring("Basic ".length()).strip());
      String user = new String(pair, StandardCharsets.UTF_8).split(":", 2)[0];
      return user.equals(token);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Days of an export, both included, UTC.
  record Days(LocalDate from, LocalDate to) {
    static Days parse(Map<String, String> query) {
      try {
        return new Days(
            LocalDate.parse(query.getOrDefault("from_date", "")),
            LocalDate.parse(query.getOrDefault("to_date", "")));
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("from_date and to_date must be like 2025-11-09", e);
      }
    }

    boolean contain(StoredEvent event) {
      long from = from().atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      long end = to().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
      return event.timeMillis() >= from && event.timeMillis() < end;
    }
  }

  void exportEvents(Days days, OutputStream out) throws IOException {
    Map<String, String> canonical = store.canonicalIds();
    for (StoredEvent event : store.events()) {
      if (days.contain(event)) {
        String id = canonical.getOrDefault(event.distinctId(), event.distinctId());
        out.write(VendorExport.line(event, id));
      }
    }
  }

  /// One page of profiles; a page past the end is empty.
  Ingestion.Answer profiles(Map<String, String> form) {
    int page;
    int size;
    try {
      page = Integer.parseInt(form.getOrDefault("page", "0"));
      size = Integer.parseInt(form.getOrDefault("page_size", String.valueOf(PAGE_SIZE)));
    } catch (NumberFormatException _) {
      return Ingestion.error(400, "page and page_size must be numbers");
    }
    if (page < 0 || size < 1 || size > PAGE_SIZE) {
      return Ingestion.error(400, "page must not be negative, page_size from 1 to 1000");
    }
    List<Map.Entry<String, ObjectNode>> all = new ArrayList<>(store.profiles().entrySet());
    int from = (int) Math.min((long) page * size, all.size());
    int to = Math.min(from + size, all.size());
    ArrayNode results = JSON.createArrayNode();
    for (Map.Entry<String, ObjectNode> profile : all.subList(from, to)) {
      ObjectNode row = results.addObject();
      row.put("$distinct_id", profile.getKey()).set("$properties", profile.getValue());
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("page", page).put("page_size", size).put("total", all.size());
    body.put("session_id", form.getOrDefault("session_id", "session-1")).put("status", "ok");
    body.set("results", results);
    return Ingestion.Answer.json(200, body);
  }
}
