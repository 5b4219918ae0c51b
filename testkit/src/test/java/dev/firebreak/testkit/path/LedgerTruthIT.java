package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.LocalDataSetReader;
import dev.firebreak.incident.OutsideKnowledge;
import dev.firebreak.incident.VendorDrill;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DisclosedPeople;
import dev.firebreak.ledger.DisclosedPerson;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.receipt.Receipts;
import dev.firebreak.receipt.VendorReceipt;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import dev.firebreak.vendor.VendorId;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traffic of known people with known kinds of data, through the real gateway to the vendor's
/// emulator: what the ledger says of people, of one person and of a breach is the traffic, exactly.
/// Some of it the policy drops, and some the vendor refuses: that is nobody's disclosure.
class LedgerTruthIT {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final int PEOPLE = 80;
  private static final int EVENTS = 600;
  private static final List<String> COUNTRIES = List.of("DE", "FR", "US", "JP");

  /// What the product sends, with what the policy below makes of it.
  private static final Map<String, DataCategory> PROPERTIES =
      Map.of(
          "$email", DataCategory.EMAIL,
          "$city", DataCategory.CITY,
          "$referrer", DataCategory.REFERRER,
          "$name", DataCategory.NAME);

  private static final String POLICY =
      """
      vendor: mixpanel
      default: drop
      unclassified: drop
      categories:
        user.unique_id: pseudonymize
        user.device.device_id: pseudonymize
        user.contact.email: pass
        user.location.imprecise.city: pass
        user.behavior.referrer: {generalize: origin}
        user.name: drop
        user.behavior: pass
        system.operations: pass
      events:
        "Password Reset*": drop
      """;

  @TempDir Path folder;

  /// What the vendor has of one person.
  private static final class Truth {
    private Masks masks = Masks.NONE;
    private long events;

    void add(ProductMessage.Event event) {
      events++;
      for (String property : event.properties().keySet()) {
        masks = masks.union(treated(Objects.requireNonNull(PROPERTIES.get(property))));
      }
    }

    private static Masks treated(DataCategory category) {
      return switch (category) {
        case EMAIL, CITY -> new Masks(category.mask(), 0, 0, 0);
        case REFERRER -> new Masks(0, category.mask(), 0, 0);
        default -> new Masks(0, 0, 0, category.mask());
      };
    }
  }

  @Test
  void peopleReceiptsAndDrillAreTheTruth() throws Exception {
    long seed = 20251103;
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Path accounts = accounts();
    Map<String, Truth> truth = new TreeMap<>();
    try (MixpanelEmulator vendor =
        MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC())) {
      vendor.failAlways(new Fault.RefuseRecords(id -> id.startsWith(PlantedTraffic.REFUSED_ID)));
      InstallationFolder files = InstallationFolder.write(folder, vendor.uri(), "policy.yaml");
      try (Installation installation = files.open();
          EventPath path = EventPath.start(installation)) {
        send(path, messages(new Random(seed), truth));
        assertThat(path.settle(SETTLE)).isTrue();
        assertThat(path.conservation(InstallationFolder.WEB).delivered())
            .as("seed %d", seed)
            .isEqualTo(truth.values().stream().mapToLong(each -> each.events).sum());
        receiptsAreTrue(installation, truth);
        try (DuckDb database =
            DuckDb.open(folder.resolve("accounts-db"), 128L << 20, 1, List.of(accounts))) {
          AccountsDirectory directory = AccountsDirectory.load(database, accounts);
          peopleAreTrue(installation, directory, truth);
          drillIsTrue(installation, directory, accounts, truth);
        }
      }
    }
  }

  private static void peopleAreTrue(
      Installation installation, AccountsDirectory directory, Map<String, Truth> truth)
      throws Exception {
    List<DisclosedPerson> people = new ArrayList<>();
    PeopleSummary summary =
        new DisclosedPeople(installation.ledger(), installation.keys().subjectKeyring())
            .people(PeopleQuery.all(MIXPANEL), Optional.of(directory), people::add);
    assertThat(people.stream().map(person -> person.accountId().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(truth.keySet());
    for (DisclosedPerson person : people) {
      Truth own = Objects.requireNonNull(truth.get(person.accountId().orElseThrow()));
      assertThat(person.events()).isEqualTo(own.events);
      assertPlanted(person.masks(), own);
    }
    assertForms(summary, truth);
    for (DataCategory category : PROPERTIES.values()) {
      PeopleQuery asked =
          new PeopleQuery(MIXPANEL, Optional.empty(), Optional.empty(), Optional.of(category));
      assertThat(installation.ledger().count(asked).total())
          .isEqualTo(
              truth.values().stream()
                  .filter(own -> (own.masks.disclosed() & category.mask()) != 0)
                  .count());
    }
  }

  private static void receiptsAreTrue(Installation installation, Map<String, Truth> truth)
      throws Exception {
    Receipts receipts = new Receipts(installation);
    for (int person = 0; person < PEOPLE; person++) {
      VendorReceipt shown =
          receipts
              .of(account(person), List.of(MIXPANEL), new Receipts.Asker("test", "truth"))
              .vendors()
              .getFirst();
      Truth own = truth.getOrDefault(account(person), new Truth());
      assertThat(shown.disclosures().events()).isEqualTo(own.events);
      assertPlanted(shown.disclosures().masks(), own);
      if (own.events > 0) {
        assertThat(shown.disclosures().idsAtVendor()).hasSize(1);
        assertThat(shown.lines())
            .filteredOn(line -> line.category() == DataCategory.BEHAVIOR)
            .hasSize(1)
            .allMatch(line -> line.events() == own.events);
      }
    }
  }

  private static void drillIsTrue(
      Installation installation,
      AccountsDirectory directory,
      Path accounts,
      Map<String, Truth> truth)
      throws Exception {
    Drill drill =
        new VendorDrill(
                installation, new LocalDataSetReader(new DataSetAssessor(), OutsideKnowledge.NONE))
            .run(
                VendorDrill.Question.of(MIXPANEL),
                new VendorDrill.Accounts(Optional.of(directory), Optional.of(accounts)));
    assertThat(drill.people().total()).isEqualTo(truth.size());
    assertForms(drill.people(), truth);
    Map<String, Long> countries = new TreeMap<>();
    truth.keySet().forEach(account -> countries.merge(country(account), 1L, Long::sum));
    assertThat(drill.people().countries()).isEqualTo(countries);
    long named =
        truth.values().stream()
            .filter(own -> (own.masks.clear() & DataCategory.EMAIL.mask()) != 0)
            .count();
    assertThat(drill.inClear()).isEqualTo(named);
    Drill.Measured measured = drill.measured().orElseThrow();
    assertThat(measured.people().total()).isEqualTo(truth.size());
    assertThat(measured.shareIdentifiableLow()).isEqualTo((double) named / truth.size());
    assertThat(measured.source().missing()).isZero();
  }

  private static void assertForms(PeopleSummary summary, Map<String, Truth> truth) {
    for (DataCategory category : PROPERTIES.values()) {
      long mask = category.mask();
      PeopleSummary.Forms forms =
          summary.forms().getOrDefault(category, new PeopleSummary.Forms(0, 0, 0));
      assertThat(forms.clear())
          .isEqualTo(
              truth.values().stream().filter(own -> (own.masks.clear() & mask) != 0).count());
      assertThat(forms.generalized())
          .isEqualTo(
              truth.values().stream().filter(own -> (own.masks.generalized() & mask) != 0).count());
      assertThat(forms.tokenized()).isZero();
    }
    assertThat(summary.forms().get(DataCategory.ACCOUNT_ID))
        .isEqualTo(new PeopleSummary.Forms(0, 0, truth.size()));
    assertThat(summary.forms().get(DataCategory.BEHAVIOR))
        .isEqualTo(new PeopleSummary.Forms(truth.size(), 0, 0));
  }

  /// Of the kinds of data that the product sends on purpose all are as they must be.
  private static void assertPlanted(Masks masks, Truth truth) {
    long planted = PROPERTIES.values().stream().mapToLong(DataCategory::mask).sum();
    assertThat(
            new Masks(
                masks.clear() & planted,
                masks.generalized() & planted,
                masks.tokenized() & planted,
                masks.withheld() & planted))
        .isEqualTo(truth.masks);
  }

  /// Messages, and what the vendor has of them in the end.
  private static List<ProductMessage> messages(Random random, Map<String, Truth> truth) {
    List<ProductMessage> messages = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (int i = 0; i < EVENTS; i++) {
      String account = account(random.nextInt(PEOPLE));
      boolean dropped = random.nextInt(12) == 0;
      boolean refused = random.nextInt(12) == 0;
      ProductMessage.Event event =
          new ProductMessage.Event(
              dropped ? "Password Reset" : "Opened",
              account,
              now - random.nextInt(86_400_000),
              (refused ? PlantedTraffic.REFUSED_ID : "0193aaaa-")
                  + "0000-4000-8000-%012x".formatted(i),
              properties(random, account));
      messages.add(event);
      if (!dropped && !refused) {
        truth.computeIfAbsent(account, _ -> new Truth()).add(event);
      }
    }
    return messages;
  }

  private static Map<String, Object> properties(Random random, String account) {
    Map<String, Object> properties = new HashMap<>();
    if (random.nextInt(4) == 0) {
      properties.put("$email", account + "@example.com");
    }
    if (random.nextInt(3) == 0) {
      properties.put("$city", List.of("Oslo", "Bergen", "Lyon").get(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      properties.put("$referrer", "https://news.example.org/story/" + random.nextInt(100));
    }
    if (random.nextInt(5) == 0) {
      properties.put("$name", "Ana Example");
    }
    return properties;
  }

  private static void send(EventPath path, List<ProductMessage> messages) throws Exception {
    URI base = URI.create(path.gateway().uri() + "/mp");
    try (TrafficSender sender = new TrafficSender(base, InstallationFolder.TOKEN)) {
      sender.send(messages);
    }
  }

  private Path accounts() throws Exception {
    StringBuilder csv = new StringBuilder("account_id,country\n");
    for (int person = 0; person < PEOPLE; person++) {
      csv.append(account(person)).append(',').append(country(account(person))).append('\n');
    }
    return Files.writeString(folder.resolve("accounts.csv"), csv.toString());
  }

  private static String account(int person) {
    return "acct-%04d".formatted(person);
  }

  private static String country(String account) {
    return COUNTRIES.get(account.charAt(account.length() - 1) % COUNTRIES.size());
  }
}
