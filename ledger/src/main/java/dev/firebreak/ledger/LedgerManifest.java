package dev.firebreak.ledger;

import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The list of files that are the ledger, and how far it has come; docs/adr/0010-ledger-files.md.
/// What is not listed is not there. Immutable.
///
/// It contradicts itself, and is refused, where the events of its files are not those that came in
/// less those that were taken out.
///
/// @param format 3
/// @param sequence grows by one with every switch
/// @param watermarks by binding: all entries of its outcome log below this place are in the files
/// @param records by binding: records of which those entries say that they were disclosed
/// @param vendors by vendor: since when it is known, what came in and what left
/// @param files the files, in the order in which they came
/// @param replaced files that stood in earlier lists and are kept for whoever still reads those
record LedgerManifest(
    int format,
    long sequence,
    SortedMap<String, Long> watermarks,
    SortedMap<String, Long> records,
    SortedMap<String, VendorHolding> vendors,
    List<LedgerFile> files,
    List<Replaced> replaced) {
  static final int FORMAT = 3;
  static final LedgerManifest EMPTY =
      new LedgerManifest(
          FORMAT, 0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), List.of());

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /// A file that is no longer part of the ledger.
  ///
  /// @param name the file's name
  /// @param sequence first list in which it does not stand any more
  /// @param at epoch milliseconds of that switch
  record Replaced(String name, long sequence, long at) {}

  LedgerManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException("a manifest of format " + format + " is not understood");
    }
    watermarks = Collections.unmodifiableSortedMap(new TreeMap<>(watermarks));
    records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
    vendors = Collections.unmodifiableSortedMap(new TreeMap<>(vendors));
    files = List.copyOf(files);
    replaced = List.copyOf(replaced);
    Set<String> names = new HashSet<>();
    for (LedgerFile file : files) {
      if (!names.add(file.name()) || file.sequence() > sequence || file.asOf() > sequence) {
        throw new IllegalArgumentException("the manifest contradicts itself at " + file.name());
      }
      for (LedgerFile.Source source : file.sources()) {
        if (source.toOffset() > watermarks.getOrDefault(source.binding(), 0L)
            || source.fromOffset() >= source.toOffset()) {
          throw new IllegalArgumentException("the manifest contradicts itself at " + file.name());
        }
      }
    }
    for (Replaced old : replaced) {
      if (LedgerFileName.parse(old.name()).isEmpty() || !names.add(old.name())) {
        throw new IllegalArgumentException("the manifest contradicts itself at " + old.name());
      }
    }
    long held = files.stream().mapToLong(LedgerFile::events).sum();
    if (held != vendors.values().stream().mapToLong(each -> each.taken() - each.removed()).sum()) {
      throw new IllegalArgumentException("the manifest's files do not hold what came in");
    }
  }

  long watermark(BindingId binding) {
    return watermarks.getOrDefault(binding.value(), 0L);
  }

  Optional<VendorHolding> holding(VendorId vendor) {
    return Optional.ofNullable(vendors.get(vendor.value()));
  }

  /// First day that retention has left of a vendor.
  Optional<LocalDate> heldFrom(String vendor) {
    return Optional.ofNullable(vendors.get(vendor)).flatMap(VendorHolding::heldFrom);
  }

  /// The manifest after a batch, of which everything is still held.
  LedgerManifest plus(LedgerBatch batch, List<LedgerFile> added) {
    SortedMap<String, Long> marks = new TreeMap<>(watermarks);
    marks.put(batch.binding().value(), batch.watermark());
    SortedMap<String, Long> counts = new TreeMap<>(records);
    counts.merge(batch.binding().value(), batch.records(), Long::sum);
    SortedMap<String, VendorHolding> holdings = new TreeMap<>(vendors);
    for (Disclosure fact : batch.disclosures()) {
      String vendor = fact.vendor().value();
      holdings.put(vendor, holdings.getOrDefault(vendor, VendorHolding.NOTHING).plus(fact));
    }
    List<LedgerFile> all = new ArrayList<>(files);
    all.addAll(added);
    return new LedgerManifest(FORMAT, sequence + 1, marks, counts, holdings, all, replaced);
  }

  /// The manifest after an erasure. The vendor is known.
  LedgerManifest erasing(LedgerFile erased, long at) {
    SortedMap<String, VendorHolding> holdings = new TreeMap<>(vendors);
    holdings.computeIfPresent(erased.vendor(), (_, holding) -> holding.erased(erased.rows(), at));
    List<LedgerFile> all = new ArrayList<>(files);
    all.add(erased);
    return new LedgerManifest(FORMAT, sequence + 1, watermarks, records, holdings, all, replaced);
  }

  /// The manifest without what a vendor got before a month: files wholly before it go at once, and
  /// readers see no older rows of batches that reach into it. The vendor is known.
  LedgerManifest forgetting(VendorId vendor, YearMonth month, long at) {
    LocalDate day = month.atDay(1);
    List<LedgerFile> gone =
        files.stream().filter(file -> file.isOf(vendor) && file.bounds().endsBefore(day)).toList();
    SortedMap<String, VendorHolding> holdings = new TreeMap<>(vendors);
    holdings.computeIfPresent(vendor.value(), (_, holding) -> holding.from(day));
    return new LedgerManifest(FORMAT, sequence, watermarks, records, holdings, files, replaced)
        .replacing(gone, List.of(), at);
  }

  /// The manifest with files in the place of others. The vendors' counts follow from the events of
  /// both. Erasures that hide nothing any more go too.
  LedgerManifest replacing(List<LedgerFile> out, List<LedgerFile> in, long at) {
    SortedMap<String, VendorHolding> holdings = new TreeMap<>(vendors);
    out.forEach(file -> remove(holdings, file.vendor(), file.events()));
    in.forEach(file -> remove(holdings, file.vendor(), -file.events()));
    Set<String> names = out.stream().map(LedgerFile::name).collect(Collectors.toSet());
    List<LedgerFile> all =
        new ArrayList<>(files.stream().filter(file -> !names.contains(file.name())).toList());
    all.addAll(in);
    // a file that was only looked through stands in both
    in.forEach(file -> names.remove(file.name()));
    List<LedgerFile> spent =
        all.stream()
            .filter(file -> file.is(LedgerTable.ERASED) && hidesNothing(file, all))
            .toList();
    all.removeAll(spent);
    spent.forEach(file -> names.add(file.name()));
    List<Replaced> kept = new ArrayList<>(replaced);
    names.stream().sorted().forEach(name -> kept.add(new Replaced(name, sequence + 1, at)));
    return new LedgerManifest(FORMAT, sequence + 1, watermarks, records, holdings, all, kept);
  }

  private static void remove(
      SortedMap<String, VendorHolding> holdings, String vendor, long events) {
    holdings.computeIfPresent(vendor, (_, holding) -> holding.minus(events));
  }

  private static boolean hidesNothing(LedgerFile erased, List<LedgerFile> files) {
    return files.stream().noneMatch(file -> hides(erased, file));
  }

  /// True where an erasure came after what a file holds.
  static boolean hides(LedgerFile erased, LedgerFile file) {
    return !file.is(LedgerTable.ERASED)
        && file.vendor().equals(erased.vendor())
        && file.asOf() < erased.asOf();
  }

  /// The manifest after the deletion of replaced files.
  LedgerManifest deleted(Set<String> names) {
    return new LedgerManifest(
        FORMAT,
        sequence + 1,
        watermarks,
        records,
        vendors,
        files,
        replaced.stream().filter(old -> !names.contains(old.name())).toList());
  }

  /// The files of a table that fit.
  List<LedgerFile> files(LedgerTable table, Predicate<LedgerFile> fits) {
    return files.stream().filter(file -> file.is(table) && fits.test(file)).toList();
  }

  /// The erasures that some file has not had carried out yet, in the order in which they came.
  List<LedgerFile> erasures() {
    return files(LedgerTable.ERASED, _ -> true);
  }

  byte[] toJson() {
    return JSON.writeValueAsBytes(this);
  }

  /// Reads what [#toJson] wrote; anything else is an [IllegalArgumentException].
  static LedgerManifest parse(byte[] json) {
    try {
      return JSON.readValue(json, LedgerManifest.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a manifest", e);
    }
  }
}
