package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Company;
import dev.firebreak.testkit.company.Person;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// A generated company with everybody's part in an incident. The same seed and size give the same
/// world.
final class World {
  /// The end of access: everything in the data is older.
  static final Instant STOLEN = Instant.parse("2025-11-09T12:00:00Z");

  private static final int DAYS = 30;

  /// Of a hundred citizens in a row these have another part than the ordinary one. Pairs stand side
  /// by side.
  private static final Map<Integer, Part> PARTS =
      Map.ofEntries(
          Map.entry(3, Part.KIOSK),
          Map.entry(4, Part.KIOSK),
          Map.entry(8, Part.TWO_ACCOUNTS),
          Map.entry(9, Part.TWO_ACCOUNTS),
          Map.entry(13, Part.BY_EMAIL),
          Map.entry(17, Part.BY_HASHED_EMAIL),
          Map.entry(21, Part.BY_PHONE),
          Map.entry(25, Part.SHARES_PHONE),
          Map.entry(26, Part.SHARES_PHONE),
          Map.entry(31, Part.SHARES_MAILBOX),
          Map.entry(32, Part.SHARES_MAILBOX),
          Map.entry(34, Part.EARLY),
          Map.entry(35, Part.LATEST),
          Map.entry(37, Part.MENTIONED),
          Map.entry(39, Part.AFTERWARDS),
          Map.entry(41, Part.MENTIONED_STRANGER),
          Map.entry(43, Part.DELETED),
          Map.entry(45, Part.PAST),
          Map.entry(47, Part.VISITOR),
          Map.entry(49, Part.BEFORE),
          Map.entry(51, Part.STRIPPED),
          Map.entry(53, Part.LINKED),
          Map.entry(55, Part.ENRICHED),
          Map.entry(57, Part.CLEARER),
          Map.entry(59, Part.PUBLICLY_LINKED),
          Map.entry(61, Part.OUTSIDE),
          Map.entry(63, Part.LINKED_TWICE),
          Map.entry(64, Part.LINKED_TWICE),
          Map.entry(67, Part.LOST_VISITOR),
          Map.entry(71, Part.MISSING),
          Map.entry(73, Part.BY_EMAIL),
          Map.entry(77, Part.BY_HASHED_EMAIL),
          Map.entry(79, Part.SILENT),
          Map.entry(83, Part.DELETED),
          Map.entry(89, Part.VISITOR));

  private static final Set<Part> PAIRS =
      Set.of(
          Part.KIOSK, Part.TWO_ACCOUNTS, Part.SHARES_PHONE, Part.SHARES_MAILBOX, Part.LINKED_TWICE);

  private final List<Citizen> citizens = new ArrayList<>();
  private final long seed;

  /// @param people a multiple of 100, so that every part is there and no pair is torn
  World(long seed, int people) {
    if (people < 100 || people % 100 != 0) {
      throw new IllegalArgumentException("a world has hundreds of people");
    }
    this.seed = seed;
    Company company = Company.generate(seed, new Company.Size(people, people, 0), STOLEN);
    Set<Integer> pairSeconds = new HashSet<>();
    for (Person person : company.people()) {
      int number = person.number();
      Part part = PARTS.getOrDefault(number % 100, Part.SIGNED_IN);
      boolean second = PAIRS.contains(part) && pairSeconds.contains(number);
      int partner = number;
      if (PAIRS.contains(part) && !second) {
        pairSeconds.add(number + 1);
        partner = number + 1;
      } else if (second) {
        partner = number - 1;
      }
      int of = second && part == Part.SHARES_PHONE ? partner : number;
      String email =
          second && part == Part.SHARES_MAILBOX ? citizens.get(partner).email() : person.email();
      citizens.add(new Citizen(number, part, person, email, phone(of), partner));
    }
  }

  /// North American numbers that are kept for fiction: 555-0100 to 555-0199.
  private static String phone(int number) {
    return String.format(Locale.ROOT, "+1 %d 555 01%02d", 201 + number / 100, number % 100);
  }

  List<Citizen> citizens() {
    return citizens;
  }

  Stream<Citizen> with(Part part) {
    return citizens.stream().filter(citizen -> citizen.part() == part);
  }

  Citizen partnerOf(Citizen citizen) {
    return citizens.get(citizen.partner());
  }

  /// Somebody in the place of another of whom nothing is known.
  Citizen passerBy(Citizen citizen) {
    int number = 1_000_000 + citizen.number();
    return new Citizen(number, Part.VISITOR, citizen.person(), "", "", number);
  }

  /// The first of a pair, which the data calls the pair's.
  static boolean isFirst(Citizen citizen) {
    return citizen.number() <= citizen.partner();
  }

  /// Draws for what somebody does, the same whatever others do.
  SplittableRandom drawsOf(Citizen citizen) {
    return new SplittableRandom(seed * 1_000_003 + citizen.number());
  }

  /// A second of the thirty days before the theft.
  static long second(SplittableRandom random) {
    return STOLEN.getEpochSecond() - 1 - random.nextLong(DAYS * 86_400L);
  }

  /// The accounts directory, as docs/reference/accounts-directory.md says; one account stands in it
  /// twice.
  String accountsCsv() {
    StringBuilder csv =
        new StringBuilder(
            "account_id,email,name,country,region,city,organization_id,organization_name,role,mfa,"
                + "phone\n");
    for (Citizen citizen : citizens) {
      if (citizen.hasAccount()) {
        csv.append(account(citizen));
      }
    }
    return csv.append(account(citizens.getFirst())).toString();
  }

  private static String account(Citizen citizen) {
    Person person = citizen.person();
    List<String> cells =
        List.of(
            citizen.account(),
            citizen.email(),
            person.name(),
            person.place().country(),
            person.place().regionCode(),
            person.place().city(),
            person.organization().id(),
            person.organization().name(),
            person.role().name().toLowerCase(Locale.ROOT),
            person.mfa().name().toLowerCase(Locale.ROOT),
            citizen.phone());
    return String.join(",", cells.stream().map(World::cell).toList()) + "\n";
  }

  static String cell(String text) {
    return text.matches("[^,\"\n\r;|\t']*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /// The digest of an address as senders of hashed addresses make it; three kinds are in use.
  static String hash(Citizen citizen) {
    String algorithm = List.of("SHA-256", "MD5", "SHA-1").get(citizen.number() / 50 % 3);
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] bytes = citizen.email().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
