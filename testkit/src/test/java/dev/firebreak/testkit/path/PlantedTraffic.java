package dev.firebreak.testkit.path;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Requests with planted values: good messages in batches, and whatever else comes in at a public
/// address. One round sends each kind of message once for each of its people; the next rounds are
/// of others, until the first one comes again.
final class PlantedTraffic {
  /// Dedupe ids with this beginning are refused by the vendor.
  static final String REFUSED_ID = "dead0000-";

  private static final int BATCH = 100;
  private static final int PEOPLE_PER_TEMPLATE = 25;

  /// How many rounds are of different people.
  static final int ROUNDS = 4;

  private final Plants plants = new Plants();
  private final PlantedMessages templates = new PlantedMessages(plants);
  private final List<List<Request>> rounds = new ArrayList<>();
  private List<Request> round = new ArrayList<>();
  private int nextPerson;
  private int messages;

  /// One HTTP request.
  ///
  /// @param target path and query
  /// @param body empty for a GET
  record Request(String method, String target, Map<String, String> headers, byte[] body) {}

  PlantedTraffic() {
    for (int i = 0; i < ROUNDS; i++) {
      round = new ArrayList<>();
      fillRound();
      rounds.add(List.copyOf(round));
    }
  }

  private void fillRound() {
    List<PlantedMessages.Template> events = new ArrayList<>(templates.events());
    events.addAll(
        List.of(
            this::ofAnotherProject,
            this::ofDroppedEvent,
            this::ofDoubleIdentity,
            this::tooDeep,
            this::tooOld,
            this::refusedByTheVendor));
    batches("/import", events);
    batches("/engage", templates.profiles());
    batches("/groups", templates.groups());
    batches("/engage", List.of(this::ofNobody));
    for (int i = 0; i < PEOPLE_PER_TEMPLATE; i++) {
      single(person());
    }
  }

  Plants plants() {
    return plants;
  }

  /// The requests of a round.
  List<Request> round(int number) {
    return rounds.get(number % ROUNDS);
  }

  /// Messages of one round, at least: a request that cannot be read counts as none here.
  int messagesPerRound() {
    return messages / ROUNDS;
  }

  private PlantedPerson person() {
    return new PlantedPerson(nextPerson++);
  }

  private void batches(String path, List<PlantedMessages.Template> kinds) {
    List<String> all = new ArrayList<>();
    for (PlantedMessages.Template template : kinds) {
      for (int i = 0; i < PEOPLE_PER_TEMPLATE; i++) {
        all.add(template.json(person()));
      }
    }
    messages += all.size();
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> some = all.subList(from, Math.min(all.size(), from + BATCH));
      byte[] body = bytes("[" + String.join(",", some) + "]");
      boolean gzip = round.size() % 2 == 0;
      round.add(
          new Request(
              "POST",
              "/mp" + path,
              gzip ? Map.of("Content-Encoding", "gzip") : Map.of(),
              gzip ? gzip(body) : body));
    }
  }

  private String ofAnotherProject(PlantedPerson p) {
    Map<String, Object> in = hidden(p);
    in.put("token", "another-project");
    return PlantedMessages.event("Opened " + p.email(), in);
  }

  private String ofDroppedEvent(PlantedPerson p) {
    Map<String, Object> in = templates.start(p);
    in.put("plan", plants.personal(p.word()));
    return PlantedMessages.event("Password Reset for " + plants.personal(p.email()), in);
  }

  private String ofDoubleIdentity(PlantedPerson p) {
    String json = PlantedMessages.event("Opened", hidden(p));
    return json.replace("\"distinct_id\"", "\"distinct_id\":\"" + p.email() + "\",\"distinct_id\"");
  }

  private String tooDeep(PlantedPerson p) {
    Map<String, Object> in = hidden(p);
    Object deep = p.email();
    for (int i = 0; i < 100; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of(p.word(), deep);
    }
    in.put("plan", deep);
    return PlantedMessages.event("Opened", in);
  }

  private String tooOld(PlantedPerson p) {
    Map<String, Object> in = templates.start(p);
    in.put("time", 1_262_304_000L);
    in.put("plan", "of " + plants.personal(p.email()));
    return PlantedMessages.event("Opened", in);
  }

  private String refusedByTheVendor(PlantedPerson p) {
    Map<String, Object> in = templates.start(p);
    in.put("$insert_id", REFUSED_ID + "0000-4000-8000-%012x".formatted(p.number()));
    in.put("plan", "of " + plants.personal(p.email()));
    return PlantedMessages.event("Opened", in);
  }

  private String ofNobody(PlantedPerson p) {
    return "{\"$token\":\"%s\",\"$set\":{\"%s\":\"%s\"}}"
        .formatted(InstallationFolder.TOKEN, plants.never(p.email()), plants.never(p.name()));
  }

  /// Properties of which nothing is ever kept.
  private Map<String, Object> hidden(PlantedPerson p) {
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("token", InstallationFolder.TOKEN);
    in.put("distinct_id", plants.never(p.userId()));
    in.put("$email", plants.never(p.email()));
    in.put("plan", plants.never(p.word()));
    return in;
  }

  /// Requests with one message or none.
  private void single(PlantedPerson p) {
    String broken = PlantedMessages.event("Opened", hidden(p));
    byte[] cutOff = bytes(broken.substring(0, broken.length() - 3));
    byte[] damaged = gzip(cutOff);
    damaged[damaged.length / 2] ^= 0x55;
    String email = PlantedMessages.percent(p.email());
    post("/mp/import", cutOff);
    post("/mp/track", damaged);
    post("/mp/track", bytes("data=!!" + email));
    post("/mp/engage", bytes(p.email() + " is no JSON"));
    post("/mp/import", bytes("[\"" + p.email() + "\", 17, null]"));
    post("/mp/" + email + "?who=" + email, bytes(p.email()));
    post("/elsewhere/" + email + "?data=" + email, bytes(p.email()));
    get("/mp/decide?email=" + email + "&distinct_id=" + p.userId());
    get("/mp/track?data=" + email + "%zz");
    round.add(
        new Request(
            "GET",
            "/mp/track?data=" + PlantedPerson.base64(oneOf(person())),
            Map.of(
                "Referer", "https://app.example.com/?email=" + email,
                "Cookie", "session=" + plants.never(p.jwtSignature()),
                "Authorization", "Basic " + PlantedPerson.base64(p.email() + ":" + p.word()),
                "X-Forwarded-For", plants.never(p.ip()),
                "User-Agent", "Browser of " + p.email()),
            new byte[0]));
    post(
        "/mp/track", bytes("data=" + PlantedMessages.percent(oneOf(person())) + "&ip=1&verbose=1"));
    post("/mp/import", invalidText(person()));
    if (p.number() % PEOPLE_PER_TEMPLATE == 0) {
      post("/mp/import", bytes(tooLarge(person())));
    }
  }

  private String oneOf(PlantedPerson p) {
    Map<String, Object> in = templates.start(p);
    in.put("plan", plants.personal(p.email()));
    in.put("$city", plants.personal(p.city()));
    messages++;
    return PlantedMessages.event("Opened", in);
  }

  /// Bytes that are no UTF-8 around an address.
  private byte[] invalidText(PlantedPerson p) {
    messages++;
    Map<String, Object> in = templates.start(p);
    in.put("plan", "~" + plants.personal(p.email()) + "~");
    byte[] json = bytes("[" + PlantedMessages.event("Opened", in) + "]");
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '~' ? (byte) 0xff : json[i];
    }
    return json;
  }

  private String tooLarge(PlantedPerson p) {
    Map<String, Object> in = hidden(p);
    char[] fill = new char[1_100_000];
    Arrays.fill(fill, 'x');
    in.put("fill", new String(fill) + p.email());
    return "[" + PlantedMessages.event("Opened", in) + "]";
  }

  private void post(String target, byte[] body) {
    round.add(new Request("POST", target, Map.of(), body));
  }

  private void get(String target) {
    round.add(new Request("GET", target, Map.of(), new byte[0]));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
