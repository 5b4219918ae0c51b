package dev.firebreak.ledger;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.DisclosedPerson.Ground;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Answers from the ledger about people: whose data a vendor has, and who has one person's data.
///
/// People are found by recomputing the subject keys of the accounts directory; the ledger alone
/// knows keys. Holds one entry a person in memory while it answers. Thread-safe.
public final class DisclosedPeople {
  /// The most people and subjects of one answer.
  public static final int PEOPLE_MAX = 20_000_000;

  private final LedgerStore ledger;
  private final SubjectKeyring keyring;

  public DisclosedPeople(LedgerStore ledger, SubjectKeyring keyring) {
    this.ledger = ledger;
    this.keyring = keyring;
  }

  /// Gives everybody whose data the vendor received to the consumer: with a directory first the
  /// people with an account, in its order, then the others by key.
  ///
  /// @param directory the accounts directory; empty for counts and keys alone
  /// @throws FirebreakException INPUT_TOO_LARGE above [#PEOPLE_MAX]; narrow the window
  public PeopleSummary people(
      PeopleQuery query, Optional<AccountsDirectory> directory, Consumer<DisclosedPerson> consumer)
      throws IOException, SQLException {
    Map<SubjectKey, Gathered> people = gather(ledger, query);
    PeopleSummary.Tally tally = new PeopleSummary.Tally();
    Consumer<DisclosedPerson> counted =
        person -> {
          tally.add(person);
          consumer.accept(person);
        };
    if (directory.isPresent()) {
      directory.get().forEach(account -> match(account, people, counted));
    }
    new TreeMap<>(people)
        .forEach((subject, found) ->
            counted.accept(found.person(subject, without(found, directory), Optional.empty())));
    return tally.summary(basis(ledger, query), directory.isPresent());
  }

  /// Counts everybody whose data the vendor received: the same answer as without a directory and
  /// with nobody named, as fast as the ledger can.
  public PeopleSummary count(PeopleQuery query) throws IOException {
    return ledger.count(query);
  }

  /// The count of a ledger that has no faster way to it than looking at each.
  static PeopleSummary counted(LedgerStore ledger, PeopleQuery query) throws IOException {
    PeopleSummary.Tally tally = new PeopleSummary.Tally();
    gather(ledger, query)
        .forEach(
            (subject, found) -> tally.add(found.person(subject, found.ground(), Optional.empty())));
    return tally.summary(basis(ledger, query), false);
  }

  /// The first days of a ledger that has no faster way to them than looking at each.
  static List<FirstDays> firstDays(LedgerStore ledger, VendorId vendor, long clear)
      throws IOException {
    DeviceLinks links = new DeviceLinks(ledger.links(vendor));
    Map<SubjectKey, FirstDays> people = new HashMap<>();
    ledger.forEach(
        vendor,
        Optional.empty(),
        Optional.empty(),
        fact ->
            people.merge(
                links.targetOf(fact.subject()).person(),
                new FirstDays(
                    fact.day(),
                    Optional.of(fact.day()).filter(_ -> (fact.masks().clear() & clear) != 0),
                    1),
                DisclosedPeople::earlier));
    Map<FirstDays, Long> counts = new HashMap<>();
    people.values().forEach(first -> counts.merge(first, 1L, Long::sum));
    return counts.entrySet().stream()
        .map(each ->
            new FirstDays(each.getKey().disclosed(), each.getKey().inClear(), each.getValue()))
        .sorted(
            Comparator.comparing(FirstDays::disclosed)
                .thenComparing(first -> first.inClear().orElse(LocalDate.MAX)))
        .toList();
  }

  private static FirstDays earlier(FirstDays one, FirstDays other) {
    Optional<LocalDate> inClear =
        Stream.concat(one.inClear().stream(), other.inClear().stream())
            .min(Comparator.naturalOrder());
    return new FirstDays(
        one.disclosed().isBefore(other.disclosed()) ? one.disclosed() : other.disclosed(),
        inClear,
        1);
  }

  static KnowledgeBasis basis(LedgerStore ledger, PeopleQuery query) {
    return KnowledgeBasis.of(ledger, query.vendor(), query.from());
  }

  private static Map<SubjectKey, Gathered> gather(LedgerStore ledger, PeopleQuery query)
      throws IOException {
    DeviceLinks links = new DeviceLinks(ledger.links(query.vendor()));
    Map<SubjectKey, Gathered> people = new HashMap<>();
    ledger.forEach(
        query.vendor(),
        query.from(),
        query.to(),
        fact -> {
          if (query.asksFor(fact)) {
            DeviceLinks.Target target = links.targetOf(fact.subject());
            people.computeIfAbsent(target.person(), _ -> new Gathered()).add(fact, target.ground());
            if (people.size() > PEOPLE_MAX) {
              throw new FirebreakException(
                  ErrorCode.INPUT_TOO_LARGE,
                  "the answer has more than " + PEOPLE_MAX + " people; ask for a shorter period");
            }
          }
        });
    return people;
  }

  private void match(
      Account account, Map<SubjectKey, Gathered> people, Consumer<DisclosedPerson> consumer) {
    SubjectKey key = keyring.account(account.accountId());
    Gathered found = people.remove(key);
    if (found != null) {
      consumer.accept(found.person(key, found.ground(), Optional.of(account)));
    }
  }

  /// The ground of somebody whom the directory does not have. Facts that name no device with a link
  /// may be an account's or a device's: with a directory they are none of its accounts.
  private static Ground without(Gathered found, Optional<AccountsDirectory> directory) {
    return directory.isPresent() && found.ground() == Ground.ACCOUNT ? Ground.NONE : found.ground();
  }

  /// What each vendor received about one account, its linked devices included.
  ///
  /// @param vendors vendors to say something about even where they received nothing; those that the
  ///   ledger knows are added
  public List<SubjectDisclosures> ofAccount(String accountId, Collection<VendorId> vendors)
      throws IOException {
    SubjectKey account = keyring.account(accountId);
    TreeSet<VendorId> all = new TreeSet<>(vendors);
    List<Disclosure> own = ledger.ofSubject(account);
    all.addAll(ledger.vendors());
    List<VendorSubject> ownIds = ledger.idsOf(account);
    List<DeviceLink> links = ledger.linksOf(account);
    List<SubjectDisclosures> answers = new ArrayList<>();
    for (VendorId vendor : all) {
      List<Disclosure> facts = new ArrayList<>(at(vendor, own, Disclosure::vendor));
      List<VendorSubject> ids = new ArrayList<>(at(vendor, ownIds, VendorSubject::vendor));
      List<SubjectKey> devices =
          new DeviceLinks(at(vendor, links, DeviceLink::vendor)).devicesOf(account);
      for (SubjectKey device : devices) {
        facts.addAll(at(vendor, ledger.ofSubject(device), Disclosure::vendor));
        ids.addAll(at(vendor, ledger.idsOf(device), VendorSubject::vendor));
      }
      KnowledgeBasis basis = KnowledgeBasis.of(ledger, vendor, Optional.empty());
      answers.add(
          new SubjectDisclosures(
              vendor,
              basis,
              facts,
              ids.stream().map(VendorSubject::idAtVendor).distinct().toList(),
              devices.size()));
    }
    return answers;
  }

  private static <T> List<T> at(
      VendorId vendor, List<T> all, java.util.function.Function<T, VendorId> vendorOf) {
    return all.stream().filter(each -> vendorOf.apply(each).equals(vendor)).toList();
  }

  /// What a person's facts add up to.
  private static final class Gathered {
    private Ground ground = Ground.SHARED_DEVICE;
    private Masks masks = Masks.NONE;
    private long events;
    private Instant firstEvent = Instant.MAX;
    private Instant lastEvent = Instant.MIN;

    /// The strongest ground wins: `ACCOUNT` is the first of [Ground].
    void add(Disclosure fact, Ground of) {
      ground = of.compareTo(ground) < 0 ? of : ground;
      masks = masks.union(fact.masks());
      events += fact.events();
      firstEvent = fact.firstEvent().isBefore(firstEvent) ? fact.firstEvent() : firstEvent;
      lastEvent = fact.lastEvent().isAfter(lastEvent) ? fact.lastEvent() : lastEvent;
    }

    Ground ground() {
      return ground;
    }

    DisclosedPerson person(SubjectKey subject, Ground on, Optional<Account> account) {
      return new DisclosedPerson(
          subject,
          on,
          account.map(Account::accountId),
          account.flatMap(Account::country),
          account.flatMap(Account::region),
          masks,
          events,
          firstEvent,
          lastEvent);
    }
  }
}
