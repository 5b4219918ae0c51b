package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.journal.Records;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may hold and release, and how holding and cutting go together.
class HeldVendorTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final ConfirmedOperator ANNA =
      ConfirmedOperators.of("anna", Role.RESPONDER, Records.NOW);

  @TempDir Path folder;
  private ControlDatabase control;
  private final List<String> audited = new ArrayList<>();

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void heldVendorLetsNothingBeginAndQueuesUntilReleased() throws Exception {
    VendorSwitch vendors = newSwitch();
    vendors.hold(VENDOR, ANNA, "their status page is red");
    assertThat(vendors.gate(VENDOR).enter()).isEmpty();
    assertThat(vendors.isHeld(VENDOR)).isTrue();
    assertThat(vendors.isCut(VENDOR)).isFalse();
    assertThat(newSwitch().isHeld(VENDOR)).isTrue();
    vendors.release(VENDOR, ANNA, "green again");
    assertThat(vendors.gate(VENDOR).isOpen()).isTrue();
    assertThat(audited).containsExactly("anna VendorHeld", "anna VendorReleased");
    refused(ErrorCode.WRONG_USE, () -> vendors.release(VENDOR, ANNA, "again"));
  }

  @Test
  void whatTheRegisterHoldsOnlyItReleasesUnlessAPersonTakesOver() throws Exception {
    VendorSwitch vendors = newSwitch();
    vendors.holdByRegister(VENDOR, "reviewed: last reviewed long ago");
    assertThat(vendors.status(VENDOR).heldByRegister()).isTrue();
    refused(ErrorCode.NOT_ALLOWED, () -> vendors.release(VENDOR, ANNA, "we want it"));
    vendors.hold(VENDOR, ANNA, "and we do too");
    vendors.releaseByRegister(VENDOR, "the standards are met");
    assertThat(vendors.isHeld(VENDOR)).isTrue();
    vendors.release(VENDOR, ANNA, "now");
    vendors.holdByRegister(VENDOR, "reviewed");
    vendors.releaseByRegister(VENDOR, "the standards are met");
    assertThat(vendors.gate(VENDOR).isOpen()).isTrue();
    assertThat(vendors.status(VENDOR).generation()).isEqualTo(5);
  }

  /// Neither by taking the hold over nor by way of a cut does a person open what the register
  /// shuts.
  @Test
  void whatTheRegisterWouldHoldNobodyOpens() throws Exception {
    VendorSwitch vendors = newSwitch();
    vendors.ask(_ -> Optional.of("reviewed: last reviewed long ago"));
    vendors.holdByRegister(VENDOR, "reviewed: last reviewed long ago");
    vendors.hold(VENDOR, ANNA, "ours now");
    VendorStatus released = vendors.release(VENDOR, ANNA, "and out");
    assertThat(released.heldByRegister()).isTrue();
    assertThat(released.decision().orElseThrow().reason()).contains("last reviewed long ago");
    assertThat(vendors.isHeld(VENDOR)).isTrue();
    vendors.cut(VENDOR, ANNA, "or so");
    assertThat(vendors.resume(VENDOR, ANNA, "over").heldByRegister()).isTrue();
    assertThat(vendors.gate(VENDOR).enter()).isEmpty();
    assertThat(vendors.isHeld(VENDOR)).isTrue();
    assertThat(audited)
        .containsExactly(
            "system:register VendorHeld",
            "anna VendorHeld",
            "anna VendorReleased",
            "system:register VendorHeld",
            "anna VendorCut",
            "anna VendorResumed",
            "system:register VendorHeld");
    vendors.ask(_ -> Optional.empty());
    vendors.releaseByRegister(VENDOR, "the standards are met");
    assertThat(vendors.gate(VENDOR).isOpen()).isTrue();
  }

  @Test
  void anotherProcessKnowsWhatTheRegisterHoldsFromItsRecord() throws Exception {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO register_stage VALUES ('mixpanel', 'held', 0, 'reviewed')"));
    VendorSwitch vendors = newSwitch();
    vendors.hold(VENDOR, ANNA, "slow");
    assertThat(vendors.release(VENDOR, ANNA, "fast").heldByRegister()).isTrue();
  }

  @Test
  void whatTheRegisterHoldsIsShutAlsoWhereThatCannotBeRecorded() throws Exception {
    AtomicBoolean works = new AtomicBoolean();
    VendorSwitch vendors =
        new VendorSwitch(
            control,
            (_, _, _, _) -> {
              if (!works.get()) {
                throw new IllegalStateException("no audit");
              }
            },
            Clock.fixed(Records.NOW, ZoneOffset.UTC),
            List.of(VENDOR));
    assertThatThrownBy(() -> vendors.holdByRegister(VENDOR, "reviewed"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(vendors.isHeld(VENDOR)).isTrue();
    vendors.releaseByRegister(VENDOR, "the standards are met");
    assertThat(vendors.gate(VENDOR).isOpen()).isTrue();
    assertThatThrownBy(() -> vendors.holdByRegister(VENDOR, "reviewed"))
        .isInstanceOf(IllegalStateException.class);
    works.set(true);
    vendors.holdByRegister(VENDOR, "reviewed");
    assertThat(vendors.status(VENDOR).heldByRegister()).isTrue();
  }

  @Test
  void cutGoesBeforeHold() throws Exception {
    VendorSwitch vendors = newSwitch();
    vendors.hold(VENDOR, ANNA, "slow");
    vendors.cut(VENDOR, ANNA, "breach");
    assertThat(vendors.isCut(VENDOR)).isTrue();
    vendors.holdByRegister(VENDOR, "reviewed");
    assertThat(vendors.isCut(VENDOR)).isTrue();
    refused(ErrorCode.WRONG_USE, () -> vendors.hold(VENDOR, ANNA, "hold"));
    assertThat(vendors.isCut(VENDOR)).isTrue();
    vendors.resume(VENDOR, ANNA, "over");
    assertThat(vendors.gate(VENDOR).isOpen()).isTrue();
  }

  @Test
  void resumingDoesNotReleaseWhatIsHeld() throws Exception {
    VendorSwitch vendors = newSwitch();
    vendors.hold(VENDOR, ANNA, "slow");
    vendors.resume(VENDOR, ANNA, "over");
    assertThat(vendors.isHeld(VENDOR)).isTrue();
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static void refused(ErrorCode code, Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private VendorSwitch newSwitch() {
    return new VendorSwitch(
        control,
        (actor, action, _, _) -> audited.add(actor + " " + action),
        Clock.fixed(Records.NOW, ZoneOffset.UTC),
        List.of(VENDOR));
  }
}
