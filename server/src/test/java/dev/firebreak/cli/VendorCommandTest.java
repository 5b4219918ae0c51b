package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.CutItem;
import dev.firebreak.delivery.DeliveryLane;
import dev.firebreak.delivery.DeliveryOutcome;
import dev.firebreak.delivery.LaneTimer;
import dev.firebreak.delivery.VendorAnswer;
import dev.firebreak.delivery.VendorBatch;
import dev.firebreak.delivery.VendorClient;
import dev.firebreak.delivery.VendorGate;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vendor commands as a person runs them, the code of their authenticator typed in.
class VendorCommandTest {
  private static final BindingId BINDING = new BindingId("web");
  private static final Map<String, String> ENVIRONMENT = Map.of("MIXPANEL_TOKEN", "TOKEN32x");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream terminal = System.in;

  @TempDir Path folder;
  private NewOperator nadia;
  private NewOperator omar;
  private NewOperator vera;

  @BeforeEach
  void installationWithOperators() throws IOException {
    run("init");
    Path settings = folder.resolve("firebreak.yaml");
    String binding =
        """
        bindings:
          - id: web
            vendor: mixpanel
            dialect: mixpanel
            mode: enforce
            path-prefix: /mp
            upstream: http://127.0.0.1:9
            credential: {env: MIXPANEL_TOKEN}
            sender: public
            policy: policies/mixpanel.yaml
        """;
    Files.writeString(
        settings, Files.readString(settings).replace("bindings: []", binding.stripTrailing()));
    Instant earlier = Clock.systemUTC().instant().minus(Duration.ofHours(1));
    try (Installation installation = open(Clock.fixed(earlier, ZoneOffset.UTC))) {
      Operators operators = OperatorMixin.operators(installation);
      nadia = operators.addFirst("nadia");
      ConfirmedOperator admin =
          operators.confirm(
              "nadia", Totp.code(nadia.secret(), earlier), "OperatorAdded", Role.ADMIN);
      omar = operators.add(admin, "omar", Role.RESPONDER);
      vera = operators.add(admin, "vera", Role.VIEWER);
    }
    clear();
  }

  @AfterEach
  void giveTheTerminalBack() {
    System.setIn(terminal);
  }

  @Test
  void aCutIsSignedItemByItemAndResumed() throws IOException {
    type(code(nadia, 0));
    assertThat(run("vendor", "cut", "mixpanel", "--operator", "nadia", "--reason", "breach"))
        .isZero();
    assertThat(out.toString())
        .contains("cut, not contained: items are open", "by nadia (breach)")
        .contains("project-tokens", "dns-and-csp");
    clear();

    type(code(nadia, 1));
    String item = CutItem.PROJECT_TOKENS.label();
    assertThat(run(sign(item, "nadia"))).isZero();
    assertThat(out.toString()).contains("signed by nadia").contains("not contained");
    clear();

    assertThat(run("vendor", "show", "mixpanel", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"state\" : \"cut\"", "\"contained\" : false", "\"signedBy\" : \"nadia\"");
    clear();

    type(code(omar, 0));
    assertThat(run("vendor", "resume", "mixpanel", "--operator", "omar", "--reason", "over"))
        .isZero();
    assertThat(out.toString()).contains("mixpanel: active");
    assertThat(run("audit", "verify")).isZero();
  }

  @Test
  void aWrongCodeChangesNothing() throws IOException {
    type("000000");
    assertThat(run("vendor", "cut", "mixpanel", "--operator", "nadia", "--reason", "breach"))
        .isEqualTo(2);
    assertThat(err.toString()).doesNotContain("Exception").doesNotContain("000000");
    assertStillActive();
  }

  @Test
  void aCodeCountsOnce() throws IOException {
    String code = code(nadia, 0);
    type(code);
    assertThat(run("vendor", "cut", "mixpanel", "--operator", "nadia", "--reason", "breach"))
        .isZero();
    type(code);
    assertThat(run("vendor", "resume", "mixpanel", "--operator", "nadia", "--reason", "over"))
        .isEqualTo(2);
    clear();
    run("vendor", "list");
    assertThat(out.toString()).contains("mixpanel  cut");
  }

  @Test
  void whoMayOnlyLookCannotCut() throws IOException {
    type(code(vera, 0));
    assertThat(run("vendor", "cut", "mixpanel", "--operator", "vera", "--reason", "breach"))
        .isEqualTo(2);
    assertStillActive();
  }

  @Test
  void unknownVendorsAndItemsAreWrongUseBeforeAnyCodeIsAskedFor() throws IOException {
    type("");
    assertThat(run("vendor", "cut", "nobody", "--operator", "nadia", "--reason", "breach"))
        .isEqualTo(2);
    assertThat(run(sign("the-moon", "nadia"))).isEqualTo(2);
    assertThat(err.toString()).contains("vendor show").doesNotContain("Code of");
  }

  @Test
  void deadLettersAreListedAndQueuedAgain() throws Exception {
    makeDeadLetters(3);
    assertThat(run("vendor", "dead-letters", "mixpanel")).isZero();
    assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.contains("dead_rejected"));
    clear();

    type("000000");
    assertThat(run("vendor", "dead-letters", "mixpanel", "--replay", "omar")).isEqualTo(2);
    type(code(omar, 0));
    assertThat(run("vendor", "dead-letters", "mixpanel", "--replay", "omar")).isZero();
    assertThat(out.toString()).contains("Queued again: 3");
    clear();

    assertThat(run("vendor", "dead-letters", "mixpanel", "--json")).isZero();
    assertThat(out.toString().strip()).matches("\\[\\s*]");
    try (Installation installation = open(Clock.systemUTC())) {
      assertThat(installation.deliveries().binding(BINDING).outcomes().of(0))
          .isEqualTo(DeliveryOutcome.QUEUED);
    }
  }

  private void makeDeadLetters(int count) throws IOException, InterruptedException {
    try (Installation installation = open(Clock.systemUTC())) {
      BindingDelivery delivery = installation.deliveries().binding(BINDING);
      for (int i = 0; i < count; i++) {
        delivery.journal().append(List.of(record("id-" + i, installation.clock().instant())));
      }
      try (DeliveryLane lane =
          new DeliveryLane(
              delivery.journal(),
              delivery.outcomes(),
              new RefusingVendor(),
              VendorGate.alwaysOpen(),
              Duration.ofDays(5),
              LaneTimer.of(installation.clock()),
              new Random(1))) {
        lane.start();
        assertThat(lane.awaitIdle(Duration.ofSeconds(10))).isTrue();
      }
    }
  }

  private static JournalRecord record(String id, Instant now) {
    EventHeader header =
        new EventHeader(
            MessageKind.EVENT, id, now.toEpochMilli(), true, null, null, null, Masks.NONE);
    return new JournalRecord(
        BINDING,
        now,
        AssertedBy.PUBLIC,
        "0123456789ab",
        0,
        new TreatedMessage.Forward(header, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static final class RefusingVendor implements VendorClient {
    @Override
    public Limits limits() {
      return new Limits(1, 1 << 20);
    }

    @Override
    public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
      return new VendorAnswer.Refused(400);
    }

    @Override
    public void close() {}
  }

  private void assertStillActive() throws IOException {
    clear();
    assertThat(run("vendor", "list")).isZero();
    assertThat(out.toString()).contains("mixpanel  active");
  }

  private static String[] sign(String item, String operator) {
    return new String[] {
      "vendor", "sign", "mixpanel", item, "--operator", operator, "--note", "revoked all three"
    };
  }

  /// The code of now, or the one after it, which counts already: so that each is used once.
  private static String code(NewOperator operator, int stepsAhead) {
    Instant now = Clock.systemUTC().instant();
    return Totp.code(operator.secret(), now.plus(Duration.ofSeconds(30L * stepsAhead)));
  }

  private static void type(String line) {
    System.setIn(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void clear() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  private Installation open(Clock clock) {
    return InstallationOpener.open(
        ConfigLoader.load(folder.resolve("firebreak.yaml"), ENVIRONMENT), clock);
  }

  private int run(String... arguments) throws IOException {
    return Main.run(
        List.of(arguments),
        configFile ->
            new TerminalContext(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                folder,
                ENVIRONMENT,
                configFile));
  }
}
