package dev.firebreak.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.incident.FindingsDelta;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The November-2025 case with its dates, at a company that had the gateway: the export was taken
/// on 9 November, word and file came on the 25th. At first the vendor leaves people out; a second
/// file has them, and rows that went past the gateway.
class NovemberIT {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final String ID = "2025-11-mixpanel";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = 1)
  void findingsEqualTheTruth(long seed) throws IOException {
    assertFound(seed, 200);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(longs = {100, 101, 102, 103, 104, 105})
  void findingsEqualTheTruthUnderAnySeed(long seed) throws IOException {
    assertFound(seed, 2_000);
  }

  private void assertFound(long seed, int people) throws IOException {
    Desk desk = new Desk(folder.resolve("company"), Desk.TO_MIXPANEL);
    World world = new World(seed, people);
    GoldenFiles first;
    GoldenFiles second;
    try (Installation company = open(desk)) {
      Pseudonymizer tokens = new Pseudonymizer(company.keys().pseudonymKey(VENDOR));
      SubjectKeyring keys = company.keys().subjectKeyring();
      GatewayRows vendor = new GatewayRows(tokens);
      Script.Gateway gateway = new Script.Gateway(GatewayRows.SENT, who -> name(keys, who));
      first = files("first", world, new Script(world, vendor, gateway, false));
      Script everything = new Script(world, vendor, gateway, true);
      second = files("second", world, everything);
      GoldenLedger ledger = new GoldenLedger(VENDOR, keys, tokens).with(everything.ledger());
      world
          .with(Part.PUBLICLY_LINKED)
          .forEach(
              who -> ledger.link(who.person().device().id(), who.account(), AssertedBy.PUBLIC));
      ledger.write(company.ledger());
    }
    GoldenIncident incident = new GoldenIncident(desk, ID, VENDOR.value());
    incident.moment("access-began", "2025-11-09T00:00:00Z");
    incident.moment("access-ended", World.STOLEN.toString());
    incident.moment("vendor-told-us", "2025-11-25T14:30:00Z");
    assertProvisional(desk, world, second);
    assertTrue(first.readTruth(), incident.assess(first));
    assertGrade(desk, world);
    assertTrue(second.readTruth(), incident.assess(second));
    assertDelta(desk, world);
  }

  private static void assertTrue(JsonNode truth, JsonNode found) {
    assertThat(TreeComparison.differences(truth, found)).isEmpty();
    for (Wrong wrong : Wrong.OF_LEDGER) {
      assertThat(TreeComparison.differences(wrong.of(truth), found)).as(wrong.name()).isNotEmpty();
    }
  }

  private static String name(SubjectKeyring keys, LedgerBook.Subject who) {
    return "subject:" + (who.device() ? keys.device(who.id()) : keys.account(who.id()));
  }

  private GoldenFiles files(String name, World world, Script script) throws IOException {
    return GoldenFiles.write(folder.resolve(name), world, script);
  }

  private static Installation open(Desk desk) {
    return InstallationOpener.open(ConfigLoader.load(desk.settings(), Map.of()), desk.clock());
  }

  /// Before any file: everybody to whom something was disclosed, whether the file has them or not.
  private static void assertProvisional(Desk desk, World world, GoldenFiles files)
      throws IOException {
    JsonNode list =
        desk.confirmed("incident", "provisional", ID, "--accounts", files.accounts().toString());
    EnumSet<Part> withAccount =
        EnumSet.of(
            Part.SIGNED_IN,
            Part.KIOSK,
            Part.TWO_ACCOUNTS,
            Part.LINKED,
            Part.MISSING,
            Part.EARLY,
            Part.LATEST,
            Part.STRIPPED,
            Part.ENRICHED,
            Part.OUTSIDE,
            Part.CLEARER);
    long accounts =
        world.citizens().stream().filter(each -> withAccount.contains(each.part())).count();
    EnumSet<Part> others =
        EnumSet.of(
            Part.BY_EMAIL,
            Part.BY_HASHED_EMAIL,
            Part.BY_PHONE,
            Part.DELETED,
            Part.VISITOR,
            Part.LOST_VISITOR,
            Part.PUBLICLY_LINKED);
    EnumSet<Part> onceAPair =
        EnumSet.of(Part.SHARES_PHONE, Part.SHARES_MAILBOX, Part.LINKED_TWICE, Part.KIOSK);
    long without =
        world.citizens().stream()
            .filter(each ->
                others.contains(each.part())
                    || (onceAPair.contains(each.part()) && World.isFirst(each)))
            .count();

    assertThat(list.get("accounts").asLong()).isEqualTo(accounts);
    assertThat(list.get("otherSubjects").asLong()).isEqualTo(without);
    assertThat(list.get("until").asString()).isEqualTo(World.STOLEN.toString());
  }

  /// Against the file: nobody missed, and those extra whom the vendor left out.
  private static void assertGrade(Desk desk, World world) throws IOException {
    try (Installation company = open(desk)) {
      ProvisionalList.Grade grade =
          IncidentServices.of(company).assessments().grade("test", ID).orElseThrow();
      assertThat(grade.missed()).isZero();
      assertThat(grade.extra())
          .isEqualTo(accounts(world, Part.MISSING, Part.EARLY, Part.LATEST).size());
    }
  }

  private static void assertDelta(Desk desk, World world) throws IOException {
    try (Installation company = open(desk)) {
      FindingsDelta delta = IncidentServices.of(company).assessments().delta("test", ID, 1, 2);
      assertThat(delta.newly()).isEqualTo(accounts(world, Part.MISSING, Part.PAST, Part.BEFORE));
      assertThat(delta.noLonger()).isEmpty();
      assertThat(delta.newlyExposed().keySet()).isEqualTo(accounts(world, Part.CLEARER));
      assertThat(delta.noLongerExposed()).isEmpty();
    }
  }

  private static Set<String> accounts(World world, Part... parts) {
    return Arrays.stream(parts)
        .flatMap(world::with)
        .map(Citizen::account)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
