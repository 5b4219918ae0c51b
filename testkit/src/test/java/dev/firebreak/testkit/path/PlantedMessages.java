package dev.firebreak.testkit.path;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Messages with planted values in every place and disguise, one of a kind for each person.
///
/// Fields that the shipped policy passes (`plan`, `theme`, `utm_...`, `experiment_...`) carry only
/// what detectors or self-reference can know; anything stands in those that it drops.
final class PlantedMessages {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Plants plants;

  PlantedMessages(Plants plants) {
    this.plants = plants;
  }

  /// Makes one message of a person.
  interface Template {
    String json(PlantedPerson person);
  }

  /// Events by `/import`, of which something goes on.
  List<Template> events() {
    return List.of(
        this::byKey,
        this::byNestedKey,
        this::withoutCategory,
        this::emailsInPassedText,
        this::numbersInPassedText,
        this::secretsInPassedText,
        this::secretsByKey,
        this::selfReference,
        this::ownNameEncoded,
        this::ownIdsEncoded,
        this::ownNameInPaths,
        this::cardsInOtherClothes,
        this::membersByName,
        this::addresses,
        this::queries,
        this::base64,
        this::base64Json,
        this::jsonInText,
        this::objectsInPassedField,
        this::arrays,
        this::keys,
        this::eventName,
        this::secretEventName,
        this::numbers,
        this::escapes,
        this::invisible,
        this::utf16,
        this::beyondTheScan,
        this::acrossTheScan,
        this::identities,
        this::emailAsId,
        this::dedupeId,
        this::besideProperties);
  }

  /// Updates of people by `/engage`.
  List<Template> profiles() {
    return List.of(this::profileSet, this::profileOnce, this::profileLists);
  }

  /// Updates of organizations by `/groups`.
  List<Template> groups() {
    return List.of(this::groupSet);
  }

  private String byKey(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("$name", plants.personal(p.name()));
    in.put("$email", plants.personal(p.email()));
    in.put("$phone", plants.personal(p.phone()));
    in.put("ip", plants.personal(p.ip()));
    in.put("$city", plants.personal(p.city()));
    in.put("address", plants.personal(p.street()));
    in.put("Search Term", plants.personal(p.word()));
    return event("Opened", in);
  }

  private String byNestedKey(PlantedPerson p) {
    Map<String, Object> in = start(p);
    Map<String, Object> person =
        Map.of(
            "name", plants.personal(p.name()),
            "email", plants.personal(p.email()),
            "home", Map.of("street", plants.personal(p.street())));
    in.put("user", person);
    in.put("checkout", List.of(Map.of("recipient_name", plants.personal(p.first() + "-shop"))));
    return event("Opened", in);
  }

  private String withoutCategory(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("free", "Called " + plants.personal(p.name()) + " of " + plants.personal(p.street()));
    in.put("comment", "Write to " + plants.personal(p.email()) + ", " + plants.personal(p.word()));
    in.put("blob", Map.of("x", List.of(plants.personal(p.city()), 1)));
    return event("Opened", in);
  }

  private String emailsInPassedText(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "team of " + plants.personal(p.email()) + " (paid)");
    in.put("utm_campaign", percent(p.email()));
    in.put("utm_term", percent(percent("x " + p.email())));
    in.put("experiment_a", "mailto:" + p.email() + "?subject=hi");
    return event("Opened", in);
  }

  private String numbersInPassedText(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "call " + plants.personal(p.phone()));
    in.put("theme", "Tel. " + plants.personal(p.phoneSpaced()) + ", thanks");
    in.put("experiment_b", "from " + plants.personal(p.ip()) + ":443");
    in.put("utm_content", "paid with " + plants.never(p.card()));
    in.put("utm_source", plants.never(p.cardSpaced()));
    return event("Opened", in);
  }

  private String secretsInPassedText(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "key=" + plants.never(p.githubKey()));
    in.put("theme", plants.never(p.cloudKey()));
    in.put("experiment_c", "use '" + plants.never(p.paymentKey()) + "' here");
    in.put("utm_content", "Bearer " + plants.never(p.jwt()));
    in.put("utm_term", "jwt:" + p.jwt());
    plants.never(p.jwtSignature());
    return event("Opened", in);
  }

  private String secretsByKey(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("password", plants.never(p.word()));
    in.put("experiment_login", Map.of("api_key", plants.never("k-" + p.userId() + "-1")));
    in.put("ssn", plants.never("078-05-" + (1000 + p.number() % 9000)) + "x" + p.number());
    in.put("cardNumber", plants.never(p.card()));
    return event("Opened", in);
  }

  private String selfReference(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "the plan of " + plants.personal(p.name()));
    in.put("utm_campaign", p.name().toUpperCase(java.util.Locale.ROOT));
    in.put("utm_content", percent("Hello " + p.name()));
    in.put("experiment_d", plants.personal(p.last() + " " + p.first()));
    in.put("$current_url", "https://app.example.com/hello?who=" + percent(p.name()));
    in.put("$name", p.name());
    return event("Opened", in);
  }

  private String ownNameEncoded(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("$name", plants.personal(p.name()));
    in.put("plan", "x " + PlantedPerson.base64("by " + p.name()));
    in.put("theme", "{\"by\":\"" + unicode(p.name()) + "\"}");
    in.put("utm_term", percent(percent("by " + p.name())));
    in.put("utm_content", withNuls(p.name()));
    in.put("experiment_m", "v1_" + PlantedPerson.base64("by " + p.name()));
    in.put("experiment_n", p.name().replace("la ", "la\u00AD "));
    return event("Opened", in);
  }

  private String ownIdsEncoded(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("$device_id", plants.personal(p.deviceId()));
    in.put("company", List.of(plants.personal(p.organizationId())));
    in.put("plan", "x " + PlantedPerson.base64("by " + p.userId() + " of " + p.organizationId()));
    in.put("theme", unicode(p.userId()) + " " + unicode(p.deviceId()));
    in.put("utm_term", everySign(p.userId()) + "&" + everySign(p.organizationId()));
    in.put("utm_content", withNuls(p.userId()));
    in.put("utm_source", p.organizationId());
    in.put("experiment_o", "v1_" + PlantedPerson.base64("by " + p.userId()));
    in.put("experiment_p", p.deviceId().replace("-", ""));
    plants.personal(p.deviceId().replace("-", ""));
    return event("Opened by " + p.userId(), in);
  }

  private String ownNameInPaths(PlantedPerson p) {
    Map<String, Object> in = start(p);
    String username = plants.personal(p.username());
    in.put("username", username);
    in.put("$current_url", "https://app.example.com/" + username + "/billing");
    in.put("current_url_path", "/settings/" + username);
    return event("$mp_web_page_view", in);
  }

  private String cardsInOtherClothes(PlantedPerson p) {
    Map<String, Object> in = start(p);
    String card = plants.never(p.card());
    in.put("plan", "paid with " + plants.never(grouped(card, ".")));
    in.put("theme", plants.never(grouped(card, "/")));
    in.put("utm_term", plants.never(grouped(card, "  ")) + " ok");
    in.put("utm_content", plants.never(grouped(card, "\u00A0")));
    in.put("utm_source", "card" + card);
    in.put("experiment_q", new BigDecimal(card.charAt(0) + "." + card.substring(1) + "E15"));
    in.put("experiment_r", PlantedPerson.base64("card " + card));
    in.put("experiment_s", unicode(card));
    return event("Opened", in);
  }

  private String membersByName(PlantedPerson p) {
    Map<String, Object> in = start(p);
    String member = plants.personal(p.name() + ", " + p.street());
    in.put("members", Map.of(member, Map.of("plan", "pro", "country", "NO")));
    in.put("rooms", List.of(Map.of(member, List.of(Map.of("country", "NO")))));
    return event("Opened", in);
  }

  private String addresses(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put(
        "$current_url",
        "https://app.example.com/users/%s/inbox?email=%s&n=%s#access_token=%s"
            .formatted(
                plants.personal(p.deviceId()),
                percent(plants.personal(p.email())),
                plants.personal(p.word()),
                plants.never(p.jwt())));
    in.put(
        "$referrer",
        "https://maya:%s@intranet.example.org/%s?card=%s"
            .formatted(
                plants.never("Pw9" + p.jwtSignature()),
                percent(p.email()),
                plants.never(p.card())));
    in.put(
        "$initial_referrer",
        "https://" + plants.personal(p.ip()) + "/" + plants.personal(p.word() + "-r"));
    return event("$mp_web_page_view", in);
  }

  private String queries(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "?first_name=" + plants.personal(p.first() + "-q") + "&x=1");
    in.put("experiment_e", "https://x.example.com/?token=" + plants.never(p.jwtSignature()));
    in.put("utm_source", "a=1&email=" + percent(plants.personal(p.email())));
    return event("Opened", in);
  }

  private String base64(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("utm_content", PlantedPerson.base64(plants.personal(p.email())));
    in.put("experiment_f", "v1." + PlantedPerson.base64("a " + p.email() + " b") + ".x");
    in.put("plan", PlantedPerson.base64(PlantedPerson.base64("to " + p.email())));
    in.put("theme", PlantedPerson.base64("key " + plants.never(p.githubKey())));
    return event("Opened", in);
  }

  private String base64Json(PlantedPerson p) {
    Map<String, Object> in = start(p);
    String json = JSON.writeValueAsString(Map.of("u", plants.personal(p.email()), "n", 1));
    in.put("utm_content", PlantedPerson.base64(json));
    in.put("experiment_g", Map.of("state", percent(PlantedPerson.base64(json))));
    return event("Opened", in);
  }

  private String jsonInText(PlantedPerson p) {
    Map<String, Object> in = start(p);
    String json =
        JSON.writeValueAsString(
            Map.of(
                "user",
                Map.of(
                    "name", plants.personal(p.name()),
                    "email", plants.personal(p.email()),
                    "password", plants.never(p.word()))));
    in.put("experiment_h", json);
    in.put("plan", JSON.writeValueAsString(Map.of("nested", json)));
    return event("Opened", in);
  }

  private String objectsInPassedField(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put(
        "experiment_i",
        Map.of(
            "owner", plants.personal(p.email()),
            "full_name", plants.personal(p.name()),
            "deep", Map.of("phone", plants.personal(p.phone()), "k", plants.never(p.cloudKey()))));
    return event("Opened", in);
  }

  private String arrays(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put(
        "experiment_j",
        List.of(1, plants.personal(p.email()), List.of(plants.personal(p.phone()), "ok")));
    in.put("plan", List.of(plants.never(p.card()), "pro"));
    return event("Opened", in);
  }

  private String keys(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put(plants.personal(p.email()), 1);
    in.put("experiment_" + percent(plants.personal("x" + p.email())), true);
    in.put("experiment_k", Map.of(plants.personal(p.phone()), "x", plants.never(p.cloudKey()), 1));
    in.put(plants.never(p.githubKey()), "x");
    return event("Opened", in);
  }

  private String eventName(PlantedPerson p) {
    return event("Invited " + plants.personal(p.email()) + " by mail", start(p));
  }

  private String secretEventName(PlantedPerson p) {
    String name = "Used " + plants.never(p.paymentKey()) + " from " + plants.personal(p.ip());
    return event(name, start(p));
  }

  private String numbers(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("experiment_l", Long.parseLong(plants.never(p.card())));
    in.put("phone", Long.parseLong(plants.personal(p.phone().substring(1))));
    return event("Opened", in);
  }

  private String escapes(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "x");
    StringBuilder escaped = new StringBuilder();
    plants.personal(p.email()).chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
    String json = event("Opened", in);
    return json.replace("\"plan\":\"x\"", "\"plan\":\"" + escaped + "\"")
        .replace("\"Opened\"", "\"Op\\u0065ned\"");
  }

  private String invisible(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", plants.personal(p.email()) + "\u200b");
    in.put("theme", p.email().replace("@", "\u200b@\u200b"));
    in.put("utm_term", p.email().replace("@", "\uFF20"));
    return event("Opened", in);
  }

  private String utf16(PlantedPerson p) {
    Map<String, Object> in = start(p);
    String email = plants.personal(p.email());
    in.put("plan", new String(email.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_8));
    in.put(
        "utm_term",
        PlantedPerson.base64(
            new String(email.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_8)));
    return event("Opened", in);
  }

  private String beyondTheScan(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "word ".repeat(2_000) + plants.never(p.email()));
    in.put("note", "word ".repeat(2_000) + plants.never(p.word()));
    return event("Opened", in);
  }

  private String acrossTheScan(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("plan", "-".repeat(8_192 - p.email().length() / 2) + plants.never(p.email()));
    in.put("theme", "a".repeat(8_180) + " " + plants.never(p.githubKey()) + " b".repeat(40));
    return event("Opened", in);
  }

  private String identities(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("$device_id", plants.personal(p.deviceId()));
    in.put("company", plants.personal(p.organizationId()));
    in.put("alias", plants.personal(p.word()));
    in.put("$user_id", p.userId());
    return event("$identify", in);
  }

  private String emailAsId(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("distinct_id", plants.personal(p.email()));
    in.put("user_id", p.email());
    in.put("alias", p.userId());
    return event("Opened", in);
  }

  private String dedupeId(PlantedPerson p) {
    Map<String, Object> in = start(p);
    in.put("$insert_id", plants.never(p.email()));
    return event("Opened", in);
  }

  private String besideProperties(PlantedPerson p) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("event", "Opened");
    message.put("properties", start(p));
    message.put("user", Map.of("email", plants.personal(p.email())));
    message.put("context", plants.personal(p.street()));
    return JSON.writeValueAsString(message);
  }

  private String profileSet(PlantedPerson p) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("$name", plants.personal(p.name()));
    values.put("$email", plants.personal(p.email()));
    values.put("$phone", plants.personal(p.phone()));
    values.put("plan", "of " + p.name());
    values.put("theme", plants.never(p.githubKey()));
    return update("$distinct_id", plants.personal(p.userId()), "$set", values);
  }

  private String profileOnce(PlantedPerson p) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("signup note", plants.personal(p.street()));
    values.put("plan", percent(plants.personal(p.email())));
    values.put(plants.personal(p.phone()), 1);
    return update("$distinct_id", plants.personal(p.userId()), "$set_once", values);
  }

  private String profileLists(PlantedPerson p) {
    List<Object> list = new ArrayList<>(List.of("ok", plants.personal(p.email())));
    list.add(plants.never(p.card()));
    Map<String, Object> values =
        Map.of("plan", list, "friends", List.of(plants.personal(p.name())));
    return update("$distinct_id", plants.personal(p.userId()), "$union", values);
  }

  private String groupSet(PlantedPerson p) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("$token", InstallationFolder.TOKEN);
    message.put("$group_key", "company");
    message.put("$group_id", plants.personal(p.organizationId()));
    message.put(
        "$set",
        Map.of(
            "$name", plants.personal(p.last() + " Works"),
            "billing_email", plants.personal(p.email()),
            "plan", "asked by " + p.email()));
    return JSON.writeValueAsString(message);
  }

  /// Properties with the person's id and the project token.
  Map<String, Object> start(PlantedPerson p) {
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("token", InstallationFolder.TOKEN);
    in.put("distinct_id", plants.personal(p.userId()));
    return in;
  }

  static String event(String name, Map<String, Object> properties) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("event", name);
    message.put("properties", properties);
    return JSON.writeValueAsString(message);
  }

  private static String update(String idKey, String id, String operation, Map<String, ?> values) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("$token", InstallationFolder.TOKEN);
    message.put(idKey, id);
    message.put(operation, values);
    return JSON.writeValueAsString(message);
  }

  private static String grouped(String card, String separator) {
    return card.replaceAll("(.{4})(?!$)", "$1" + separator);
  }

  private static String unicode(String text) {
    return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
  }

  private static String withNuls(String text) {
    return text.chars().mapToObj(c -> (char) c + "\0").collect(Collectors.joining());
  }

  /// Percent-encoded, letters and digits too.
  private static String everySign(String text) {
    return text.chars().mapToObj("%%%02X"::formatted).collect(Collectors.joining());
  }

  static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
