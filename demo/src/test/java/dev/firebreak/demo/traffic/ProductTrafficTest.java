package dev.firebreak.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.testkit.company.Company;
import dev.firebreak.testkit.company.Person;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductTrafficTest {
  private static final Instant FROM = Instant.parse("2025-10-11T00:00:00Z");
  private static final Instant BREACH = Instant.parse("2025-11-09T18:00:00Z");
  private static final Instant TO = Instant.parse("2025-11-25T18:00:00Z");
  private static final Company COMPANY =
      Company.generate(5, new Company.Size(1040, 1000, 40), BREACH);
  private static final ProductTraffic TRAFFIC = ProductTraffic.plan(COMPANY, 5, FROM, BREACH, TO);

  @Test
  void sameSeedGivesTheSameMessages() {
    ProductTraffic again = ProductTraffic.plan(COMPANY, 5, FROM, BREACH, TO);
    assertThat(again.between(FROM, TO)).containsExactlyElementsOf(all());
  }

  @Test
  void everyoneHasBeenThereBeforeTheBreachAndTheNewcomersOnlyAfterIt() {
    Set<String> before =
        TRAFFIC.actionsBefore(BREACH).map(a -> a.person().accountId()).collect(Collectors.toSet());
    assertThat(before).hasSize(1040);
    assertThat(before).doesNotContainAnyElementsOf(ids(COMPANY.newcomers()));
    assertThat(TRAFFIC.sizeBefore(BREACH)).isGreaterThan(1040 * 7).isLessThan(TRAFFIC.size());
    assertThat(all().size() / 1080.0).isBetween(11.0, 20.0);
  }

  @Test
  void aThirdBeginsAnonymouslyAndSomeMessagesAreSentTwice() {
    List<ProductMessage.Event> events = events();
    long links =
        events.stream()
            .filter(e -> e.name().equals("$identify") || e.name().equals("$create_alias"))
            .map(ProductMessage.Event::insertId)
            .distinct()
            .count();
    assertThat(links / 1080.0).isBetween(0.27, 0.40);
    assertThat(events).anyMatch(e -> e.distinctId().startsWith("$device:"));
    Set<String> insertIds = new HashSet<>(events.stream().map(e -> e.insertId()).toList());
    assertThat(insertIds.size()).isLessThan(events.size());
    assertThat(events)
        .anyMatch(
            e -> e.properties().get("$current_url") instanceof String url && url.contains("%40"));
  }

  @Test
  void theVendorMergesEveryoneIntoOnePersonAndKeepsTimesAndDedupeIds() throws Exception {
    try (var vendor = MixpanelEmulator.start("t", Clock.fixed(TO, ZoneOffset.UTC));
        var sender = new TrafficSender(vendor.uri(), "t")) {
      sender.send(all());
      assertThat(new HashSet<>(vendor.canonicalIds().values())).hasSize(1080);
      assertThat(vendor.profiles().keySet()).hasSize(1080);
      Map<String, Long> times = new HashMap<>();
      events().forEach(e -> times.put(e.insertId(), e.timeMillis()));
      assertThat(vendor.events())
          .hasSize(events().size())
          .allMatch(e -> e.timeMillis() == times.getOrDefault(e.insertId(), 0L));
      Set<String> others = TRAFFIC.insertIdsOf(p -> !p.apiCustomer());
      assertThat(vendor.peopleWith(e -> others.contains(e.insertId())))
          .containsExactlyInAnyOrderElementsOf(ids(COMPANY.others()));
      assertThat(vendor.groups()).isNotEmpty();
    }
  }

  @Test
  void outsideKnowledgeIsTrue(@TempDir Path folder) throws Exception {
    OutsideKnowledge known = OutsideKnowledge.write(folder, TRAFFIC, 100, BREACH, 1);
    assertThat(known.targets()).isEqualTo(100);
    assertThat(Files.readAllLines(known.profile())).hasSize(101);
    assertThat(Files.readAllLines(known.olderLeak())).hasSize(101);
    List<String> actions = Files.readAllLines(known.actions(), StandardCharsets.UTF_8);
    assertThat(actions).hasSize(301);
    Set<String> truth =
        events().stream()
            .map(e -> e.distinctId() + "," + e.name() + "," + e.timeMillis())
            .collect(Collectors.toSet());
    assertThat(truth).containsAll(actions.subList(1, 301));
  }

  @Test
  void anExportWithoutSomePeopleHasNothingOfTheirs(@TempDir Path folder) throws Exception {
    try (var vendor = MixpanelEmulator.start("t", Clock.fixed(TO, ZoneOffset.UTC));
        var sender = new TrafficSender(vendor.uri(), "t")) {
      sender.send(TRAFFIC.between(FROM, BREACH).toList());
      Set<String> left = vendor.sameAs(ids(COMPANY.others()));
      vendor.exportEvents(folder, false, id -> !left.contains(id));
      vendor.exportProfiles(folder, false, id -> !left.contains(id));
      String haul =
          Files.readString(folder.resolve("events-0001.json"))
              + Files.readString(folder.resolve("profiles-0001.json"));
      assertThat(COMPANY.others())
          .noneMatch(p -> haul.contains(p.accountId()) || haul.contains(p.device().id()));
      assertThat(COMPANY.apiCustomers()).allMatch(p -> haul.contains(p.accountId()));
      assertThat(vendor.events()).extracting(StoredEvent::endpoint).containsOnly("/import");
    }
  }

  private static List<ProductMessage> all() {
    return TRAFFIC.between(FROM, TO).toList();
  }

  private static List<ProductMessage.Event> events() {
    return all().stream()
        .filter(ProductMessage.Event.class::isInstance)
        .map(ProductMessage.Event.class::cast)
        .toList();
  }

  private static List<String> ids(List<Person> people) {
    return people.stream().map(Person::accountId).toList();
  }
}
