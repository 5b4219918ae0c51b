package dev.firebreak.spark;

import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.EmailRules;
import dev.firebreak.assessment.MappingInput;
import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.pseudonym.PseudonymResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// A generated data set in which every way of finding people has its cases, with odd letters and
/// blanks, shared devices and mailboxes, mentions, organisations and people without accounts.
final class StolenFiles {
  private static final int ACCOUNTS = 120;
  private static final int EVENTS = 1500;
  private static final List<String> CITIES =
      List.of("Oslo", "Lyon", "İzmir", "Zürich", "São Paulo", "Fresno");
  private static final List<String> COUNTRIES = List.of("NO", "FR", "TR", "CH", "BR", "US");
  private static final List<String> BROWSERS = List.of("Firefox", "Chrome", "Safari");

  private final Path folder;

  /// @param folder where the files go
  StolenFiles(Path folder) {
    this.folder = folder;
  }

  /// The request, the same for every engine but for its folders.
  AssessmentRequest request(String run, BiConsumer<String, Long> progress) throws IOException {
    Path own = Files.createDirectories(folder.resolve(run));
    List<AssessmentRequest.KnownLink> links =
        List.of(
            new AssessmentRequest.KnownLink("ddev-linked", "auser-7", false),
            new AssessmentRequest.KnownLink("ddev-public", "auser-8", true));
    return new AssessmentRequest(
        files(),
        Optional.of(accounts()),
        new Lookup(),
        links::forEach,
        0,
        MappingInput.NONE,
        EmailRules.PROVIDER,
        own.resolve("work"),
        own.resolve("result"),
        Conduct.telling(progress));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(Files.createDirectories(folder).resolve(name), text);
  }

  private Path accounts() throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "account_id,email,name,country,region,city,organization_id,organization_name,role,mfa,"
                + "phone\n");
    for (int i = 0; i < ACCOUNTS; i++) {
      csv.append(
          "user-%d,%s,Person %d,%s,,%s,%s,%s,%s,none,%s\n"
              .formatted(
                  i,
                  mail(i),
                  i,
                  COUNTRIES.get(i % 6),
                  CITIES.get(i % 6),
                  i % 9 == 0 ? "" : "org-" + i % 9,
                  i % 9 == 0 ? "Straße & Søn" : "Works " + i % 9,
                  i % 5 == 0 ? "admin" : "member",
                  i % 4 == 0 ? phone(i) : ""));
    }
    return write("accounts.csv", csv.toString());
  }

  /// Some are shared, some have letters of which the lower case is no simple matter.
  private static String mail(int i) {
    return switch (i % 10) {
      case 3 -> "shared" + i / 20 + "@example.org";
      case 5 -> "MÜNİR.Σ" + i + "@Example.com";
      case 7 -> "a.b" + i + "@gmail.com";
      default -> "person" + i + "@example.com";
    };
  }

  private static String phone(int i) {
    return "+46 70 %03d %02d %02d".formatted(i, i % 100, i % 7);
  }

  private List<Path> files() throws IOException {
    StringBuilder profiles = new StringBuilder();
    for (int i = 0; i < ACCOUNTS; i += 3) {
      profiles.append(
          ("{\"$distinct_id\":\"crm-%d\","
                  + "\"$properties\":{\"$email\":\"%s\",\"$name\":\"Person %d\"}}\n")
              .formatted(i, mail(i).toUpperCase(java.util.Locale.ROOT), i));
    }
    StringBuilder rows =
        new StringBuilder(
            "user_id,device_id,email,phone,name,company,city,gender,birth_date,zip,ip\n");
    for (int i = 0; i < ACCOUNTS; i++) {
      rows.append(
          "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  i % 3 == 0 ? "" : "x-" + i,
                  i % 8 == 0 ? "kiosk-" + i / 40 : "",
                  i % 6 == 0 ? hash(mail(i), i) : i % 10 == 7 ? "ab" + i + "+n@gmail.com" : "",
                  i % 4 == 0 ? phone(i).replace("+", "00") : "",
                  i % 11 == 0 ? "Somebody " + i : "",
                  i % 7 == 0 ? " works 2" : i % 13 == 0 ? "Elsewhere " + i : "STRASSE & SØN",
                  CITIES.get(i % 6),
                  i % 2 == 0 ? "F" : "male",
                  i % 5 == 0 ? "" : "%d.%d.%d".formatted(1 + i % 28, 1 + i % 12, 1960 + i % 30),
                  i % 4 == 0 ? "sw1a %daa".formatted(i % 3) : "",
                  i % 3 == 0 ? "2001:db8:%x::%d".formatted(i % 4, i) : "192.0.2." + i));
    }
    rows.append("dev-only,dev-linked,,,,,Oslo,,,,\n,dev-linked,,,,,,,,,\n,dev-public,,,,,,,,,\n");
    return List.of(
        write("events.json", events()),
        write("profiles.json", profiles.toString()),
        write("rows.csv", rows.toString()));
  }

  private static String hash(String mail, int i) {
    String algorithm = List.of("MD5", "SHA-1", "SHA-256").get(i / 6 % 3);
    try {
      byte[] bytes = mail.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      String hex = HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
      return i % 12 == 0 ? hex.toUpperCase(java.util.Locale.ROOT) : hex;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String events() {
    Random random = new Random(20251126);
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      int who = random.nextInt(ACCOUNTS);
      long time = 1_762_600_000L + random.nextInt(2_000_000);
      String place =
          ("\"time\":%d,\"$city\":\"%s\",\"mp_country_code\":\"%s\","
                  + "\"$browser\":\"%s\",\"$os\":\"Mac OS X 1%d\"")
              .formatted(
                  time,
                  CITIES.get(who % 6),
                  COUNTRIES.get(who % 6),
                  BROWSERS.get(random.nextInt(3)),
                  who % 4);
      json.append(
          "{\"event\":\"%s\",\"properties\":{\"distinct_id\":\"%s\",%s%s}}\n"
              .formatted("Page " + i % 5, id(i, who), place, more(i, who)));
    }
    json.append(
        """
        {"event":"$merge","properties":{"$distinct_ids":["user-1","user-2"],"time":1762600000}}
        {"event":"$identify","properties":{"distinct_id":"user-4","$anon_distinct_id":"anon-4","time":1762600000}}
        {"event":"P","properties":{"distinct_id":"anon-4","time":1762500000}}
        {"event":"$create_alias","properties":{"distinct_id":"old-b","alias":"user-9","time":1762600000}}
        not a row
        """);
    return json.toString();
  }

  private static String id(int i, int who) {
    return switch (i % 6) {
      case 0 -> token("user-" + who);
      case 1 -> "crm-" + who;
      case 2 -> "$device:dev-" + who;
      case 3 -> "gone-" + who;
      default -> "user-" + who;
    };
  }

  private static String more(int i, int who) {
    return switch (i % 9) {
      case 0 -> ",\"$device_id\":\"dev-%d\"".formatted(who);
      case 1 -> ",\"$device_id\":\"kiosk-%d\"".formatted(who % 3);
      case 2 -> ",\"recipient_email\":\"%s\"".formatted(mail((who + 1) % ACCOUNTS));
      case 3 -> ",\"recipient_email\":\"new%d@example.net\"".formatted(who % 4);
      case 4 -> ",\"org_id\":\"org-%d\"".formatted(who % 11);
      case 5 -> ",\"org_id\":\"%s\"".formatted(token("org-" + who % 9));
      case 6 -> ",\"member_id\":\"user-%d\"".formatted((who + 5) % ACCOUNTS);
      case 7 -> ",\"comment\":\"ask %s\"".formatted(mail(who));
      default -> ",\"$referrer\":\"https://search.example/?q=%d\"".formatted(who % 17);
    };
  }

  /// A token by its shape alone.
  private static String token(String id) {
    byte[] body = new byte[24];
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, body, 0, bytes.length);
    String token = "fb1sab2c" + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    if (!PseudonymResolver.looksLikeToken(token)) {
      throw new IllegalStateException("no token");
    }
    return token;
  }

  /// Knows every second account's token, and recomputes the others.
  private static final class Lookup implements TokenLookup {
    private final Map<String, Identity> resolvable = new HashMap<>();
    private final Map<String, Identity> computable = new HashMap<>();

    Lookup() {
      for (int i = 0; i < ACCOUNTS; i++) {
        (i % 2 == 0 ? resolvable : computable)
            .put(token("user-" + i), new Identity("person", "user-" + i));
      }
      for (int i = 0; i < 9; i++) {
        resolvable.put(token("org-" + i), new Identity("org", "org-" + i));
      }
    }

    @Override
    public void announce(long tokens, String filesSha256) {}

    @Override
    public Map<String, Identity> resolve(Collection<String> tokens) {
      return tokens.stream()
          .filter(resolvable::containsKey)
          .collect(Collectors.toMap(token -> token, resolvable::get));
    }

    @Override
    public Map<String, Identity> recompute(Collection<String> accountIds) {
      return computable;
    }

    @Override
    public Map<String, String> deviceKeys(Collection<String> ids) {
      return ids.stream().collect(Collectors.toMap(id -> id, id -> "d" + id));
    }

    @Override
    public Map<String, String> accountKeys(Collection<String> ids) {
      return ids.stream().collect(Collectors.toMap(id -> id, id -> "a" + id));
    }
  }
}
