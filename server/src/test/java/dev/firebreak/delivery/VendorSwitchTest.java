package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.journal.Records;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendorSwitchTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final ConfirmedOperator ANNA =
      new ConfirmedOperator("anna", Role.RESPONDER, Records.NOW);

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
    ConfirmedOperator viewer = new ConfirmedOperator("vera", Role.VIEWER, Records.NOW);
    assertThatThrownBy(() -> vendors.cut(VENDOR, viewer, "breach"))
        .isInstanceOf(FirebreakException.class);
    assertThat(vendors.isCut(VENDOR)).isFalse();
  }

  @Test
  void aCutThatCannotBeAuditedDoesNotHappen() {
    VendorSwitch unaudited =
        new VendorSwitch(
            control,
            (_, _, _, _) -> {
              throw new IllegalStateException("no audit");
            },
            Clock.fixed(Records.NOW, ZoneOffset.UTC),
            List.of(VENDOR));
    assertThatThrownBy(() -> unaudited.cut(VENDOR, ANNA, "breach"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(unaudited.isCut(VENDOR)).isFalse();
    assertThat(unaudited.status(VENDOR).state()).isEqualTo(VendorStatus.State.ACTIVE);
  }

  private VendorSwitch newSwitch() {
    return new VendorSwitch(
        control, audit, Clock.fixed(Records.NOW, ZoneOffset.UTC), List.of(VENDOR));
  }
}
