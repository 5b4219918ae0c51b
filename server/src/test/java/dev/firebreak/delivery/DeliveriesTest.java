package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.journal.Records;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two bindings, one of which the ledger does not take.
class DeliveriesTest {
  private static final BindingId BROKEN = new BindingId("broken");
  private static final BindingId WORKING = new BindingId("working");
  private static final VendorId VENDOR = new VendorId("mixpanel");

  @TempDir Path folder;
  private final Clock clock = Clock.fixed(Records.NOW, ZoneOffset.UTC);
  private final InMemoryLedger ledger = new InMemoryLedger();
  private DataDirectory directory;
  private ControlDatabase control;
  private Deliveries deliveries;

  @BeforeEach
  void open() throws Exception {
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        "company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}\n"
            + "bindings:\n"
            + binding(BROKEN)
            + binding(WORKING));
    List<BindingConfig> bindings = ConfigLoader.load(settings, Map.of("TOKEN", "token")).bindings();
    directory = DataDirectory.own(folder.resolve("data"));
    control = ControlDatabase.open(directory.controlDatabase());
    deliveries =
        new Deliveries(
            bindings,
            new Deliveries.Parts(
                directory,
                Records.keys(folder),
                withoutBroken(),
                (_, _, _, _) -> {},
                clock,
                new VendorSwitch(control, (_, _, _, _) -> {}, clock, List.of(VENDOR)),
                new PolicyArchive(control, clock),
                Duration.ofDays(7),
                Duration.ofDays(90),
                new Suppressions(control, clock)));
    for (BindingId id : List.of(BROKEN, WORKING)) {
      append(id, Records.event(1));
    }
    deliveries.start(_ -> new ScriptedVendor(new VendorClient.Limits(10, 10_000)), new Random(1));
    for (DeliveryLane lane : deliveries.lanes()) {
      assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
    }
  }

  private void append(BindingId id, JournalRecord record) throws IOException {
    deliveries
        .binding(id)
        .journal()
        .append(
            List.of(
                new JournalRecord(
                    id,
                    record.receivedAt(),
                    record.assertedBy(),
                    record.policyVersion(),
                    record.keyVersion(),
                    record.message())));
  }

  @AfterEach
  void close() throws IOException {
    deliveries.close();
    control.close();
    directory.close();
  }

  @Test
  void whereTheLedgerFailsForOneBindingTheOthersAreFed() throws IOException {
    assertThatThrownBy(deliveries::feedLedger)
        .isInstanceOf(IOException.class)
        .hasMessage("no room for broken");
    assertThat(facts()).isEqualTo(1);
    assertThat(ledger.watermark(WORKING)).isPositive();
  }

  /// Looked at every six hours, each announced day is said once, and nothing before the first.
  @Test
  void beforeWhatWaitsIsTooOldItIsWarnedOnTheAnnouncedDays() throws Exception {
    ConfirmedOperator anna = ConfirmedOperators.of("anna", Role.PRIVACY_OFFICER, Records.NOW);
    Instant tooOld = Records.NOW.plus(deliveries.binding(WORKING).config().maximumEventAge());
    Instant[] now = {tooOld.minus(Duration.ofDays(15))};
    InstantSource source = () -> now[0];
    HeldDeadlines deadlines = new HeldDeadlines(deliveries, source.withZone(ZoneOffset.UTC));
    assertThat(deadlines.look()).isEmpty();
    deliveries.vendors().hold(VENDOR, anna, "doubts about them");
    assertThat(deadlines.look()).isEmpty();
    append(WORKING, Records.event(2));
    List<HeldDeadlines.Warning> said = new ArrayList<>();
    for (; !now[0].isAfter(tooOld.plus(Duration.ofDays(2))); now[0] = now[0].plusSeconds(21_600)) {
      said.addAll(deadlines.look());
    }
    assertThat(said).extracting(HeldDeadlines.Warning::days).containsExactly(14, 7, 3, 1, 0);
    assertThat(said)
        .allSatisfy(warning -> {
          assertThat(warning.binding()).isEqualTo(WORKING);
          assertThat(warning.firstTooOldAt()).isEqualTo(tooOld);
          assertThat(warning.messages()).isEqualTo(1);
        });
    PrometheusRegistry metrics = new PrometheusRegistry();
    deadlines.register(metrics);
    assertThat(metrics.scrape().stream().map(each -> each.getMetadata().getName()))
        .containsExactlyInAnyOrder(
            "firebreak_held_messages", "firebreak_held_bytes", "firebreak_held_deadline_days");
  }

  @Test
  void whatIsHeldIsDestroyedByTwoAndNeverSent() throws Exception {
    ConfirmedOperator anna = ConfirmedOperators.of("anna", Role.PRIVACY_OFFICER, Records.NOW);
    ConfirmedOperator berta = ConfirmedOperators.of("berta", Role.ADMIN, Records.NOW);
    BindingDelivery delivery = deliveries.binding(WORKING);
    assertThatThrownBy(() -> deliveries.destroyHeld(VENDOR, anna, berta, "not held"))
        .hasMessageContaining("neither held nor cut off");
    deliveries.vendors().hold(VENDOR, anna, "doubts about them");
    for (int i = 2; i < 5; i++) {
      append(WORKING, Records.event(i));
    }
    assertThat(delivery.held().messagesAtMost()).isEqualTo(3);
    assertThat(delivery.held().measure().messages()).isEqualTo(3);
    assertThat(delivery.held().measure().oldestReceived()).hasValue(Records.NOW);
    assertThatThrownBy(() -> deliveries.destroyHeld(VENDOR, anna, anna, "alone"))
        .hasMessageContaining("second operator");
    assertThatThrownBy(() ->
            deliveries.destroyHeld(
                VENDOR,
                anna,
                ConfirmedOperators.of("carl", Role.RESPONDER, Records.NOW),
                "a responder"))
        .hasMessageContaining("two privacy officers");

    assertThatThrownBy(() -> deliveries.destroyHeld(VENDOR, anna, berta, " "))
        .hasMessageContaining("say why");
    assertThatThrownBy(() -> deliveries.destroyHeld(VENDOR, anna, berta, "x".repeat(201)))
        .hasMessageContaining("say why");
    assertThat(deliveries.destroyHeld(VENDOR, anna, berta, "they were breached"))
        .filteredOn(each -> each.messages() > 0)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.binding()).isEqualTo(WORKING);
          assertThat(each.messages()).isEqualTo(3);
          assertThat(each.sha256()).hasSize(64);
        });
    assertThat(delivery.held().measure().messages()).isZero();
    deliveries.vendors().release(VENDOR, anna, "over");
    for (DeliveryLane lane : deliveries.lanes()) {
      assertThat(lane.awaitIdle(LaneFixture.BOUND)).isTrue();
    }
    assertThat(delivery.outcomes().count(DeliveryOutcome.DESTROYED)).isEqualTo(3);
    assertThat(delivery.outcomes().count(DeliveryOutcome.DELIVERED)).isEqualTo(1);
    assertThat(deliveries.destroyOverdue()).isZero();
  }

  @Test
  void whereThePurgeOfOneBindingFailsTheOthersArePurged() {
    assertThatThrownBy(deliveries::purge).hasMessage("no room for broken");
    assertThat(ledger.watermark(WORKING)).isPositive();
  }

  @Test
  void closingClosesEverythingWhateverFails() throws IOException {
    deliveries.close();
    for (BindingId id : List.of(BROKEN, WORKING)) {
      assertThatThrownBy(() -> deliveries.binding(id).journal().append(List.of(Records.event(2))))
          .isInstanceOf(Exception.class);
      assertThat(folder.resolve("data/journal/" + id + "/journal.end")).exists();
    }
  }

  private long facts() throws IOException {
    LongAdder facts = new LongAdder();
    ledger.forEach(VENDOR, Optional.empty(), Optional.empty(), fact -> facts.add(fact.events()));
    return facts.sum();
  }

  private static String binding(BindingId id) {
    return """
      - id: ID
        vendor: mixpanel
        dialect: mixpanel
        path-prefix: /ID
        upstream: https://vendor.example.com
        credential: {env: TOKEN}
    """
        .replace("ID", id.value());
  }

  private LedgerStore withoutBroken() {
    return (LedgerStore)
        Proxy.newProxyInstance(
            LedgerStore.class.getClassLoader(),
            new Class<?>[] {LedgerStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("append")
                  && ((LedgerBatch) arguments[0]).binding().equals(BROKEN)) {
                throw new IllegalStateException("no room for broken");
              }
              try {
                return method.invoke(ledger, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
