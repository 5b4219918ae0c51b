package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.journal.Records;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuppressionsTest {
  private static final SubjectKey MAYA = new SubjectKey(1, 1);
  private static final SubjectKey PHONE = new SubjectKey(2, 1);
  private static final SubjectKey LAPTOP = new SubjectKey(2, 2);
  private static final SubjectKey OTHER = new SubjectKey(1, 2);

  @TempDir Path folder;
  private ControlDatabase control;
  private Suppressions suppressions;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    suppressions = newSuppressions();
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void aPersonAndTheirDevicesAreSuppressedAlsoAfterARestart() {
    long before = suppressions.generation();
    suppressions.suppress(MAYA, List.of(MAYA, PHONE), () -> {});
    assertThat(suppressions.generation()).isGreaterThan(before);
    for (Suppressions each : List.of(suppressions, newSuppressions())) {
      assertThat(each.drops(header(MAYA, null))).isTrue();
      assertThat(each.drops(header(PHONE, null))).isTrue();
      assertThat(each.drops(header(OTHER, null))).isFalse();
      assertThat(each.drops(header(null, null))).isFalse();
      assertThat(each.people()).isEqualTo(1);
      assertThat(each.since(MAYA)).contains(Records.NOW);
    }
  }

  @Test
  void aDeviceThatComesUpWithTheAccountIsLearned() {
    suppressions.suppress(MAYA, List.of(MAYA), () -> {});
    assertThat(suppressions.drops(header(LAPTOP, null))).isFalse();
    assertThat(suppressions.drops(header(MAYA, LAPTOP))).isTrue();
    assertThat(suppressions.drops(header(LAPTOP, null))).isTrue();
    assertThat(newSuppressions().covers(LAPTOP)).as("not kept yet").isFalse();
    suppressions.keepLearned();
    assertThat(newSuppressions().covers(LAPTOP)).isTrue();
  }

  @Test
  void somebodyElseOnTheSameDeviceGoesOn() {
    suppressions.suppress(MAYA, List.of(MAYA), () -> {});
    suppressions.drops(header(MAYA, PHONE));
    assertThat(suppressions.drops(header(OTHER, PHONE))).isFalse();
  }

  @Test
  void whoeverForgesLinksFillsNothing() {
    suppressions.suppress(MAYA, List.of(MAYA), () -> {});
    for (int i = 0; i < Suppressions.DEVICES_LEARNED_MAX + 10; i++) {
      suppressions.drops(header(MAYA, new SubjectKey(3, i)));
    }
    suppressions.keepLearned();
    assertThat(suppressions.keysOf(MAYA)).hasSize(1 + Suppressions.DEVICES_LEARNED_MAX);
    assertThat(newSuppressions().keysOf(MAYA)).hasSize(1 + Suppressions.DEVICES_LEARNED_MAX);
  }

  @Test
  void liftedMeansThatDataGoesOutAgainAlsoOfLearnedDevices() {
    suppressions.suppress(MAYA, List.of(MAYA, PHONE), () -> {});
    suppressions.drops(header(MAYA, LAPTOP));
    suppressions.lift(MAYA, () -> {});
    suppressions.keepLearned();
    for (Suppressions each : List.of(suppressions, newSuppressions())) {
      assertThat(each.people()).isZero();
      assertThat(each.covers(LAPTOP)).isFalse();
      assertThat(each.since(MAYA)).isEmpty();
    }
  }

  @Test
  void aDeviceOfTwoPeopleGoesFreeWithTheLast() {
    suppressions.suppress(MAYA, List.of(MAYA, PHONE), () -> {});
    suppressions.suppress(OTHER, List.of(OTHER, PHONE), () -> {});
    suppressions.drops(header(MAYA, LAPTOP));
    suppressions.drops(header(OTHER, LAPTOP));
    suppressions.keepLearned();
    assertThat(suppressions.people()).isEqualTo(2);
    assertThat(newSuppressions().since(PHONE)).contains(Records.NOW);
    suppressions.lift(MAYA, () -> {});
    for (Suppressions each : List.of(suppressions, newSuppressions())) {
      assertThat(each.covers(MAYA)).isFalse();
      assertThat(each.keysOf(OTHER)).containsExactlyInAnyOrder(OTHER, PHONE, LAPTOP);
      assertThat(each.drops(header(PHONE, null))).isTrue();
    }
    suppressions.lift(OTHER, () -> {});
    for (Suppressions each : List.of(suppressions, newSuppressions())) {
      assertThat(each.covers(PHONE)).isFalse();
      assertThat(each.people()).isZero();
    }
  }

  @Test
  void whatCameInBeforeAPersonWasLetGoStillGoesNowhere() {
    suppressions.suppress(MAYA, List.of(MAYA, PHONE), () -> {});
    suppressions.lift(MAYA, () -> {});
    for (Suppressions each : List.of(suppressions, newSuppressions())) {
      for (SubjectKey subject : List.of(MAYA, PHONE)) {
        assertThat(each.covers(subject, Records.NOW.minusMillis(1))).isTrue();
        assertThat(each.covers(subject, Records.NOW)).isFalse();
      }
      assertThat(each.covers(OTHER, Records.NOW.minusMillis(1))).isFalse();
      assertThat(each.covers(null, Records.NOW)).isFalse();
    }
  }

  @Test
  void aDecisionThatCannotBeRecordedChangesNothing() {
    Runnable failing =
        () -> {
          throw new IllegalStateException("full");
        };
    assertThatThrownBy(() -> suppressions.suppress(MAYA, List.of(MAYA), failing))
        .isInstanceOf(IllegalStateException.class);
    assertThat(suppressions.covers(MAYA)).isFalse();
    suppressions.suppress(MAYA, List.of(MAYA), () -> {});
    assertThatThrownBy(() -> suppressions.lift(MAYA, failing))
        .isInstanceOf(IllegalStateException.class);
    assertThat(suppressions.covers(MAYA)).isTrue();
    assertThat(newSuppressions().covers(MAYA)).isTrue();
  }

  private Suppressions newSuppressions() {
    return new Suppressions(control, Clock.fixed(Records.NOW, ZoneOffset.UTC));
  }

  private static EventHeader header(@Nullable SubjectKey subject, @Nullable SubjectKey device) {
    return new EventHeader(MessageKind.EVENT, "d1", 0, true, subject, device, null, Masks.NONE);
  }
}
