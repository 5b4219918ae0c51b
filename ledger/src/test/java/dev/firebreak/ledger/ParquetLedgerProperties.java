package dev.firebreak.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/// Random batches, some of them replayed, with erasures, retention and compaction between them and
/// the ledger reopened, give the answers of the naive model.
class ParquetLedgerProperties {
  private static final List<VendorId> VENDORS =
      List.of(new VendorId("mixpanel"), new VendorId("segment"));
  private static final Instant START = Instant.parse("2025-11-01T00:00:00Z");

  /// What is done to both.
  interface Step {
    void run(LedgerStore ledger) throws IOException;
  }

  @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
  void answersAreThoseOfTheNaiveModel(@ForAll("steps") List<Step> steps) throws IOException {
    Path root = Files.createTempDirectory("ledger-properties");
    InMemoryLedger model = new InMemoryLedger();
    ParquetLedger ledger = open(root);
    try {
      for (int i = 0; i < steps.size(); i++) {
        if (i == steps.size() / 2) {
          ledger.close();
          ledger = open(root);
        }
        steps.get(i).run(ledger);
        steps.get(i).run(model);
      }
      assertSame(ledger, model);
      ledger.compact();
      assertSame(ledger, model);
      assertThat(ledger.verify(Map.of()).problems()).isEmpty();
    } finally {
      ledger.close();
      delete(root);
    }
  }

  private static void assertSame(LedgerStore ledger, LedgerStore model) throws IOException {
    for (String binding : List.of("web", "app")) {
      assertThat(ledger.watermark(new BindingId(binding)))
          .isEqualTo(model.watermark(new BindingId(binding)));
      assertThat(ledger.records(new BindingId(binding)))
          .isEqualTo(model.records(new BindingId(binding)));
    }
    for (VendorId vendor : VENDORS) {
      assertThat(ledger.knowsSince(vendor)).isEqualTo(model.knowsSince(vendor));
      assertThat(ledger.importedSince(vendor)).isEqualTo(model.importedSince(vendor));
      assertThat(ledger.firstDays(vendor, 1)).isEqualTo(model.firstDays(vendor, 1));
      assertThat(ledger.links(vendor)).isEqualTo(model.links(vendor));
      assertThat(ledger.erasedSubjects(vendor)).isEqualTo(model.erasedSubjects(vendor));
      assertThat(ids(ledger, vendor)).isEqualTo(ids(model, vendor));
      for (Optional<Instant> from : List.of(Optional.<Instant>empty(), Optional.of(day(2)))) {
        for (Optional<Instant> to : List.of(Optional.<Instant>empty(), Optional.of(day(3)))) {
          assertThat(facts(ledger, vendor, from, to)).isEqualTo(facts(model, vendor, from, to));
        }
      }
    }
    for (long subject = -3; subject < 3; subject++) {
      SubjectKey key = new SubjectKey(subject, subject);
      assertThat(ledger.ofSubject(key)).isEqualTo(model.ofSubject(key));
      assertThat(ledger.idsOf(key)).isEqualTo(model.idsOf(key));
    }
  }

  private static List<Disclosure> facts(
      LedgerStore ledger, VendorId vendor, Optional<Instant> from, Optional<Instant> to)
      throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    ledger.forEach(vendor, from, to, facts::add);
    return facts;
  }

  private static List<VendorSubject> ids(LedgerStore ledger, VendorId vendor) throws IOException {
    List<VendorSubject> ids = new ArrayList<>();
    ledger.forEachId(vendor, ids::add);
    return ids;
  }

  private static Instant day(int day) {
    return START.plusSeconds(86_400L * day);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> append = batch().map(batch -> ledger -> ledger.append(batch));
    Arbitrary<Step> erase =
        Combinators.combine(Arbitraries.of(VENDORS), subjects().list().ofMaxSize(2))
            .as((vendor, subjects) -> ledger -> ledger.erase(vendor, subjects));
    Arbitrary<Step> forget =
        Combinators.combine(Arbitraries.of(VENDORS), Arbitraries.integers().between(10, 11))
            .as((vendor, month) ->
                ledger -> ledger.forgetBefore(vendor, YearMonth.of(2025, month)));
    Arbitrary<Step> compact =
        Arbitraries.just(ledger -> {
          if (ledger instanceof ParquetLedger files) {
            files.compact();
          }
        });
    return Arbitraries.frequencyOf(
            Tuple.of(6, append), Tuple.of(2, erase), Tuple.of(1, forget), Tuple.of(3, compact))
        .list()
        .ofMinSize(1)
        .ofMaxSize(16);
  }

  private static Arbitrary<LedgerBatch> batch() {
    return Combinators.combine(
            Arbitraries.of("web", "app").map(BindingId::new),
            Arbitraries.longs().between(1, 12),
            disclosures().list().ofMaxSize(8),
            links().list().ofMaxSize(3),
            ids().list().ofMaxSize(3))
        .as((binding, watermark, facts, links, ids) ->
            new LedgerBatch(binding, watermark, facts, links, ids));
  }

  private static Arbitrary<Disclosure> disclosures() {
    Arbitrary<Masks> masks =
        Arbitraries.longs().between(0, 2).map(bits -> new Masks(bits, 0, 1L << 62, bits << 3));
    return Combinators.combine(
            Arbitraries.of(VENDORS),
            subjects(),
            Arbitraries.integers().between(0, 4),
            masks,
            Arbitraries.of(AssertedBy.values()),
            Arbitraries.longs().between(1, 1_000),
            Arbitraries.longs().between(0, 6 * 86_400_000L),
            Arbitraries.longs().between(0, 86_400_000L))
        .as((vendor, subject, day, mask, assertedBy, events, offset, length) ->
            new Disclosure(
                vendor,
                subject,
                LocalDate.of(2025, 10, 30).plusDays(day),
                mask,
                "0123456789ab",
                assertedBy,
                events,
                START.plusMillis(offset),
                START.plusMillis(offset + length)));
  }

  private static Arbitrary<DeviceLink> links() {
    return Combinators.combine(
            Arbitraries.of(VENDORS), subjects(), subjects(), Arbitraries.of(AssertedBy.values()))
        .as(DeviceLink::new);
  }

  private static Arbitrary<VendorSubject> ids() {
    return Combinators.combine(
            Arbitraries.of(VENDORS),
            subjects(),
            Arbitraries.strings().withChars('\0', '\'', 'é', '\uFFFF', 'a').ofMaxLength(3))
        .as(VendorSubject::new);
  }

  private static Arbitrary<SubjectKey> subjects() {
    return Arbitraries.longs().between(-3, 2).map(number -> new SubjectKey(number, number));
  }

  private static ParquetLedger open(Path root) {
    return ParquetLedger.open(
        root.resolve("ledger"),
        root.resolve("work"),
        new ParquetLedger.Settings(
            DuckDb.MEMORY_BYTES_MIN, 1, CompactionRules.EAGER, Clock.systemUTC()));
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
