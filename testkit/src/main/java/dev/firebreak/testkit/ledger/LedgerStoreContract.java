package dev.firebreak.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.DisclosedPeople;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.FirstDays;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.TreatedEvents;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every [LedgerStore] does.
public interface LedgerStoreContract {
  /// One of the vendors of the suite.
  VendorId MIXPANEL = new VendorId("mixpanel");

  /// Another one.
  VendorId SEGMENT = new VendorId("segment");

  /// The binding that most batches come from.
  BindingId WEB = new BindingId("web");

  /// A morning on which most events happen.
  Instant MORNING = Instant.parse("2025-11-03T08:00:00Z");

  /// An empty store, open until the test is over.
  LedgerStore ledger() throws IOException;

  /// The subject key of a number; in unsigned order, so that negative numbers come last.
  static SubjectKey subject(long number) {
    return new SubjectKey(number, 7);
  }

  /// A fact of one event on the day of the event.
  static Disclosure fact(VendorId vendor, long subject, Instant time) {
    return fact(vendor, subject, time, new Masks(DataCategory.COUNTRY.mask(), 0, 0, 0));
  }

  /// A fact of one event on the day of the event.
  static Disclosure fact(VendorId vendor, long subject, Instant time, Masks masks) {
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return new Disclosure(
        vendor,
        subject(subject),
        day,
        masks,
        "0123456789ab",
        AssertedBy.AUTHENTICATED,
        1,
        time,
        time);
  }

  /// A batch of facts alone.
  static LedgerBatch batch(BindingId binding, long watermark, Disclosure... facts) {
    return new LedgerBatch(binding, watermark, List.of(facts), List.of(), List.of());
  }

  /// All facts of a vendor, in the order in which the store gives them.
  static List<Disclosure> all(LedgerStore ledger, VendorId vendor) throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    ledger.forEach(vendor, Optional.empty(), Optional.empty(), facts::add);
    return facts;
  }

  @Test
  default void emptyLedgerKnowsNothing() throws IOException {
    LedgerStore ledger = ledger();
    assertThat(ledger.watermark(WEB)).isZero();
    assertThat(ledger.knowsSince(MIXPANEL)).isEmpty();
    assertThat(ledger.ofSubject(subject(1))).isEmpty();
    assertThat(ledger.idsOf(subject(1))).isEmpty();
    assertThat(ledger.links(MIXPANEL)).isEmpty();
    assertThat(all(ledger, MIXPANEL)).isEmpty();
  }

  @Test
  default void factComesBackAsItWasGiven() throws IOException {
    Disclosure given =
        new Disclosure(
            MIXPANEL,
            subject(-5),
            LocalDate.of(2025, 11, 3),
            new Masks(1L << 62, 1L << 14, 1L << 6 | 1L << 7, Long.MAX_VALUE),
            "imported",
            AssertedBy.PUBLIC,
            Long.MAX_VALUE / 2,
            Instant.parse("1969-12-31T23:59:59.999Z"),
            MORNING);
    LedgerStore ledger = ledger();
    ledger.append(batch(WEB, 10, given));
    assertThat(ledger.ofSubject(given.subject())).containsExactly(given);
    assertThat(all(ledger, MIXPANEL)).containsExactly(given);
    assertThat(ledger.watermark(WEB)).isEqualTo(10);
  }

  @Test
  default void replayedBatchCountsNothingTwice() throws IOException {
    LedgerStore ledger = ledger();
    LedgerBatch batch = batch(WEB, 10, fact(MIXPANEL, 1, MORNING));
    ledger.append(batch);
    ledger.append(batch);
    ledger.append(batch(WEB, 9, fact(MIXPANEL, 2, MORNING)));
    assertThat(all(ledger, MIXPANEL)).containsExactly(fact(MIXPANEL, 1, MORNING));
    assertThat(ledger.watermark(WEB)).isEqualTo(10);
  }

  @Test
  default void watermarksOfBindingsAreApart() throws IOException {
    LedgerStore ledger = ledger();
    BindingId app = new BindingId("app");
    ledger.append(batch(WEB, 10, fact(MIXPANEL, 1, MORNING)));
    ledger.append(batch(app, 3, fact(MIXPANEL, 2, MORNING)));
    assertThat(ledger.watermark(WEB)).isEqualTo(10);
    assertThat(ledger.watermark(app)).isEqualTo(3);
    assertThat(all(ledger, MIXPANEL)).hasSize(2);
  }

  @Test
  default void batchWithoutFactsMovesTheWatermark() throws IOException {
    LedgerStore ledger = ledger();
    ledger.append(batch(WEB, 10));
    assertThat(ledger.watermark(WEB)).isEqualTo(10);
    assertThat(ledger.knowsSince(MIXPANEL)).isEmpty();
  }

  @Test
  default void equalKeysOfSeveralBatchesAreOneFact() throws IOException {
    LedgerStore ledger = ledger();
    ledger.append(batch(WEB, 10, fact(MIXPANEL, 1, MORNING.plusSeconds(60))));
    ledger.append(batch(WEB, 20, fact(MIXPANEL, 1, MORNING)));
    List<Disclosure> facts = all(ledger, MIXPANEL);
    assertThat(facts).hasSize(1);
    assertThat(facts.getFirst().events()).isEqualTo(2);
    assertThat(facts.getFirst().firstEvent()).isEqualTo(MORNING);
    assertThat(facts.getFirst().lastEvent()).isEqualTo(MORNING.plusSeconds(60));
  }

  @Test
  default void factsOfAVendorComeInSubjectOrder() throws IOException {
    LedgerStore ledger = ledger();
    ledger.append(batch(WEB, 10, fact(MIXPANEL, -1, MORNING), fact(MIXPANEL, 3, MORNING)));
    ledger.append(batch(WEB, 20, fact(MIXPANEL, 2, MORNING), fact(SEGMENT, 4, MORNING)));
    assertThat(all(ledger, MIXPANEL))
        .extracting(Disclosure::subject)
        .containsExactly(subject(2), subject(3), subject(-1));
  }

  @Test
  default void factsOfASubjectComeByVendorAndDay() throws IOException {
    LedgerStore ledger = ledger();
    Instant nextDay = MORNING.plusSeconds(86_400);
    ledger.append(batch(WEB, 10, fact(SEGMENT, 1, MORNING), fact(MIXPANEL, 1, nextDay)));
    ledger.append(batch(WEB, 20, fact(MIXPANEL, 1, MORNING), fact(MIXPANEL, 2, MORNING)));
    assertThat(ledger.ofSubject(subject(1)))
        .containsExactly(
            fact(MIXPANEL, 1, MORNING), fact(MIXPANEL, 1, nextDay), fact(SEGMENT, 1, MORNING));
  }

  @Test
  default void windowIncludesItsStartAndExcludesItsEnd() throws IOException {
    LedgerStore ledger = ledger();
    ledger.append(
        batch(WEB, 10, fact(MIXPANEL, 1, MORNING), fact(MIXPANEL, 2, MORNING.plusMillis(1))));
    assertThat(window(ledger, MORNING, MORNING.plusMillis(1))).containsExactly(subject(1));
    assertThat(window(ledger, MORNING.plusMillis(1), MORNING.plusMillis(2)))
        .containsExactly(subject(2));
    assertThat(window(ledger, MORNING.minusMillis(1), MORNING)).isEmpty();
  }

  private static List<SubjectKey> window(LedgerStore ledger, Instant from, Instant to)
      throws IOException {
    List<SubjectKey> subjects = new ArrayList<>();
    ledger.forEach(
        MIXPANEL, Optional.of(from), Optional.of(to), fact -> subjects.add(fact.subject()));
    return subjects;
  }

  @Test
  default void oldEventSentTodayIsKnowledgeSinceToday() throws IOException {
    LedgerStore ledger = ledger();
    LocalDate sent = LocalDate.of(2025, 11, 3);
    Disclosure late =
        new Disclosure(
            MIXPANEL,
            subject(1),
            sent,
            Masks.NONE,
            "0123456789ab",
            AssertedBy.PUBLIC,
            1,
            Instant.parse("2020-01-01T00:00:00Z"),
            MORNING);
    ledger.append(batch(WEB, 10, late));
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(sent.atStartOfDay().toInstant(ZoneOffset.UTC));
    ledger.append(batch(WEB, 20, fact(MIXPANEL, 2, MORNING.minusSeconds(86_400))));
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(MORNING.minusSeconds(86_400));
    assertThat(ledger.knowsSince(SEGMENT)).isEmpty();
    assertThat(ledger.vendors()).containsExactly(MIXPANEL);
  }

  @Test
  default void linksAndIdsAreKeptOnce() throws IOException {
    LedgerStore ledger = ledger();
    DeviceLink asserted =
        new DeviceLink(MIXPANEL, subject(1), subject(2), AssertedBy.AUTHENTICATED);
    DeviceLink publicOne = new DeviceLink(MIXPANEL, subject(1), subject(2), AssertedBy.PUBLIC);
    VendorSubject id = new VendorSubject(MIXPANEL, subject(2), "fb1sabcdé'\"\\");
    for (int watermark : new int[] {10, 20}) {
      ledger.append(
          new LedgerBatch(WEB, watermark, List.of(), List.of(asserted, publicOne), List.of(id)));
    }
    assertThat(ledger.links(MIXPANEL)).containsExactly(asserted, publicOne);
    assertThat(ledger.links(SEGMENT)).isEmpty();
    assertThat(ledger.idsOf(subject(2))).containsExactly(id);
    assertThat(ledger.idsOf(subject(1))).isEmpty();
    List<VendorSubject> all = new ArrayList<>();
    ledger.forEachId(id.vendor(), all::add);
    assertThat(all).containsExactly(id);
    ledger.forEachId(SEGMENT, _ -> assertThat(true).as("no id of another vendor").isFalse());
  }

  @Test
  default void linksOfAnAccountAreItsOwnAndThoseThatItsDevicesHaveElse() throws IOException {
    LedgerStore ledger = ledger();
    assertThat(ledger.linksOf(subject(1))).isEmpty();
    DeviceLink own = new DeviceLink(MIXPANEL, subject(5), subject(1), AssertedBy.AUTHENTICATED);
    DeviceLink shared = new DeviceLink(MIXPANEL, subject(5), subject(2), AssertedBy.PUBLIC);
    DeviceLink other = new DeviceLink(MIXPANEL, subject(6), subject(2), AssertedBy.PUBLIC);
    DeviceLink elsewhere = new DeviceLink(SEGMENT, subject(5), subject(2), AssertedBy.PUBLIC);
    DeviceLink also = new DeviceLink(SEGMENT, subject(7), subject(1), AssertedBy.PUBLIC);
    ledger.append(
        new LedgerBatch(
            WEB, 10, List.of(), List.of(also, elsewhere, other, shared, own), List.of()));
    ledger.append(new LedgerBatch(WEB, 20, List.of(), List.of(own), List.of()));
    assertThat(ledger.linksOf(subject(1))).containsExactly(own, shared, also);
    assertThat(ledger.linksOf(subject(5))).isEmpty();
  }

  @Test
  default void countIsThatOfThePeopleOneByOne() throws IOException, SQLException {
    LedgerStore ledger = ledger();
    DisclosedPeople people =
        new DisclosedPeople(ledger, new SubjectKeyring(SecretBytes.copyOf(new byte[32])));
    assertCounted(people, PeopleQuery.all(MIXPANEL));
    Random random = new Random(5);
    for (int watermark = 1; watermark <= 4; watermark++) {
      List<Disclosure> facts = new ArrayList<>();
      List<DeviceLink> links = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        facts.add(
            fact(
                random.nextInt(5) == 0 ? SEGMENT : MIXPANEL,
                random.nextInt(20),
                MORNING.plusSeconds(random.nextInt(200_000)),
                new Masks(1L << random.nextInt(3), 0, random.nextBoolean() ? 64 : 0, 4)));
      }
      for (int i = 0; i < 3; i++) {
        links.add(
            new DeviceLink(
                MIXPANEL,
                subject(random.nextInt(10)),
                subject(10 + random.nextInt(10)),
                random.nextBoolean() ? AssertedBy.PUBLIC : AssertedBy.AUTHENTICATED));
      }
      ledger.append(new LedgerBatch(WEB, watermark, facts, links, List.of()));
    }
    for (VendorId vendor : List.of(MIXPANEL, SEGMENT)) {
      assertCounted(people, PeopleQuery.all(vendor));
      assertCounted(
          people,
          new PeopleQuery(
              vendor,
              Optional.of(MORNING.plusSeconds(50_000)),
              Optional.of(MORNING.plusSeconds(100_000)),
              Optional.empty()));
      assertCounted(
          people,
          new PeopleQuery(
              vendor,
              Optional.empty(),
              Optional.of(MORNING.plusSeconds(100_000)),
              Optional.of(DataCategory.ACCOUNT_ID)));
    }
  }

  @Test
  default void peopleAreCountedByTheDaysOnWhichTheyFirstAppear() throws IOException {
    LedgerStore ledger = ledger();
    assertThat(ledger.firstDays(MIXPANEL, 1)).isEmpty();
    LocalDate day = LocalDate.ofInstant(MORNING, ZoneOffset.UTC);
    Instant nextMorning = MORNING.plusSeconds(86_400);
    Masks clear = new Masks(1, 0, 0, 0);
    Masks token = new Masks(0, 0, 1, 0);
    ledger.append(
        new LedgerBatch(
            WEB,
            1,
            List.of(
                fact(MIXPANEL, 1, MORNING, token),
                fact(MIXPANEL, 1, nextMorning, clear),
                fact(MIXPANEL, 2, MORNING, clear),
                fact(MIXPANEL, 2, nextMorning, clear),
                fact(MIXPANEL, 3, nextMorning, token),
                fact(MIXPANEL, 4, MORNING, clear),
                fact(SEGMENT, 5, MORNING, clear)),
            List.of(new DeviceLink(MIXPANEL, subject(4), subject(3), AssertedBy.AUTHENTICATED)),
            List.of()));
    assertThat(ledger.firstDays(MIXPANEL, 1))
        .containsExactly(
            new FirstDays(day, Optional.of(day), 2),
            new FirstDays(day, Optional.of(day.plusDays(1)), 1));
    assertThat(ledger.firstDays(MIXPANEL, 2))
        .containsExactly(new FirstDays(day, Optional.empty(), 3));
  }

  @Test
  default void eventsAreCountedByWhatHappenedToTheirCategories() throws IOException {
    LedgerStore ledger = ledger();
    LocalDate day = LocalDate.ofInstant(MORNING, ZoneOffset.UTC);
    assertThat(ledger.treatedEvents(MIXPANEL, day, day)).isEmpty();
    Instant nextMorning = MORNING.plusSeconds(86_400);
    Masks clear = new Masks(1, 0, 0, 4);
    Masks token = new Masks(0, 0, 1, 4);
    Disclosure imported =
        new Disclosure(
            MIXPANEL,
            subject(4),
            day,
            clear,
            Disclosure.IMPORTED + "0123456789ab",
            AssertedBy.PUBLIC,
            50,
            MORNING,
            MORNING);
    ledger.append(
        batch(
            WEB,
            1,
            fact(MIXPANEL, 1, MORNING, clear),
            fact(MIXPANEL, 2, MORNING, clear),
            fact(MIXPANEL, 2, MORNING, token),
            fact(MIXPANEL, 1, nextMorning, clear),
            fact(SEGMENT, 1, MORNING, clear),
            imported));
    ledger.append(batch(WEB, 2, fact(MIXPANEL, 1, MORNING, clear)));
    assertThat(ledger.treatedEvents(MIXPANEL, day, day))
        .containsExactlyInAnyOrder(new TreatedEvents(clear, 3), new TreatedEvents(token, 1));
    assertThat(ledger.treatedEvents(MIXPANEL, day.plusDays(1), day.plusDays(9)))
        .containsExactly(new TreatedEvents(clear, 1));
    assertThat(ledger.treatedEvents(MIXPANEL, day.minusDays(9), day.minusDays(1))).isEmpty();
  }

  @Test
  default void importedHistoryDoesNotChangeWhatTheLedgerKnowsByItself() throws IOException {
    LedgerStore ledger = ledger();
    assertThat(ledger.importedSince(MIXPANEL)).isEmpty();
    Disclosure old = fact(MIXPANEL, 1, MORNING.minusSeconds(864_000));
    Disclosure imported =
        new Disclosure(
            MIXPANEL,
            old.subject(),
            old.day(),
            old.masks(),
            Disclosure.IMPORTED + "0123456789ab",
            AssertedBy.PUBLIC,
            1,
            old.firstEvent(),
            old.lastEvent());
    ledger.append(batch(WEB, 1, imported));
    assertThat(ledger.knowsSince(MIXPANEL)).isEmpty();
    assertThat(ledger.importedSince(MIXPANEL)).hasValue(old.firstEvent());
    assertThat(ledger.vendors()).containsExactly(MIXPANEL);
    ledger.append(batch(WEB, 2, fact(MIXPANEL, 1, MORNING)));
    assertThat(ledger.knowsSince(MIXPANEL)).hasValue(MORNING);
    assertThat(ledger.importedSince(MIXPANEL)).hasValue(old.firstEvent());
    assertThat(ledger.ofSubject(old.subject())).hasSize(2);
  }

  private static void assertCounted(DisclosedPeople people, PeopleQuery query)
      throws IOException, SQLException {
    assertThat(people.count(query)).isEqualTo(people.people(query, Optional.empty(), _ -> {}));
  }

  /// Each batch adds one event to each of ten subjects: a reader that sees half a batch finds
  /// unequal counts, one that steps backward finds fewer events than before.
  @Test
  default void readerDuringAppendsSeesNoHalfBatchAndNoStepBackward()
      throws IOException, InterruptedException, ExecutionException {
    LedgerStore ledger = ledger();
    int batches = 40;
    AtomicBoolean abandoned = new AtomicBoolean();
    Callable<Integer> reading = () -> readUntil(batches, ledger, abandoned);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> reader = threads.submit(reading);
      Future<Integer> other = threads.submit(reading);
      try {
        appendTenSubjects(ledger, batches);
      } catch (IOException | RuntimeException e) {
        abandoned.set(true);
        throw e;
      }
      assertThat(reader.get() + other.get()).isPositive();
    }
  }

  /// Reads until all batches are there.
  ///
  /// @return how often it read
  private static int readUntil(int batches, LedgerStore ledger, AtomicBoolean abandoned)
      throws IOException {
    long seen = 0;
    int reads = 0;
    while (seen < batches && !abandoned.get()) {
      List<Long> events = new ArrayList<>();
      long atLeast = ledger.watermark(WEB);
      ledger.forEach(
          MIXPANEL, Optional.empty(), Optional.empty(), fact -> events.add(fact.events()));
      assertThat(events).hasSize(seen == 0 && events.isEmpty() ? 0 : 10);
      long now = events.isEmpty() ? 0 : events.getFirst();
      assertThat(Collections.frequency(events, now)).isEqualTo(events.size());
      assertThat(now).isGreaterThanOrEqualTo(Math.max(seen, atLeast));
      seen = now;
      reads++;
    }
    return reads;
  }

  private static void appendTenSubjects(LedgerStore ledger, int batches) throws IOException {
    for (int i = 1; i <= batches; i++) {
      Disclosure[] facts = new Disclosure[10];
      for (int subject = 0; subject < facts.length; subject++) {
        facts[subject] = fact(MIXPANEL, subject, MORNING);
      }
      ledger.append(batch(WEB, i, facts));
    }
  }
}
