package dev.firebreak.demo.traffic;

import dev.firebreak.testkit.company.Company;
import dev.firebreak.testkit.company.Person;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that the company's product sends to its analytics between two moments, in the order
/// in which it is sent: about 14 events a person, one in a hundred sent twice.
///
/// One person in three begins without an account: half of them as a `$device:` id that an
/// `$identify` joins to the account, half as a bare visitor id of which the account becomes an
/// alias by `$create_alias`. Names and addresses go into profiles (`/engage`); one event in 33
/// (`/import`) has the address percent-encoded in its URL. Immutable; only the plan is kept in
/// memory, messages are made when they are asked for.
public final class ProductTraffic {
  private final List<Person> people;
  private final List<Planned> plan;
  private final MessageMaker messages;

  private ProductTraffic(List<Person> people, List<Planned> plan, MessageMaker messages) {
    this.people = people;
    this.plan = plan;
    this.messages = messages;
  }

  /// One thing that somebody did and an outsider may know of.
  public record KnownAction(Person person, String event, long timeMillis) {}

  /// @param from first moment, included
  /// @param settled before it everyone of [Company#people()] has had a first session; newcomers
  ///   begin when their account is made
  /// @param to last moment, excluded
  public static ProductTraffic plan(
      Company company, long seed, Instant from, Instant settled, Instant to) {
    List<Planned> plan = new ArrayList<>();
    Set<String> organizations = new HashSet<>();
    for (Person person : company.everyone()) {
      boolean first = organizations.add(person.organization().id());
      plan.addAll(new PersonPlan(person, seed, first).plan(from, settled, to));
    }
    plan.sort(
        Comparator.comparingLong(Planned::sentMillis)
            .thenComparingInt(Planned::person)
            .thenComparingInt(Planned::sequence));
    return new ProductTraffic(company.everyone(), List.copyOf(plan), new MessageMaker(seed));
  }

  /// How many messages there are, those sent again included.
  public int size() {
    return plan.size();
  }

  /// How many messages are sent before this moment.
  public int sizeBefore(Instant moment) {
    return indexOf(moment);
  }

  /// The messages sent from a moment (included) to another (excluded), in order.
  public Stream<ProductMessage> between(Instant from, Instant to) {
    return plan.subList(indexOf(from), indexOf(to)).stream()
        .map(planned -> messages.make(planned, people.get(planned.person())));
  }

  /// The dedupe ids of the events of some people; those ids are the same at every receiver.
  public Set<String> insertIdsOf(Predicate<Person> wanted) {
    return plan.stream()
        .filter(ProductTraffic::isEvent)
        .filter(planned -> wanted.test(people.get(planned.person())))
        .map(messages::insertId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What people did under their account before a moment, each thing once, in order.
  public Stream<KnownAction> actionsBefore(Instant moment) {
    return plan.subList(0, indexOf(moment)).stream()
        .filter(planned -> planned.signedIn() && planned.action().observable())
        .filter(planned -> planned.sentMillis() == planned.timeMillis())
        .map(planned ->
            new KnownAction(
                people.get(planned.person()), planned.action().event(), planned.timeMillis()));
  }

  private static boolean isEvent(Planned planned) {
    return planned.action() != Action.PROFILE && planned.action() != Action.GROUP;
  }

  private int indexOf(Instant moment) {
    long millis = moment.toEpochMilli();
    int low = 0;
    int high = plan.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (plan.get(middle).sentMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
