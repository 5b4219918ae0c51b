package dev.firebreak.testkit.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Disclosures of many people to several vendors over some days, computed and never stored: what a
/// vendor got of a subject on a day follows from a hash of the three. So the same code says what is
/// to be written and what must be answered. Immutable.
///
/// A fact has 1 to 7 events, 4 on average, which come in different batches of its day, as they do.
/// One subject in ten also has a device and an id at the vendor.
public final class SimulatedDisclosures {
  private static final long DAY_MILLIS = 86_400_000;
  private static final long WITH_ID_EVERY = 10;
  private static final int EVENTS_MAX = 7;

  private static final List<Masks> MASKS =
      List.of(
          masks(DataCategory.COUNTRY.mask(), DataCategory.ACCOUNT_ID.mask()),
          masks(DataCategory.COUNTRY.mask() | 1L << 24, DataCategory.ACCOUNT_ID.mask()),
          masks(1L << 24, DataCategory.ACCOUNT_ID.mask() | DataCategory.DEVICE_ID.mask()));

  /// How much there is.
  ///
  /// @param facts about so many
  /// @param subjects exactly so many people, of whom each vendor got some each day
  /// @param vendors how many vendors, each with one binding
  /// @param days consecutive UTC days of disclosure
  /// @param batchesPerDay batches of each vendor and day
  public record Scale(long facts, int subjects, int vendors, int days, int batchesPerDay) {
    public Scale {
      long most = (long) subjects * vendors * days;
      if (facts < 1 || facts > most) {
        throw new IllegalArgumentException("these people have at most " + most + " facts");
      }
    }
  }

  private final Scale scale;
  private final LocalDate firstDay;
  private final long threshold;
  private final List<VendorId> vendors;
  private final List<LocalDate> days;

  /// @param firstDay the first day of disclosure
  public SimulatedDisclosures(Scale scale, LocalDate firstDay) {
    this.scale = scale;
    this.firstDay = firstDay;
    double share =
        (double) scale.facts() / ((double) scale.subjects() * scale.vendors() * scale.days());
    threshold = (long) (share * (1L << 32));
    vendors =
        IntStream.range(0, scale.vendors()).mapToObj(i -> new VendorId("vendor-" + i)).toList();
    days = IntStream.range(0, scale.days()).mapToObj(firstDay::plusDays).toList();
  }

  private static Masks masks(long clear, long tokenized) {
    return new Masks(clear, 0, tokenized, DataCategory.EMAIL.mask());
  }

  public Scale scale() {
    return scale;
  }

  /// A vendor by number.
  public VendorId vendor(int vendor) {
    return vendors.get(vendor);
  }

  /// Its binding.
  public BindingId binding(int vendor) {
    return new BindingId("binding-" + vendor);
  }

  /// The key of a subject by number.
  public SubjectKey subject(int number) {
    return new SubjectKey(mix(number * 2L + 1), mix(number * 2L + 2));
  }

  /// When a batch of a day comes, at the earliest.
  public Instant batchTime(int day, int batch) {
    return Instant.ofEpochMilli(dayStart(day) + batch * (DAY_MILLIS / scale.batchesPerDay()));
  }

  /// What a vendor gets on a day, as its batches, whose watermarks count on from day to day.
  public List<LedgerBatch> batches(int vendor, int day) {
    List<List<Disclosure>> facts = new ArrayList<>();
    List<List<DeviceLink>> links = new ArrayList<>();
    List<List<VendorSubject>> ids = new ArrayList<>();
    for (int batch = 0; batch < scale.batchesPerDay(); batch++) {
      facts.add(new ArrayList<>());
      links.add(new ArrayList<>());
      ids.add(new ArrayList<>());
    }
    Cell cell = new Cell();
    for (int subject = 0; subject < scale.subjects(); subject++) {
      if (!cell.load(vendor, day, subject)) {
        continue;
      }
      SubjectKey key = subject(subject);
      for (int batch = 0; batch < scale.batchesPerDay(); batch++) {
        Optional<Disclosure> fact = cell.between(key, batch, batch + 1);
        if (fact.isPresent()) {
          facts.get(batch).add(fact.get());
          if (subject % WITH_ID_EVERY == 0) {
            links.get(batch).add(link(vendor, key));
            ids.get(batch).add(id(vendor, key));
          }
        }
      }
    }
    List<LedgerBatch> batches = new ArrayList<>();
    for (int batch = 0; batch < scale.batchesPerDay(); batch++) {
      long watermark = (long) day * scale.batchesPerDay() + batch + 1;
      batches.add(
          new LedgerBatch(
              binding(vendor), watermark, facts.get(batch), links.get(batch), ids.get(batch)));
    }
    return batches;
  }

  private DeviceLink link(int vendor, SubjectKey subject) {
    return new DeviceLink(
        vendor(vendor),
        new SubjectKey(mix(subject.high()), subject.low()),
        subject,
        AssertedBy.AUTHENTICATED);
  }

  private VendorSubject id(int vendor, SubjectKey subject) {
    return new VendorSubject(vendor(vendor), subject, "fb1s" + vendor + subject + subject);
  }

  /// What the ledger must say of a subject at a vendor after so many of the vendor's batches, by
  /// day.
  public List<Disclosure> expected(int vendor, int subject, long batches) {
    List<Disclosure> facts = new ArrayList<>();
    Cell cell = new Cell();
    SubjectKey key = subject(subject);
    for (int day = 0; day < scale.days(); day++) {
      long left = batches - (long) day * scale.batchesPerDay();
      if (left > 0 && cell.load(vendor, day, subject)) {
        cell.between(key, 0, (int) Math.min(left, scale.batchesPerDay())).ifPresent(facts::add);
      }
    }
    return facts;
  }

  /// How many events and facts a vendor's batches bring together.
  ///
  /// @param events by number of batches, beginning with none
  /// @param facts the same for facts, each counted with the first batch that has an event of it
  public record Totals(long[] events, long[] facts) {}

  /// The totals of a vendor.
  public Totals totals(int vendor) {
    int batches = scale.days() * scale.batchesPerDay();
    long[] events = new long[batches + 1];
    long[] facts = new long[batches + 1];
    Cell cell = new Cell();
    for (int day = 0; day < scale.days(); day++) {
      int before = day * scale.batchesPerDay() + 1;
      for (int subject = 0; subject < scale.subjects(); subject++) {
        if (cell.load(vendor, day, subject)) {
          for (int event = 0; event < cell.count; event++) {
            events[before + cell.batches[event]]++;
          }
          facts[before + cell.firstBatch()]++;
        }
      }
    }
    for (int i = 1; i <= batches; i++) {
      events[i] += events[i - 1];
      facts[i] += facts[i - 1];
    }
    return new Totals(events, facts);
  }

  private long dayStart(int day) {
    return firstDay.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /// SplitMix64's last steps: spreads over all 64 bits.
  private static long mix(long value) {
    long z = value * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// What a vendor got of a subject on a day. Reused.
  private final class Cell {
    private final int[] batches = new int[EVENTS_MAX];
    private final long[] times = new long[EVENTS_MAX];
    private int vendor;
    private int day;
    private int count;
    private long hash;

    /// False where it got nothing.
    boolean load(int ofVendor, int ofDay, int ofSubject) {
      hash = mix(((long) ofSubject << 24) ^ ((long) ofVendor << 16) ^ ofDay);
      if ((hash & 0xffffffffL) >= threshold) {
        return false;
      }
      vendor = ofVendor;
      day = ofDay;
      count = (int) ((hash >>> 33) % EVENTS_MAX) + 1;
      long length = DAY_MILLIS / scale.batchesPerDay();
      for (int event = 0; event < count; event++) {
        long own = mix(hash + event);
        batches[event] = (int) ((own >>> 1) % scale.batchesPerDay());
        times[event] = dayStart(day) + batches[event] * length + (own >>> 8) % length;
      }
      return true;
    }

    int firstBatch() {
      int first = batches[0];
      for (int event = 1; event < count; event++) {
        first = Math.min(first, batches[event]);
      }
      return first;
    }

    /// The fact of the events in some batches of the day; empty where there are none.
    Optional<Disclosure> between(SubjectKey subject, int from, int to) {
      long events = 0;
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (int event = 0; event < count; event++) {
        if (batches[event] >= from && batches[event] < to) {
          events++;
          first = Math.min(first, times[event]);
          last = Math.max(last, times[event]);
        }
      }
      return events == 0
          ? Optional.empty()
          : Optional.of(
              new Disclosure(
                  vendor(vendor),
                  subject,
                  days.get(day),
                  MASKS.get((int) ((hash >>> 40) % MASKS.size())),
                  day < scale.days() / 2 ? "0123456789ab" : "ba9876543210",
                  (hash >>> 50) % 4 == 0 ? AssertedBy.PUBLIC : AssertedBy.AUTHENTICATED,
                  events,
                  Instant.ofEpochMilli(first),
                  Instant.ofEpochMilli(last)));
    }
  }
}
