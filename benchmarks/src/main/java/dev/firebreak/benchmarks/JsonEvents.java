package dev.firebreak.benchmarks;

import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Mixpanel events of about 900 bytes, as a browser sends them, of invented people; and the plain
/// reading of one into a token buffer.
final class JsonEvents {
  static final JsonFactory FACTORY = new JsonFactory();

  /// The project token in every event.
  static final String TOKEN = "0123456789abcdef";

  private static final String[] FIRST = {"Maya", "Lee", "Kim", "Ana", "Tom", "Ines", "Omar", "Zoe"};
  private static final String[] LAST = {"Okonjo", "Tran", "Berg", "Silva", "Novak", "Haddad"};
  private static final String[] EVENTS = {"Project Opened", "Key Created", "Plan Viewed", "Invite"};
  private static final String[] PAGES = {"billing", "projects", "settings/team", "usage", "docs"};
  private static final String[] BROWSERS = {"Chrome", "Firefox", "Safari", "Microsoft Edge"};

  private JsonEvents() {}

  static byte[][] make(int count, long seed) {
    Random random = new Random(seed);
    byte[][] events = new byte[count][];
    for (int i = 0; i < count; i++) {
      events[i] = event(random).getBytes(StandardCharsets.UTF_8);
    }
    return events;
  }

  private static String event(Random random) {
    String first = FIRST[random.nextInt(FIRST.length)];
    String last = LAST[random.nextInt(LAST.length)];
    int person = random.nextInt(10_000);
    String device = new UUID(random.nextLong(), random.nextLong()).toString();
    String page = PAGES[random.nextInt(PAGES.length)];
    String email = (first + "." + last + person).toLowerCase(java.util.Locale.ROOT);
    return """
    {"event":"%s","properties":{"$os":"Linux","$browser":"%s","$browser_version":%d,\
    "$referrer":"https://search.example.org/?q=how+to+%s+keys",\
    "$referring_domain":"search.example.org",\
    "$current_url":"https://app.example.com/o/org-%04x/%s?utm_source=newsletter&tab=%d",\
    "$screen_height":%d,"$screen_width":1280,"mp_lib":"web","$lib_version":"2.83.0",\
    "$insert_id":"%s","time":%d.%03d,"utm_source":"newsletter","utm_campaign":"autumn",\
    "distinct_id":"user-%06d","$device_id":"%s","$user_id":"user-%06d",\
    "$initial_referrer":"https://search.example.org/","$name":"%s %s",\
    "$email":"%s@example.com","$city":"Lyon","$region":"Rhone","mp_country_code":"FR",\
    "company":["org-%04x"],"plan":"team","seats":%d,"note":"asked about invoice %d",\
    "experiment_nav":"b","trial":false,"token":"0123456789abcdef"}}\
    """
        .formatted(
            EVENTS[random.nextInt(EVENTS.length)],
            BROWSERS[random.nextInt(BROWSERS.length)],
            130 + random.nextInt(20),
            page,
            person % 500,
            page,
            random.nextInt(9),
            700 + random.nextInt(400),
            Long.toString(random.nextLong() >>> 1, 36),
            1_762_000_000 + random.nextInt(1_000_000),
            random.nextInt(1000),
            person,
            device,
            person,
            first,
            last,
            email,
            person % 500,
            1 + random.nextInt(40),
            random.nextInt(100_000));
  }

  static void read(byte[] event, TokenBuffer buffer) {
    buffer.clear();
    int[] open = new int[64];
    int depth = 0;
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), event)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_OBJECT -> open[depth++] = buffer.add(Kind.START_OBJECT);
          case START_ARRAY -> open[depth++] = buffer.add(Kind.START_ARRAY);
          case END_OBJECT -> buffer.close(open[--depth], buffer.add(Kind.END_OBJECT));
          case END_ARRAY -> buffer.close(open[--depth], buffer.add(Kind.END_ARRAY));
          case PROPERTY_NAME -> buffer.add(Kind.NAME, parser.currentName());
          case VALUE_STRING -> buffer.add(Kind.STRING, parser.getString());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> buffer.add(Kind.NUMBER, parser.getString());
          case VALUE_TRUE -> buffer.add(Kind.TRUE);
          case VALUE_FALSE -> buffer.add(Kind.FALSE);
          case VALUE_NULL -> buffer.add(Kind.NULL);
          default -> throw new IllegalStateException("no token of a text");
        }
      }
    }
  }
}
