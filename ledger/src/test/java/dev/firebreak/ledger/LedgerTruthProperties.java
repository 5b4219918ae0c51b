package dev.firebreak.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What people, a person's receipt and the growth of a drill say is the truth of the traffic that
/// made the ledger: known people, known devices, known categories, added up by hand.
class LedgerTruthProperties {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final VendorId SEGMENT = new VendorId("segment");
  private static final Instant START = Instant.parse("2025-11-01T00:00:00Z");
  private static final int PEOPLE = 6;
  private static final List<DataCategory> CATEGORIES =
      List.of(DataCategory.EMAIL, DataCategory.CITY, DataCategory.REFERRER);

  private final SubjectKeyring keyring = new SubjectKeyring(SecretBytes.copyOf(new byte[32]));

  /// One message that a vendor got.
  ///
  /// @param person whose it is
  /// @param signedIn whether it names the account, else the person's own device
  /// @param linked whether it also tells that the device is the account's
  record Message(
      VendorId vendor, int person, boolean signedIn, boolean linked, long second, Masks masks) {
    Instant time() {
      return START.plusSeconds(second);
    }

    LocalDate day() {
      return LocalDate.ofInstant(time(), ZoneOffset.UTC);
    }
  }

  @Property(tries = 200)
  void peopleAreThoseOfTheTraffic(@ForAll("traffic") List<Message> traffic)
      throws IOException, SQLException {
    DisclosedPeople disclosed = new DisclosedPeople(ledger(traffic), keyring);
    for (VendorId vendor : List.of(MIXPANEL, SEGMENT)) {
      for (PeopleQuery query : queries(vendor)) {
        List<DisclosedPerson> people = new ArrayList<>();
        PeopleSummary summary = disclosed.people(query, Optional.empty(), people::add);
        Map<SubjectKey, List<Message>> truth = truth(traffic, query);
        assertThat(people.stream().map(DisclosedPerson::subject)).hasSameElementsAs(truth.keySet());
        assertThat(summary.total()).isEqualTo(truth.size());
        for (DisclosedPerson person : people) {
          List<Message> own = truth.getOrDefault(person.subject(), List.of());
          assertThat(person.events()).isEqualTo(own.size());
          assertThat(person.masks()).isEqualTo(masks(own));
          assertThat(person.firstEvent()).isEqualTo(first(own));
        }
        for (DataCategory category : CATEGORIES) {
          assertThat(clear(summary, category))
              .isEqualTo(
                  truth.values().stream()
                      .filter(own -> (masks(own).clear() & category.mask()) != 0)
                      .count());
        }
      }
    }
  }

  @Property(tries = 200)
  void whatIsShownOfAPersonIsWhatWasSentOfThem(@ForAll("traffic") List<Message> traffic)
      throws IOException {
    DisclosedPeople disclosed = new DisclosedPeople(ledger(traffic), keyring);
    for (int person = 0; person < PEOPLE; person++) {
      for (SubjectDisclosures shown :
          disclosed.ofAccount("a-" + person, List.of(MIXPANEL, SEGMENT))) {
        SubjectKey key = keyring.account("a-" + person);
        List<Message> own =
            truth(traffic, PeopleQuery.all(shown.vendor())).getOrDefault(key, List.of());
        assertThat(shown.events()).isEqualTo(own.size());
        assertThat(shown.masks()).isEqualTo(masks(own));
        assertThat(shown.facts().stream().map(Disclosure::day).collect(Collectors.toSet()))
            .isEqualTo(own.stream().map(Message::day).collect(Collectors.toSet()));
      }
    }
  }

  @Property(tries = 200)
  void growthIsThatOfTheTraffic(@ForAll("traffic") List<Message> traffic) throws IOException {
    long mail = DataCategory.EMAIL.mask();
    List<FirstDays> growth = ledger(traffic).firstDays(MIXPANEL, mail);
    Map<SubjectKey, List<Message>> truth = truth(traffic, PeopleQuery.all(MIXPANEL));
    for (int i = 0; i < 6; i++) {
      LocalDate day = LocalDate.of(2025, 11, 1).plusDays(i);
      assertThat(count(growth, first -> !first.disclosed().isAfter(day)))
          .isEqualTo(people(truth, message -> !message.day().isAfter(day)));
      assertThat(count(growth, first -> first.inClear().filter(d -> !d.isAfter(day)).isPresent()))
          .isEqualTo(
              people(
                  truth,
                  message -> !message.day().isAfter(day) && (message.masks().clear() & mail) != 0));
    }
  }

  private static long count(List<FirstDays> growth, Predicate<FirstDays> wanted) {
    return growth.stream().filter(wanted).mapToLong(FirstDays::people).sum();
  }

  private static long people(Map<SubjectKey, List<Message>> truth, Predicate<Message> wanted) {
    return truth.values().stream().filter(own -> own.stream().anyMatch(wanted)).count();
  }

  private static long clear(PeopleSummary summary, DataCategory category) {
    return summary.forms().getOrDefault(category, new PeopleSummary.Forms(0, 0, 0)).clear();
  }

  private static List<PeopleQuery> queries(VendorId vendor) {
    return List.of(
        PeopleQuery.all(vendor),
        new PeopleQuery(
            vendor, Optional.empty(), Optional.empty(), Optional.of(DataCategory.EMAIL)));
  }

  /// The messages of each person: the account's, and a device's where any message of this vendor
  /// told whose it is; else the device is a person of its own.
  private Map<SubjectKey, List<Message>> truth(List<Message> traffic, PeopleQuery query) {
    Set<Integer> linked = new HashSet<>();
    for (Message message : traffic) {
      if (message.vendor().equals(query.vendor()) && message.linked()) {
        linked.add(message.person());
      }
    }
    Map<SubjectKey, List<Message>> people = new TreeMap<>();
    for (Message message : traffic) {
      boolean asked =
          query
              .category()
              .map(category -> (message.masks().disclosed() & category.mask()) != 0)
              .orElse(true);
      if (message.vendor().equals(query.vendor()) && asked) {
        boolean known = message.signedIn() || linked.contains(message.person());
        people
            .computeIfAbsent(
                known
                    ? keyring.account("a-" + message.person())
                    : keyring.device("d-" + message.person()),
                _ -> new ArrayList<>())
            .add(message);
      }
    }
    return people;
  }

  private static Masks masks(List<Message> messages) {
    return messages.stream().map(Message::masks).reduce(Masks.NONE, Masks::union);
  }

  private static Instant first(List<Message> messages) {
    return messages.stream().map(Message::time).min(Instant::compareTo).orElseThrow();
  }

  private InMemoryLedger ledger(List<Message> traffic) {
    InMemoryLedger ledger = new InMemoryLedger();
    long watermark = 0;
    for (Message message : traffic) {
      watermark++;
      ledger.append(
          new LedgerBatch(
              new BindingId("web"), watermark, List.of(fact(message)), links(message), List.of()));
    }
    return ledger;
  }

  private Disclosure fact(Message message) {
    return new Disclosure(
        message.vendor(),
        message.signedIn()
            ? keyring.account("a-" + message.person())
            : keyring.device("d-" + message.person()),
        message.day(),
        message.masks(),
        "0123456789ab",
        AssertedBy.AUTHENTICATED,
        1,
        message.time(),
        message.time());
  }

  private List<DeviceLink> links(Message message) {
    return message.linked()
        ? List.of(
            new DeviceLink(
                message.vendor(),
                keyring.device("d-" + message.person()),
                keyring.account("a-" + message.person()),
                AssertedBy.AUTHENTICATED))
        : List.of();
  }

  @Provide
  Arbitrary<List<Message>> traffic() {
    Arbitrary<Long> some =
        Arbitraries.subsetOf(CATEGORIES)
            .map(set -> set.stream().mapToLong(DataCategory::mask).sum());
    Arbitrary<Masks> masks =
        Combinators.combine(some, some, some, some)
            .as((clear, coarse, token, held) -> new Masks(clear, coarse, token, held));
    return Combinators.combine(
            Arbitraries.of(MIXPANEL, SEGMENT),
            Arbitraries.integers().between(0, PEOPLE - 1),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false, false),
            Arbitraries.longs().between(0, 5 * 86_400L - 1),
            masks)
        .as(Message::new)
        .list()
        .ofMaxSize(30);
  }
}
