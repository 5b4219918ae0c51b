package dev.firebreak.testkit.company;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// Makes one person after another. Confined to one thread.
final class PersonMaker {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Duration RECENT = Duration.ofDays(30);
  private static final Duration LATER = Duration.ofDays(16);

  /// Nobody's first session is so late that it ends after the chosen moment.
  private static final Duration SETTLED = Duration.ofHours(6);

  private static final List<String> MAIL_PROVIDERS =
      List.of("example.com", "example.org", "example.net", "post.example", "mail.example");

  private record Shape(String browser, String os, int weight, List<String> versions) {}

  private static final Weighted<Shape> BROWSERS =
      Weighted.of(
          List.of(
              new Shape("Chrome", "Windows", 26, List.of("142", "142", "141", "141", "140", "138")),
              new Shape("Chrome", "Mac OS X", 30, List.of("142", "142", "141", "140", "139")),
              new Shape("Chrome", "Linux", 9, List.of("142", "141", "140", "131")),
              new Shape("Chrome", "Android", 5, List.of("142", "141")),
              new Shape("Safari", "Mac OS X", 9, List.of("26.0", "26.1", "18.6", "18.5", "17.6")),
              new Shape("Mobile Safari", "iOS", 6, List.of("26.0", "26.1", "18.6")),
              new Shape("Firefox", "Windows", 4, List.of("144", "145", "140", "128")),
              new Shape("Firefox", "Linux", 5, List.of("144", "145", "140", "115")),
              new Shape("Firefox", "Mac OS X", 3, List.of("144", "145")),
              new Shape("Microsoft Edge", "Windows", 8, List.of("142", "141", "140")),
              new Shape("Opera", "Windows", 1, List.of("123", "122"))),
          Shape::weight);

  private static final Weighted<String> REFERRERS =
      Weighted.of(
          List.of(
              "",
              "https://www.search.example/",
              "https://news.example.net/item?id=45871203",
              "https://forum.example.org/t/best-api-for-embeddings/2214",
              "https://code.example/starred/awesome-language-models",
              "https://blog.example.com/2025/10/getting-started",
              "https://social.example/feed",
              "https://video.example/watch?v=q7tR2x",
              "https://mail.example/inbox"),
          referrer -> Math.max(3, 30 - referrer.length() / 2));

  private final Names names;
  private final Weighted<Place> places;
  private final List<Organization> organizations;
  private final Weighted<Integer> ranks;
  private final Instant now;
  private final SplittableRandom random;
  private final Set<String> emails = new HashSet<>();

  PersonMaker(
      Names names,
      Weighted<Place> places,
      List<Organization> organizations,
      Weighted<Integer> ranks,
      Instant now,
      SplittableRandom random) {
    this.names = names;
    this.places = places;
    this.organizations = organizations;
    this.ranks = ranks;
    this.now = now;
    this.random = random;
  }

  Person make(int number, Company.Size size) {
    Organization organization = organizations.get(ranks.draw(random));
    Place place = random.nextInt(10) < 6 ? organization.home() : places.draw(random);
    Names.FullName name = names.draw(place.culture(), random);
    return new Person(
        number,
        number < size.apiCustomers() || number >= size.people(),
        accountId(),
        name.written(),
        email(name, organization),
        phone(place),
        place,
        organization,
        role(),
        mfa(),
        device(),
        REFERRERS.draw(random),
        number < size.people() ? before() : after());
  }

  private String accountId() {
    var id = new StringBuilder("user-");
    for (int i = 0; i < 24; i++) {
      id.append(BASE32.charAt(random.nextInt(32)));
    }
    return id.toString();
  }

  private String email(Names.FullName name, Organization organization) {
    boolean personal = random.nextInt(4) == 0;
    String domain =
        personal
            ? MAIL_PROVIDERS.get(random.nextInt(MAIL_PROVIDERS.size()))
            : organization.domain();
    String local = local(name);
    String email = local + "@" + domain;
    for (int i = 2; !emails.add(email); i++) {
      email = local + i + "@" + domain;
    }
    return email;
  }

  private String local(Names.FullName name) {
    return switch (random.nextInt(4)) {
      case 0 -> name.given().substring(0, 1) + name.family();
      case 1 -> name.given();
      default -> name.given() + "." + name.family();
    };
  }

  /// Numbers of the ranges that regulators keep for fiction, where they keep any.
  private String phone(Place place) {
    int last = random.nextInt(100);
    return switch (place.country()) {
      case "US", "CA" -> String.format("+1 %d 555 01%02d", 201 + random.nextInt(700), last);
      case "GB" -> String.format("+44 20 7946 0%d%02d", random.nextInt(10), last);
      case "AU" -> String.format("+61 2 5550 %d%02d", 10 + random.nextInt(90), last);
      case "DE" -> String.format("+49 30 23125 0%02d", last);
      case "FR" -> String.format("+33 1 99 00 %02d %02d", random.nextInt(100), last);
      default -> "";
    };
  }

  private AccountRole role() {
    int drawn = random.nextInt(100);
    if (drawn < 18) {
      return AccountRole.OWNER;
    }
    if (drawn < 30) {
      return AccountRole.ADMIN;
    }
    if (drawn < 36) {
      return AccountRole.BILLING;
    }
    return drawn < 94 ? AccountRole.MEMBER : AccountRole.DORMANT;
  }

  private Mfa mfa() {
    int drawn = random.nextInt(100);
    if (drawn < 52) {
      return Mfa.NONE;
    }
    if (drawn < 60) {
      return Mfa.SMS;
    }
    if (drawn < 82) {
      return Mfa.TOTP;
    }
    return drawn < 88 ? Mfa.PROMPT : Mfa.PASSKEY;
  }

  private Device device() {
    Shape shape = BROWSERS.draw(random);
    String version = shape.versions().get(random.nextInt(shape.versions().size()));
    return new Device(uuid(random), shape.browser(), version, shape.os());
  }

  /// A random UUID (RFC 9562, version 4) of this generator's.
  static String uuid(java.util.random.RandomGenerator random) {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private Instant before() {
    Duration age =
        random.nextInt(100) < 45
            ? SETTLED.plusSeconds(random.nextLong(RECENT.minus(SETTLED).toSeconds()))
            : RECENT.plusSeconds(random.nextLong(Duration.ofDays(900).toSeconds()));
    return now.minus(age);
  }

  private Instant after() {
    return now.plusSeconds(3600 + random.nextLong(LATER.minus(SETTLED).toSeconds()));
  }
}
