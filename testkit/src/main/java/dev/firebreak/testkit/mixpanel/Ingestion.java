package dev.firebreak.testkit.mixpanel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The vendor's ingestion rules: what is kept, and what is answered. Thread-safe.
final class Ingestion {
  static final int RECORDS_MAX = 2000;

  private static final Duration TRACK_AGE_MAX = Duration.ofDays(5);
  private static final DateTimeFormatter LAST_SEEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String token;
  private final Clock clock;
  private final VendorStore store;

  Ingestion(String token, Clock clock, VendorStore store) {
    this.token = token;
    this.clock = clock;
    this.store = store;
  }

  /// An answer to a request.
  record Answer(int status, String contentType, String body) {
    static Answer text(int status, String body) {
      return new Answer(status, "text/plain; charset=utf-8", body);
    }

    static Answer json(int status, JsonNode body) {
      return new Answer(status, "application/json", body.toString());
    }
  }

  static Answer tooLarge() {
    return error(413, "request exceeds the limit of 2097152 bytes or 2000 records");
  }

  static Answer unauthorized() {
    return error(401, "Invalid credentials");
  }

  static Answer error(int status, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("code", status).put("error", message).put("status", "Bad Request");
    return Answer.json(status, body);
  }

  /// `/import`. The caller has checked the credentials.
  ///
  /// @param refuse chooses by `$insert_id` what is refused on top of the rules
  Answer importEvents(byte[] json, boolean strict, Predicate<String> refuse) {
    List<EventReader.Read> read;
    try {
      read = new EventReader("/import", strict).read(json, clock.millis());
    } catch (JacksonException _) {
      return error(400, "request body is not valid JSON");
    }
    if (read.size() > RECORDS_MAX) {
      return tooLarge();
    }
    List<EventReader.Read.Understood> kept = new ArrayList<>(read.size());
    var failed = JSON.createArrayNode();
    for (int i = 0; i < read.size(); i++) {
      switch (read.get(i)) {
        case EventReader.Read.Understood event when refuse.test(event.event().insertId()) ->
            failed.add(
                failed(i, event.event().insertId(), "properties", "refused by the test's fault"));
        case EventReader.Read.Understood event -> kept.add(event);
        case EventReader.Read.Refused refused ->
            failed.add(failed(i, refused.insertId(), refused.field(), refused.message()));
      }
    }
    store.add(kept);
    ObjectNode body = JSON.createObjectNode();
    boolean bad = strict && !failed.isEmpty();
    body.put("code", bad ? 400 : 200).put("num_records_imported", kept.size());
    body.put("status", bad ? "Bad Request" : "OK");
    if (bad) {
      body.put("error", "some data points in the request failed validation");
      body.set("failed_records", failed);
    }
    return Answer.json(bad ? 400 : 200, body);
  }

  private static ObjectNode failed(int index, String insertId, String field, String message) {
    ObjectNode record = JSON.createObjectNode();
    record.put("index", index).put("$insert_id", insertId).put("insert_id", insertId);
    return record.put("field", field).put("message", message);
  }

  /// `/track`: keeps what is valid and at most five days old.
  Answer track(byte[] json, boolean verbose) {
    Instant now = clock.instant();
    List<EventReader.Read> read;
    try {
      read = new EventReader("/track", false).read(json, now.toEpochMilli());
    } catch (JacksonException _) {
      return verdict(verbose, Optional.of("data, invalid JSON"));
    }
    if (read.size() > RECORDS_MAX) {
      return tooLarge();
    }
    long oldest = now.minus(TRACK_AGE_MAX).toEpochMilli();
    List<EventReader.Read.Understood> kept = new ArrayList<>(read.size());
    Optional<String> error = Optional.empty();
    for (EventReader.Read one : read) {
      switch (one) {
        case EventReader.Read.Understood event when !event.token().equals(token) -> {
          return unauthorized();
        }
        case EventReader.Read.Understood event when event.event().timeMillis() < oldest ->
            error = Optional.of("event is older than 5 days; use /import");
        case EventReader.Read.Understood event -> kept.add(event);
        case EventReader.Read.Refused refused -> error = Optional.of(refused.message());
      }
    }
    store.add(kept);
    return verdict(verbose, error);
  }

  /// `/engage` and `/groups`: 200 always, the body tells.
  Answer update(byte[] json, boolean groups, boolean verbose) {
    JsonNode body;
    try {
      body = JSON.readTree(json);
    } catch (JacksonException _) {
      return verdict(verbose, Optional.of("data, invalid JSON"));
    }
    Iterable<JsonNode> messages = body.isArray() ? body : List.of(body);
    List<VendorStore.Update> updates = new ArrayList<>();
    Optional<String> error = Optional.empty();
    for (JsonNode message : messages) {
      if (!message.path("$token").asString("").equals(token)) {
        return unauthorized();
      }
      String id = groups ? groupId(message) : message.path("$distinct_id").asString("");
      if (id.isEmpty()) {
        error = Optional.of("update has no id");
      } else {
        updates.add(new VendorStore.Update(id, groups, message));
      }
    }
    if (updates.size() > RECORDS_MAX) {
      return tooLarge();
    }
    String time = LAST_SEEN.format(clock.instant());
    List<String> errors = store.update(updates, time);
    return verdict(verbose, error.or(() -> errors.stream().findFirst()));
  }

  private static String groupId(JsonNode message) {
    String key = message.path("$group_key").asString("");
    String id = message.path("$group_id").asString("");
    return key.isEmpty() || id.isEmpty() ? "" : key + "\n" + id;
  }

  private static Answer verdict(boolean verbose, Optional<String> error) {
    if (!verbose) {
      return Answer.text(200, error.isEmpty() ? "1" : "0");
    }
    ObjectNode body = JSON.createObjectNode();
    error.ifPresentOrElse(words -> body.put("error", words), () -> body.putNull("error"));
    return Answer.json(200, body.put("status", error.isEmpty() ? 1 : 0));
  }
}
