package dev.firebreak.demo.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.demo.traffic.ProductTraffic;
import dev.firebreak.testkit.company.Company;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorAnalyticsTest {
  private static final Instant FROM = Instant.parse("2025-10-11T00:00:00Z");
  private static final Instant BREACH = Instant.parse("2025-11-09T18:00:00Z");
  private static final Instant TO = Instant.parse("2025-11-25T18:00:00Z");
  private static final List<String> ID_SLOTS =
      List.of("$device_id", "$user_id", "$anon_distinct_id", "alias");

  private final Company company = Company.generate(3, new Company.Size(300, 285, 12), BREACH);
  private final List<ProductMessage> messages =
      ProductTraffic.plan(company, 3, FROM, BREACH, TO).between(FROM, TO).toList();
  private MixpanelEmulator direct;

  @BeforeAll
  void sendDirectly() throws IOException {
    direct = vendorWith(message -> message);
  }

  @AfterAll
  void stop() {
    direct.close();
  }

  @Test
  void distinctUsersAreThePeopleWhoExist() {
    VendorAnalytics measured = VendorAnalytics.of(direct, FROM, TO);
    assertThat(measured.distinctUsers()).isEqualTo(312);
    assertThat(VendorAnalytics.of(direct, FROM, BREACH).distinctUsers()).isEqualTo(300);
    assertThat(measured.funnel()).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(measured.funnel().getLast()).isPositive();
    assertThat(measured.returned()).isPositive().isLessThan(measured.cohort());
    assertThat(measured.eventsByCountry()).doesNotContainKey("");
  }

  @Test
  void oneTokenForOneIdInEverySlotKeepsEveryMeasure() throws IOException {
    try (MixpanelEmulator other = vendorWith(new Renaming((_, id) -> "t-" + id.hashCode()))) {
      assertThat(VendorAnalytics.of(other, FROM, TO).compare(measured()))
          .allMatch(VendorAnalytics.Measure::equal);
    }
  }

  @Test
  void aTokenOfItsOwnForEachSlotBreaksTheMeasures() throws IOException {
    try (MixpanelEmulator other =
        vendorWith(new Renaming((slot, id) -> slot + "-" + id.hashCode()))) {
      VendorAnalytics broken = VendorAnalytics.of(other, FROM, TO);
      assertThat(broken.equalTo(measured())).isFalse();
      assertThat(broken.distinctUsers()).isGreaterThan(312);
    }
  }

  @Test
  void droppedPeopleBreakTheMeasures() throws IOException {
    String gone = company.people().getFirst().accountId();
    try (MixpanelEmulator other = MixpanelEmulator.start("t", clock());
        var sender = new TrafficSender(other.uri(), "t")) {
      sender.send(
          messages.stream()
              .filter(m -> !(m instanceof ProductMessage.Event e && e.distinctId().equals(gone)))
              .toList());
      VendorAnalytics broken = VendorAnalytics.of(other, FROM, TO);
      assertThat(broken.compare(measured()))
          .filteredOn(measure -> !measure.equal())
          .extracting(VendorAnalytics.Measure::name)
          .contains("eventsByCountry");
    }
  }

  @Test
  void aLostCountryIsNamed() throws IOException {
    try (MixpanelEmulator other =
        vendorWith(message -> {
          if (message instanceof ProductMessage.Event e) {
            Map<String, Object> properties = new HashMap<>(e.properties());
            properties.remove("mp_country_code");
            return new ProductMessage.Event(
                e.name(), e.distinctId(), e.timeMillis(), e.insertId(), properties);
          }
          return message;
        })) {
      var countries = VendorAnalytics.of(other, FROM, TO).compare(measured()).getLast();
      assertThat(countries.equal()).isFalse();
      assertThat(countries.right()).contains(" US=");
    }
  }

  private VendorAnalytics measured() {
    return VendorAnalytics.of(direct, FROM, TO);
  }

  private MixpanelEmulator vendorWith(UnaryOperator<ProductMessage> change) throws IOException {
    MixpanelEmulator vendor = MixpanelEmulator.start("t", clock());
    try (var sender = new TrafficSender(vendor.uri(), "t")) {
      sender.send(messages.stream().map(change).toList());
    }
    return vendor;
  }

  private static Clock clock() {
    return Clock.fixed(TO, ZoneOffset.UTC);
  }

  /// What stands in for an id, given the slot that it stands in.
  private interface Token {
    String of(String slot, String id);
  }

  /// Replaces every id; Mixpanel's prefix stays outside, as in a policy.
  private record Renaming(Token token) implements UnaryOperator<ProductMessage> {
    @Override
    public ProductMessage apply(ProductMessage message) {
      return switch (message) {
        case ProductMessage.Event e -> {
          Map<String, Object> properties = new HashMap<>(e.properties());
          for (String slot : ID_SLOTS) {
            properties.computeIfPresent(slot, (_, id) -> rename(slot, id.toString()));
          }
          yield new ProductMessage.Event(
              e.name(),
              rename("distinct_id", e.distinctId()),
              e.timeMillis(),
              e.insertId(),
              properties);
        }
        case ProductMessage.ProfileSet _, ProductMessage.GroupSet _ -> message;
      };
    }

    private String rename(String slot, String id) {
      String prefix = "$device:";
      return id.startsWith(prefix)
          ? prefix + token.of(slot, id.substring(prefix.length()))
          : token.of(slot, id);
    }
  }
}
