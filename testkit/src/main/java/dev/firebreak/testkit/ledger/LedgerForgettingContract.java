package dev.firebreak.testkit.ledger;

import static dev.firebreak.testkit.ledger.LedgerStoreContract.all;
import static dev.firebreak.testkit.ledger.LedgerStoreContract.batch;
import static dev.firebreak.testkit.ledger.LedgerStoreContract.fact;
import static dev.firebreak.testkit.ledger.LedgerStoreContract.subject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.VendorSubject;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [LedgerStore] does when subjects are erased and months forgotten.
public interface LedgerForgettingContract extends LedgerStoreContract {
  /// Events of one subject over several days and vendors, with a link and an id.
  private static void appendMorning(LedgerStore ledger, long watermark) throws IOException {
    ledger.append(
        new LedgerBatch(
            WEB,
            watermark,
            List.of(
                fact(MIXPANEL, 1, MORNING),
                fact(MIXPANEL, 2, MORNING.plusSeconds(60)),
                fact(SEGMENT, 1, MORNING)),
            List.of(
                new DeviceLink(MIXPANEL, subject(2), subject(1), AssertedBy.AUTHENTICATED),
                new DeviceLink(MIXPANEL, subject(1), subject(3), AssertedBy.AUTHENTICATED),
                new DeviceLink(MIXPANEL, subject(4), subject(3), AssertedBy.AUTHENTICATED),
                new DeviceLink(SEGMENT, subject(2), subject(1), AssertedBy.AUTHENTICATED)),
            List.of(
                new VendorSubject(MIXPANEL, subject(1), "fb1sone"),
                new VendorSubject(MIXPANEL, subject(2), "fb1stwo"),
                new VendorSubject(SEGMENT, subject(1), "fb1sother"))));
  }

  @Test
  default void erasedSubjectIsGoneAtThatVendorAndNowhereElse() throws IOException {
    LedgerStore ledger = ledger();
    appendMorning(ledger, 10);
    ledger.erase(MIXPANEL, List.of(subject(1), subject(77)));
    assertThat(ledger.ofSubject(subject(1))).containsExactly(fact(SEGMENT, 1, MORNING));
    assertThat(all(ledger, MIXPANEL)).containsExactly(fact(MIXPANEL, 2, MORNING.plusSeconds(60)));
    assertThat(ledger.idsOf(subject(1)))
        .containsExactly(new VendorSubject(SEGMENT, subject(1), "fb1sother"));
    assertThat(ledger.links(MIXPANEL))
        .containsExactly(
            new DeviceLink(MIXPANEL, subject(4), subject(3), AssertedBy.AUTHENTICATED));
    assertThat(ledger.links(SEGMENT)).hasSize(1);
    assertThat(ledger.erasedSubjects(MIXPANEL)).isEqualTo(2);
    assertThat(ledger.erasedSubjects(SEGMENT)).isZero();
  }

  @Test
  default void whatIsDisclosedAfterAnErasureCountsAgain() throws IOException {
    LedgerStore ledger = ledger();
    appendMorning(ledger, 10);
    ledger.erase(MIXPANEL, List.of(subject(1)));
    appendMorning(ledger, 20);
    assertThat(ledger.ofSubject(subject(1)))
        .containsExactly(fact(MIXPANEL, 1, MORNING), twice(fact(SEGMENT, 1, MORNING)));
    assertThat(ledger.idsOf(subject(1))).hasSize(2);
    assertThat(ledger.links(MIXPANEL)).hasSize(3);
    ledger.erase(MIXPANEL, List.of(subject(1)));
    assertThat(ledger.ofSubject(subject(1))).containsExactly(twice(fact(SEGMENT, 1, MORNING)));
    assertThat(ledger.erasedSubjects(MIXPANEL)).isEqualTo(2);
  }

  private static Disclosure twice(Disclosure fact) {
    return new Disclosure(
        fact.vendor(),
        fact.subject(),
        fact.day(),
        fact.masks(),
        fact.policyVersion(),
        fact.assertedBy(),
        2 * fact.events(),
        fact.firstEvent(),
        fact.lastEvent());
  }

  @Test
  default void erasureLeavesSinceWhenTheLedgerKnowsAndWhatWasCounted() throws IOException {
    LedgerStore ledger = ledger();
    ledger.erase(MIXPANEL, List.of(subject(1)));
    assertThat(ledger.erasedSubjects(MIXPANEL)).isZero();
    appendMorning(ledger, 10);
    ledger.erase(MIXPANEL, List.of(subject(1), subject(2)));
    ledger.erase(MIXPANEL, List.of());
    assertThat(all(ledger, MIXPANEL)).isEmpty();
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(MORNING);
    assertThat(ledger.vendors()).containsExactlyInAnyOrder(MIXPANEL, SEGMENT);
    assertThat(ledger.watermark(WEB)).isEqualTo(10);
    assertThat(ledger.records(WEB)).isEqualTo(3);
  }

  @Test
  default void whatIsBeforeTheMonthIsForgottenAndTheAnswerSaysSo() throws IOException {
    LedgerStore ledger = ledger();
    Instant october = Instant.parse("2025-10-31T23:59:59.999Z");
    Instant november = Instant.parse("2025-11-01T00:00:00Z");
    // one batch that reaches over the end of the month: its ids and links are of November
    ledger.append(
        new LedgerBatch(
            WEB,
            10,
            List.of(fact(MIXPANEL, 1, october), fact(MIXPANEL, 2, november)),
            List.of(new DeviceLink(MIXPANEL, subject(9), subject(2), AssertedBy.PUBLIC)),
            List.of(new VendorSubject(MIXPANEL, subject(1), "fb1sone"))));
    ledger.append(
        new LedgerBatch(
            WEB,
            20,
            List.of(fact(MIXPANEL, 3, october), fact(SEGMENT, 3, october)),
            List.of(new DeviceLink(MIXPANEL, subject(8), subject(3), AssertedBy.PUBLIC)),
            List.of(
                new VendorSubject(MIXPANEL, subject(3), "fb1sthree"),
                new VendorSubject(SEGMENT, subject(3), "fb1sthree"))));
    ledger.forgetBefore(MIXPANEL, YearMonth.of(2025, 11));
    assertThat(all(ledger, MIXPANEL)).containsExactly(fact(MIXPANEL, 2, november));
    assertThat(ledger.ofSubject(subject(1))).isEmpty();
    assertThat(ledger.ofSubject(subject(3))).containsExactly(fact(SEGMENT, 3, october));
    assertThat(ledger.idsOf(subject(1))).hasSize(1);
    assertThat(ledger.idsOf(subject(3)))
        .containsExactly(new VendorSubject(SEGMENT, subject(3), "fb1sthree"));
    assertThat(ledger.links(MIXPANEL)).extracting(DeviceLink::device).containsExactly(subject(9));
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(november);
    assertThat(ledger.knowsSince(SEGMENT)).hasValue(october);
    assertThat(ledger.heldFrom(MIXPANEL)).hasValue(LocalDate.of(2025, 11, 1));
    assertThat(ledger.heldFrom(SEGMENT)).isEmpty();
  }

  @Test
  default void whatIsForgottenDoesNotComeBack() throws IOException {
    LedgerStore ledger = ledger();
    Instant october = Instant.parse("2025-10-31T12:00:00Z");
    Instant december = Instant.parse("2025-12-01T00:00:00Z");
    ledger.forgetBefore(MIXPANEL, YearMonth.of(2030, 1));
    ledger.append(batch(WEB, 10, fact(MIXPANEL, 1, MORNING)));
    ledger.forgetBefore(MIXPANEL, YearMonth.of(2025, 12));
    ledger.forgetBefore(MIXPANEL, YearMonth.of(2025, 11));
    assertThat(all(ledger, MIXPANEL)).isEmpty();
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(december);
    ledger.append(
        new LedgerBatch(
            WEB,
            20,
            List.of(fact(MIXPANEL, 1, october)),
            List.of(new DeviceLink(MIXPANEL, subject(9), subject(1), AssertedBy.PUBLIC)),
            List.of(new VendorSubject(MIXPANEL, subject(1), "fb1sone"))));
    ledger.append(batch(WEB, 30, fact(MIXPANEL, 2, october), fact(MIXPANEL, 2, december)));
    assertThat(all(ledger, MIXPANEL)).containsExactly(fact(MIXPANEL, 2, december));
    assertThat(ledger.idsOf(subject(1))).isEmpty();
    assertThat(ledger.links(MIXPANEL)).isEmpty();
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(december);
    assertThat(ledger.watermark(WEB)).isEqualTo(30);
    assertThat(ledger.records(WEB)).isEqualTo(4);
  }
}
