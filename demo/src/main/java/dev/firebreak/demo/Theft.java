package dev.firebreak.demo;

import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the attacker exported from one vendor, and how the vendor hands it over: at first without
/// some people, later whole.
///
/// @param firstFiles as first handed over, gzip-compressed NDJSON
/// @param correctedFiles the whole export
record Theft(List<Path> firstFiles, List<Path> correctedFiles) {
  Theft {
    firstFiles = List.copyOf(firstFiles);
    correctedFiles = List.copyOf(correctedFiles);
  }

  /// Exports everything that the vendor has at this moment.
  ///
  /// @param insertIds dedupe ids of events of the people whom the first hand-over lacks
  static Theft from(MixpanelEmulator vendor, Set<String> insertIds, Path folder)
      throws IOException {
    Set<String> lacking = vendor.peopleWith(event -> insertIds.contains(event.insertId()));
    Path first = Files.createDirectories(folder.resolve("first"));
    Path corrected = Files.createDirectories(folder.resolve("corrected"));
    List<Path> firstFiles = new ArrayList<>();
    firstFiles.addAll(vendor.exportEvents(first, true, id -> !lacking.contains(id)));
    firstFiles.addAll(vendor.exportProfiles(first, true, id -> !lacking.contains(id)));
    List<Path> correctedFiles = new ArrayList<>();
    correctedFiles.addAll(vendor.exportEvents(corrected, true, _ -> true));
    correctedFiles.addAll(vendor.exportProfiles(corrected, true, _ -> true));
    return new Theft(firstFiles, correctedFiles);
  }
}
