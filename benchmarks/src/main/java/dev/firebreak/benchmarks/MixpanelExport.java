package dev.firebreak.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Writes a stolen Mixpanel export as the export API gives it: events and profiles as gzipped
/// NDJSON, and the accounts directory that goes with it. The same arguments write the same bytes.
///
/// As dense as exports are: about 20 properties and 900 bytes an event; a few people make many of
/// the events, many make one; a tenth of the events is from before anybody signed in; cities,
/// browsers, pages and organisations are skewed; one profile in twenty has no account.
final class MixpanelExport {
  private static final long SEED = 20_251_109;
  private static final int EVENTS_PER_FILE = 500_000;
  private static final int CITIES = 3_000;
  private static final String[] COUNTRIES = {
    "US", "IN", "BR", "GB", "DE", "FR", "JP", "CA", "ES", "IT", "NL", "SE", "AU", "MX", "PL", "TR"
  };
  private static final String[] BROWSERS = {"Chrome", "Mobile Safari", "Safari", "Edge", "Firefox"};
  private static final String[] SYSTEMS = {"Windows", "iOS", "Mac OS X", "Android", "Linux"};
  private static final String[] EVENTS = {
    "Page Viewed",
    "API Key Listed",
    "Playground Run",
    "Usage Opened",
    "Sign In",
    "Docs Searched",
    "Invite Sent",
    "Billing Opened",
    "Model Selected",
    "Export Started"
  };

  private final Path folder;
  private final int events;
  private final int profiles;
  private final int accounts;

  MixpanelExport(Path folder, int events, int profiles, int accounts) {
    this.folder = folder;
    this.events = events;
    this.profiles = profiles;
    this.accounts = accounts;
  }

  Path events() {
    return folder.resolve("export");
  }

  Path accounts() {
    return folder.resolve("accounts.csv");
  }

  /// Writes what is not there yet.
  void write() throws IOException {
    Path done = folder.resolve("done-%d-%d-%d".formatted(events, profiles, accounts));
    if (Files.exists(done)) {
      return;
    }
    Files.createDirectories(events());
    IntStream.range(0, (events + EVENTS_PER_FILE - 1) / EVENTS_PER_FILE)
        .parallel()
        .forEach(this::writeEvents);
    try (OutputStream out = gzip(events().resolve("profiles.json.gz"))) {
      RandomGenerator random = new Random(SEED - 1);
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < profiles; i++) {
        line.setLength(0);
        profile(line, i, random);
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    writeAccounts();
    Files.createFile(done);
  }

  private void writeEvents(int file) {
    RandomGenerator random = new Random(SEED + file);
    int from = file * EVENTS_PER_FILE;
    int to = Math.min(events, from + EVENTS_PER_FILE);
    try (OutputStream out = gzip(events().resolve("events-%03d.json.gz".formatted(file)))) {
      StringBuilder line = new StringBuilder();
      for (int i = from; i < to; i++) {
        line.setLength(0);
        event(line, i, random);
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static OutputStream gzip(Path file) throws IOException {
    return new BufferedOutputStream(
        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        },
        1 << 16);
  }

  /// Early numbers more often.
  private static int skewed(RandomGenerator random, int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * uniform * bound);
  }

  /// A person's fixed attribute.
  private static int of(int person, int attribute, int bound) {
    long hash = (person * 31L + attribute) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
    double uniform = (hash >>> 11) * 0x1.0p-53;
    return (int) (uniform * uniform * bound);
  }

  /// An account id, spread over the directory; numbers beyond it are people without an account.
  private String id(int person) {
    return "user-" + Integer.toUnsignedString(person * 0x9E3779B1, 36) + "-" + person;
  }

  private void event(StringBuilder line, int number, RandomGenerator random) {
    int person = skewed(random, profiles);
    int city = of(person, 1, CITIES);
    boolean anonymous = random.nextInt(10) == 0;
    int page = skewed(random, 400);
    int organization = of(person, 4, accounts / 20);
    line.append("{\"event\":\"").append(EVENTS[skewed(random, EVENTS.length)]);
    line.append("\",\"properties\":{\"time\":").append(1_760_000_000L + random.nextInt(2_600_000));
    line.append(",\"distinct_id\":\"");
    line.append(anonymous ? "$device:" + device(person) : id(person));
    line.append("\",\"$browser\":\"").append(BROWSERS[of(person, 2, BROWSERS.length)]);
    line.append("\",\"$browser_version\":").append(100 + of(person, 3, 43));
    line.append(",\"$city\":\"City ").append(letters(city)).append("\",\"$current_url\":\"");
    line.append("https://platform.example.com/o/org-").append(organization).append("/page/");
    line.append(page).append("?tab=").append(random.nextInt(8)).append("\",\"$device_id\":\"");
    line.append(device(person)).append("\",\"$initial_referrer\":\"https://search");
    line.append(of(person, 5, 40)).append(".example/\",\"$initial_referring_domain\":\"search");
    line.append(of(person, 5, 40)).append(".example\",\"$insert_id\":\"");
    line.append(Long.toHexString(random.nextLong())).append("\",\"$lib_version\":\"2.71.0\"");
    line.append(",\"$mp_api_endpoint\":\"api-js.mixpanel.com\",\"$mp_api_timestamp_ms\":");
    line.append(1_760_000_000_000L + number).append(",\"$os\":\"");
    line.append(SYSTEMS[of(person, 6, SYSTEMS.length)]).append("\",\"$region\":\"Region ");
    line.append(letters(city / 12)).append("\",\"$screen_height\":").append(720 + of(person, 7, 9));
    line.append(",\"$screen_width\":").append(1280 + of(person, 8, 9) * 64);
    line.append(",\"mp_country_code\":\"").append(country(city));
    line.append("\",\"mp_lib\":\"web\",\"mp_processing_time_ms\":").append(1_760_000_000_000L);
    if (!anonymous) {
      line.append(",\"$user_id\":\"").append(id(person)).append("\",\"$email\":\"");
      mail(line, person);
      line.append("\",\"$name\":\"");
      name(line, person);
      line.append("\",\"organization_id\":\"org-").append(organization);
      line.append("\",\"plan\":\"").append(of(person, 9, 2) == 0 ? "free" : "team").append('"');
    }
    line.append(",\"duration_ms\":").append(random.nextInt(100_000)).append("}}\n");
  }

  private void profile(StringBuilder line, int person, RandomGenerator random) {
    int city = of(person, 1, CITIES);
    line.append("{\"$distinct_id\":\"")
        .append(id(person))
        .append("\",\"$properties\":{\"$email\":\"");
    mail(line, person);
    line.append("\",\"$name\":\"");
    name(line, person);
    line.append("\",\"$city\":\"City ").append(letters(city)).append("\",\"$region\":\"Region ");
    line.append(letters(city / 12)).append("\",\"$country_code\":\"").append(country(city));
    line.append("\",\"$last_seen\":\"2025-11-0").append(1 + random.nextInt(9));
    line.append("T10:00:00\",\"$browser\":\"").append(BROWSERS[of(person, 2, BROWSERS.length)]);
    line.append("\",\"$os\":\"").append(SYSTEMS[of(person, 6, SYSTEMS.length)]);
    line.append("\",\"organization_id\":\"org-").append(of(person, 4, accounts / 20));
    line.append("\",\"plan\":\"").append(of(person, 9, 2) == 0 ? "free" : "team");
    line.append("\",\"credits\":").append(random.nextInt(5000)).append("}}\n");
  }

  private static String device(int person) {
    return "dev-" + Long.toHexString((person + 7L) * 0x9E3779B97F4A7C15L);
  }

  private static void mail(StringBuilder line, int person) {
    line.append(letters(of(person, 10, 9_000))).append('.').append(person).append("@example.");
    line.append(person % 3 == 0 ? "com" : person % 3 == 1 ? "org" : "net");
  }

  private static void name(StringBuilder line, int person) {
    line.append(capital(letters(of(person, 10, 9_000)))).append(' ');
    line.append(capital(letters(of(person, 11, 90_000))));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String country(int city) {
    return COUNTRIES[city * 7 % COUNTRIES.length];
  }

  /// A number without digits.
  private static String letters(int number) {
    StringBuilder letters = new StringBuilder();
    int rest = number + 700;
    while (rest > 0) {
      letters.append((char) ('a' + rest % 26));
      rest /= 26;
    }
    return letters.toString();
  }

  /// The people of the data but for one in twenty, and as many others as there are accounts.
  private void writeAccounts() throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(accounts()), 1 << 16)) {
      StringBuilder line =
          new StringBuilder("account_id,email,name,country,city,organization_id,role,mfa\n");
      int written = 0;
      for (int person = 0; written < accounts; person++) {
        if (person % 20 == 19 && person < profiles) {
          continue;
        }
        int city = of(person, 1, CITIES);
        line.append(id(person)).append(',');
        mail(line, person);
        line.append(',');
        name(line, person);
        line.append(',').append(country(city)).append(",City ").append(letters(city));
        line.append(",org-").append(of(person, 4, accounts / 20)).append(',');
        line.append(person % 19 == 0 ? "admin" : "member").append(',');
        line.append(person % 3 == 0 ? "totp" : "none").append('\n');
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
        written++;
      }
    }
  }
}
