package dev.firebreak.ledger;

import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The list of files that are the ledger, and how far it has come; docs/adr/0010-ledger-files.md.
/// What is not listed is not there. Immutable.
///
/// @param format 1
/// @param sequence grows by one with every batch
/// @param watermarks by binding: all entries of its outcome log below this place are in the files
/// @param knownSince by vendor: epoch milliseconds of the earliest disclosure
/// @param files the files, in the order in which they came
record LedgerManifest(
    int format,
    long sequence,
    SortedMap<String, Long> watermarks,
    SortedMap<String, Long> knownSince,
    List<LedgerFile> files) {
  static final int FORMAT = 1;
  static final LedgerManifest EMPTY =
      new LedgerManifest(FORMAT, 0, new TreeMap<>(), new TreeMap<>(), List.of());

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  LedgerManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException("a manifest of format " + format + " is not understood");
    }
    watermarks = Collections.unmodifiableSortedMap(new TreeMap<>(watermarks));
    knownSince = Collections.unmodifiableSortedMap(new TreeMap<>(knownSince));
    files = List.copyOf(files);
    Set<String> names = new HashSet<>();
    for (LedgerFile file : files) {
      long sequenceOfFile = LedgerFile.sequenceOf(file.name()).orElseThrow();
      long watermark = watermarks.getOrDefault(file.source().binding(), 0L);
      if (!names.add(file.name())
          || sequenceOfFile > sequence
          || file.source().toOffset() > watermark
          || file.source().fromOffset() >= file.source().toOffset()) {
        throw new IllegalArgumentException("the manifest contradicts itself at " + file.name());
      }
    }
  }

  long watermark(BindingId binding) {
    return watermarks.getOrDefault(binding.value(), 0L);
  }

  /// The manifest after a batch.
  LedgerManifest plus(LedgerBatch batch, List<LedgerFile> added) {
    SortedMap<String, Long> marks = new TreeMap<>(watermarks);
    marks.put(batch.binding().value(), batch.watermark());
    SortedMap<String, Long> since = new TreeMap<>(knownSince);
    for (Disclosure fact : batch.disclosures()) {
      since.merge(
          fact.vendor().value(), fact.disclosedFrom().toEpochMilli(), (a, b) -> Math.min(a, b));
    }
    List<LedgerFile> all = new ArrayList<>(files);
    all.addAll(added);
    return new LedgerManifest(FORMAT, sequence + 1, marks, since, all);
  }

  /// The names of a table's files that may hold something of a vendor.
  List<String> names(LedgerTable table, VendorId vendor) {
    return names(table, bounds -> bounds.vendors().contains(vendor.value()));
  }

  /// The names of a table's files that fit.
  List<String> names(LedgerTable table, Predicate<LedgerFile.Bounds> fits) {
    return files.stream()
        .filter(file -> file.table().equals(table.label()) && fits.test(file.bounds()))
        .map(LedgerFile::name)
        .toList();
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
