package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.journal.Records;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendorSwitchTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final ConfirmedOperator ANNA =
      ConfirmedOperators.of("anna", Role.RESPONDER, Records.NOW);

  @TempDir Path folder;
  private final RecordedAudit audit = new RecordedAudit();
  private ControlDatabase control;
  private VendorSwitch vendors;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    vendors = newSwitch();
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void afterACutNothingBeginsAndAResumeOpensAgain() throws Exception {
    assertThat(vendors.gate(VENDOR).enter()).isPresent();
    vendors.cut(VENDOR, ANNA, "breach at the vendor");
    assertThat(vendors.gate(VENDOR).enter()).isEmpty();
    assertThat(vendors.isCut(VENDOR)).isTrue();
    assertThat(vendors.resume(VENDOR, ANNA, "reviewed").generation()).isEqualTo(2);
    assertThat(vendors.gate(VENDOR).enter()).isPresent();
    assertThat(audit.actions()).containsExactly("VendorCut", "VendorResumed");
  }

  @Test
  void requestsInFlightAreAborted() throws Exception {
    AtomicBoolean aborted = new AtomicBoolean();
    VendorGate.Passage passage = vendors.gate(VENDOR).enter().orElseThrow();
    passage.onCancel(() -> {
      aborted.set(true);
      passage.close();
    });
    assertThat(vendors.cut(VENDOR, ANNA, "breach").aborted()).isEqualTo(1);
    assertThat(aborted).isTrue();
    assertThat(passage.cancelled()).isTrue();
  }

  @Test
  void whatTakesLongAtOneVendorKeepsNobodyFromCutting() throws Exception {
    VendorId other = new VendorId("other");
    vendors =
        new VendorSwitch(
            control, audit, Clock.fixed(Records.NOW, ZoneOffset.UTC), List.of(VENDOR, other));
    vendors.hold(VENDOR, ANNA, "slow");
    List<CompletableFuture<VendorSwitch.Cut>> cuts = new ArrayList<>();
    vendors.whileShut(
        VENDOR,
        () -> {
          assertThat(cutElsewhere(other).orTimeout(10, TimeUnit.SECONDS).join().status().state())
              .isEqualTo(VendorStatus.State.CUT);
          cuts.add(cutElsewhere(VENDOR));
          // its decision waits, its gate does not
          while (!vendors.isCut(VENDOR)) {
            Thread.onSpinWait();
          }
          assertThat(vendors.status(VENDOR).state()).isEqualTo(VendorStatus.State.HELD);
        });
    assertThat(cuts.getFirst().join().status().state()).isEqualTo(VendorStatus.State.CUT);
  }

  private CompletableFuture<VendorSwitch.Cut> cutElsewhere(VendorId vendor) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return vendors.cut(vendor, ANNA, "breach");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void nothingIsDoneToAQueueWhileItsVendorIsOpenOrARequestOnItsWay() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    vendors.ifHeld(VENDOR, () -> done.set(true));
    VendorGate.Passage passage = vendors.gate(VENDOR).enter().orElseThrow();
    vendors.hold(VENDOR, ANNA, "slow");
    vendors.ifHeld(VENDOR, () -> done.set(true));
    assertThatThrownBy(() -> vendors.whileShut(VENDOR, () -> done.set(true)))
        .hasMessageContaining("still on its way");
    assertThat(done).isFalse();
    passage.close();
    vendors.ifHeld(VENDOR, () -> done.set(true));
    assertThat(done).isTrue();
    vendors.cut(VENDOR, ANNA, "breach");
    vendors.ifHeld(VENDOR, () -> done.set(false));
    assertThat(done).isTrue();
  }

  @Test
  void aCutOutlivesTheProcess() throws Exception {
    vendors.cut(VENDOR, ANNA, "breach");
    assertThat(newSwitch().isCut(VENDOR)).isTrue();
  }

  @Test
  void cuttingTwiceIsOneDecision() throws Exception {
    vendors.cut(VENDOR, ANNA, "breach");
    assertThat(vendors.cut(VENDOR, ANNA, "again").status().generation()).isEqualTo(1);
    assertThat(audit.actions()).containsExactly("VendorCut");
  }

  @Test
  void onlyWhenEveryItemIsSignedIsItContained() throws Exception {
    vendors.cut(VENDOR, ANNA, "breach");
    for (CutItem item : CutItem.values()) {
      assertThat(vendors.status(VENDOR).contained()).isFalse();
      vendors.sign(VENDOR, item, ANNA, "done");
    }
    assertThat(vendors.status(VENDOR).contained()).isTrue();
    vendors.resume(VENDOR, ANNA, "reviewed");
    vendors.cut(VENDOR, ANNA, "again");
    assertThat(vendors.status(VENDOR).contained()).isFalse();
  }

  @Test
  void itemsAreSignedUnderACutOnly() {
    assertThatThrownBy(() -> vendors.sign(VENDOR, CutItem.DNS_AND_CSP, ANNA, "done"))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void aViewerCannotCut() {
    ConfirmedOperator viewer = ConfirmedOperators.of("vera", Role.VIEWER, Records.NOW);
    assertThatThrownBy(() -> vendors.cut(VENDOR, viewer, "breach"))
        .isInstanceOf(FirebreakException.class);
    assertThat(vendors.isCut(VENDOR)).isFalse();
  }

  @Test
  void aCutThatCannotBeAuditedClosesTheVendorAndSaysThatItIsNotRecorded() {
    VendorSwitch unaudited =
        withAudit(() -> {
          throw new IllegalStateException("no audit");
        });
    assertThatThrownBy(() -> unaudited.cut(VENDOR, ANNA, "breach"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("closed until restart, but the cut is not recorded");
    assertThat(unaudited.isCut(VENDOR)).isTrue();
    assertThat(unaudited.status(VENDOR).state()).isEqualTo(VendorStatus.State.ACTIVE);
    assertThat(newSwitch().isCut(VENDOR)).isFalse();
  }

  @Test
  void aCutThatCouldNotBeRecordedIsRecordedWhenItIsRepeated() throws Exception {
    AtomicBoolean works = new AtomicBoolean();
    VendorSwitch failing =
        withAudit(() -> {
          if (!works.get()) {
            throw new IllegalStateException("no audit");
          }
        });
    assertThatThrownBy(() -> failing.cut(VENDOR, ANNA, "breach"))
        .isInstanceOf(FirebreakException.class);
    works.set(true);
    failing.cut(VENDOR, ANNA, "breach");
    assertThat(newSwitch().isCut(VENDOR)).isTrue();
  }

  @Test
  void aVendorClosedWithoutARecordCanBeResumed() {
    AtomicBoolean works = new AtomicBoolean();
    VendorSwitch failing =
        withAudit(() -> {
          if (!works.get()) {
            throw new IllegalStateException("no audit");
          }
        });
    assertThatThrownBy(() -> failing.cut(VENDOR, ANNA, "breach"))
        .isInstanceOf(FirebreakException.class);
    works.set(true);
    failing.resume(VENDOR, ANNA, "a false alarm");
    assertThat(failing.isCut(VENDOR)).isFalse();
  }

  @Test
  void aCutWhoseStateCannotBeWrittenLeavesNoAuditEntry() {
    HashChainAuditLog chain =
        new HashChainAuditLog(control, Clock.fixed(Records.NOW, ZoneOffset.UTC));
    VendorSwitch failing =
        new VendorSwitch(control, chain, Clock.fixed(Records.NOW, ZoneOffset.UTC), List.of(VENDOR));
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON vendor_state"
                    + " BEGIN SELECT RAISE(ABORT, 'refused'); END"));
    assertThatThrownBy(() -> failing.cut(VENDOR, ANNA, "breach"))
        .isInstanceOf(FirebreakException.class);
    assertThat(chain.show(AuditFilter.newest(10))).isEmpty();
    assertThat(failing.isCut(VENDOR)).isTrue();
  }

  private VendorSwitch withAudit(Runnable before) {
    return new VendorSwitch(
        control,
        (_, _, _, _) -> before.run(),
        Clock.fixed(Records.NOW, ZoneOffset.UTC),
        List.of(VENDOR));
  }

  private VendorSwitch newSwitch() {
    return new VendorSwitch(
        control, audit, Clock.fixed(Records.NOW, ZoneOffset.UTC), List.of(VENDOR));
  }
}
