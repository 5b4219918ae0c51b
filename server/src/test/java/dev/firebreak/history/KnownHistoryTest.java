package dev.firebreak.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownHistoryTest {
  private static final LocalDate DAY = LocalDate.of(2025, 10, 1);
  private static final String THIS = "imported-000000000001";
  private static final String OTHER = "imported-000000000002";

  private final KnownHistory known = new KnownHistory(THIS, new KnownHistory.Bounds(40, 60));

  @Test
  void eachSubjectHasItsOwnDaysWithWhatTheyHad() {
    for (int i = 0; i < 30; i++) {
      known.add(fact(i, DAY, OTHER, 1));
      known.add(fact(i, DAY.minusYears(80), i % 2 == 0 ? THIS : OTHER, 2));
    }
    assertThat(known.daysOf(subject(8))).isEqualTo(Map.of(DAY, new Masks(1, 0, 0, 0)));
    assertThat(known.daysOf(subject(29)))
        .isEqualTo(Map.of(DAY, new Masks(1, 0, 0, 0), DAY.minusYears(80), new Masks(2, 0, 0, 0)));
    assertThat(known.daysOf(subject(31))).isEmpty();
    assertThat(known.isBrought(subject(8))).isTrue();
    assertThat(known.isBrought(subject(9))).isFalse();
  }

  @Test
  void formsOfOneDayAreJoinedAndTheGatewaysFactsAreNoImports() {
    known.add(fact(1, DAY, OTHER, 1));
    known.add(fact(1, DAY, OTHER, 4));
    known.add(fact(2, DAY, "0123456789ab", 2));
    assertThat(known.daysOf(subject(1))).isEqualTo(Map.of(DAY, new Masks(5, 0, 0, 0)));
    assertThat(known.daysOf(subject(2))).isEmpty();
    assertThat(known.isOwn(subject(2))).isTrue();
    assertThat(known.isOwn(subject(1))).isFalse();
  }

  @Test
  void peopleAndDaysAreBounded() {
    for (int i = 0; i < 40; i++) {
      known.add(fact(i, DAY, OTHER, 1));
    }
    assertThatThrownBy(() -> known.add(fact(40, DAY, OTHER, 1)))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("more than 40 people");
    KnownHistory days = new KnownHistory(THIS, new KnownHistory.Bounds(40, 1));
    days.add(fact(1, DAY, OTHER, 1));
    assertThatThrownBy(() -> days.add(fact(1, DAY.plusDays(1), OTHER, 1)))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("more than 1 days");
  }

  /// Their order is the unsigned one.
  private static SubjectKey subject(long number) {
    return new SubjectKey(number << 58 | number, number);
  }

  private static Disclosure fact(long number, LocalDate day, String policyVersion, long clear) {
    var time = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return new Disclosure(
        new VendorId("mixpanel"),
        subject(number),
        day,
        new Masks(clear, 0, 0, 0),
        policyVersion,
        AssertedBy.PUBLIC,
        1,
        time,
        time);
  }
}
