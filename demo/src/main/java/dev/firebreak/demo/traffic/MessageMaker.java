package dev.firebreak.demo.traffic;

import dev.firebreak.testkit.company.Device;
import dev.firebreak.testkit.company.Organization;
import dev.firebreak.testkit.company.Person;
import dev.firebreak.testkit.company.Place;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes the messages of a product whose developers put too much into them, as they do. The same
/// planned message always gives the same message. Immutable, thread-safe.
final class MessageMaker {
  private static final String SITE = "https://platform.example.com";

  private static final List<String> DOCS =
      List.of("quickstart", "embeddings", "batch", "rate-limits", "errors", "streaming");
  private static final List<String> MODELS = List.of("tern-1", "tern-1-mini", "heron-2");
  private static final List<String> KEY_NAMES =
      List.of("ci", "production", "staging", "notebook", "backend", "laptop");
  private static final List<String> QUERIES =
      List.of("rate limit", "invoice address", "delete key", "json mode", "timeout", "refund");

  private final long seed;

  MessageMaker(long seed) {
    this.seed = seed;
  }

  ProductMessage make(Planned planned, Person person) {
    return switch (planned.action()) {
      case PROFILE ->
          new ProductMessage.ProfileSet(person.accountId(), planned.timeMillis(), profile(person));
      case GROUP -> group(planned, person.organization());
      default -> event(planned, person);
    };
  }

  private ProductMessage event(Planned planned, Person person) {
    var random = random(planned);
    String insertId = uuid(random);
    Map<String, Object> properties = common(person);
    link(properties, planned, person);
    details(properties, planned.action(), random);
    if (planned.signedIn()) {
      properties.put("$user_id", person.accountId());
      properties.put("organization_id", person.organization().id());
      properties.put("plan", person.organization().plan());
    }
    url(properties, planned, person, random);
    return new ProductMessage.Event(
        planned.action().event(),
        distinctId(planned, person),
        planned.timeMillis(),
        insertId,
        properties);
  }

  /// The dedupe id of a planned event.
  String insertId(Planned planned) {
    return uuid(random(planned));
  }

  private SplittableRandom random(Planned planned) {
    long mixed = seed ^ (planned.person() * 0xD134_2543_DE82_EF95L);
    return new SplittableRandom(mixed + planned.sequence() * 0x2545_F491_4F6C_DD1DL);
  }

  /// The account's own alias message is sent under the visitor's id, as the vendor's clients do.
  private static String distinctId(Planned planned, Person person) {
    if (planned.action() == Action.ALIAS) {
      return person.device().id();
    }
    return switch (planned.as()) {
      case ACCOUNT -> person.accountId();
      case DEVICE -> "$device:" + person.device().id();
      case VISITOR -> person.device().id();
    };
  }

  private static Map<String, Object> common(Person person) {
    Device device = person.device();
    Place place = person.place();
    Map<String, Object> properties = new HashMap<>();
    properties.put("$device_id", device.id());
    properties.put("$browser", device.browser());
    properties.put("$browser_version", device.version());
    properties.put("$os", device.os());
    properties.put("$city", place.city());
    properties.put("$region", place.region());
    properties.put("mp_country_code", place.country());
    return properties;
  }

  private static void link(Map<String, Object> properties, Planned planned, Person person) {
    if (planned.action() == Action.IDENTIFY) {
      properties.put("$anon_distinct_id", "$device:" + person.device().id());
    } else if (planned.action() == Action.ALIAS) {
      properties.put("alias", person.accountId());
    }
  }

  private static void details(
      Map<String, Object> properties, Action action, RandomGenerator random) {
    switch (action) {
      case API_KEY_CREATED -> properties.put("key_name", one(KEY_NAMES, random));
      case PLAYGROUND_RUN, FIRST_API_CALL -> {
        properties.put("model", one(MODELS, random));
        properties.put("latency_ms", 120 + random.nextInt(4000));
        properties.put("tokens", 10 + random.nextInt(8000));
      }
      case DOCS_SEARCHED, HELP_SEARCHED -> properties.put("query", one(QUERIES, random));
      case TICKET_OPENED -> properties.put("subject", "Question about " + one(QUERIES, random));
      case PROJECT_CREATED -> properties.put("project_count", 1 + random.nextInt(6));
      default -> {}
    }
  }

  private static void url(
      Map<String, Object> properties, Planned planned, Person person, RandomGenerator random) {
    String path = planned.action().path();
    if (path.equals("/docs/")) {
      path += one(DOCS, random);
    } else if (path.startsWith("/settings/")) {
      path = "/o/" + person.organization().id() + path;
    }
    if (planned.signedIn() && random.nextInt(33) == 0) {
      String email = URLEncoder.encode(person.email(), StandardCharsets.UTF_8);
      path += "?source=mail&email=" + email;
    }
    properties.put("$current_url", SITE + path);
    boolean entry = !planned.signedIn() || random.nextInt(4) == 0;
    String referrer = entry ? person.referrer() : SITE + "/";
    if (!referrer.isEmpty()) {
      properties.put("$referrer", referrer);
      properties.put("$referring_domain", URI.create(referrer).getHost());
    }
  }

  private static Map<String, Object> profile(Person person) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("$email", person.email());
    properties.put("$name", person.name());
    properties.put("$city", person.place().city());
    properties.put("$region", person.place().region());
    properties.put("$country_code", person.place().country());
    properties.put("$created", person.createdAt().toString().substring(0, 19));
    properties.put("$browser", person.device().browser());
    properties.put("$browser_version", person.device().version());
    properties.put("$os", person.device().os());
    properties.put("organization_id", person.organization().id());
    properties.put("role", person.role().name().toLowerCase(Locale.ROOT));
    properties.put("plan", person.organization().plan());
    if (!person.referrer().isEmpty()) {
      properties.put("$initial_referrer", person.referrer());
    }
    return properties;
  }

  private static ProductMessage group(Planned planned, Organization organization) {
    return new ProductMessage.GroupSet(
        "organization_id",
        organization.id(),
        planned.timeMillis(),
        Map.of("$name", organization.name(), "plan", organization.plan()));
  }

  private static <T> T one(List<T> things, RandomGenerator random) {
    return things.get(random.nextInt(things.size()));
  }

  private static String uuid(RandomGenerator random) {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
