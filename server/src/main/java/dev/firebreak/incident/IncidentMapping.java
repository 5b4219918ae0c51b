package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.Correction;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the fields of an incident's data were taken for, and what operators say that they are.
/// Corrections count from the next assessment on, also of files that come later. Thread-safe.
public final class IncidentMapping {
  private final Incidents incidents;
  private final FindingsArchive archive;

  public IncidentMapping(Installation installation, Incidents incidents) {
    this.incidents = incidents;
    archive = new FindingsArchive(installation);
  }

  /// The mapping as it is known now.
  ///
  /// @param version the version of findings that it was last used for
  /// @param fields every field of that version, the unexplained first, then the least certain
  /// @param pending corrections that no version was made by yet
  public record View(int version, List<Assessment.Field> fields, Map<String, Correction> pending) {
    public View {
      fields = List.copyOf(fields);
      pending = Collections.unmodifiableMap(new TreeMap<>(pending));
    }
  }

  /// @throws FirebreakException NOT_FOUND before any file was read
  public View view(String id) {
    incidents.get(id);
    Findings latest = latest(id);
    Map<String, Correction> pending = new TreeMap<>(archive.corrections(id).byPath());
    latest
        .data()
        .fields()
        .forEach(field -> {
          Correction correction = pending.get(field.path());
          if (correction != null && isUsed(field, correction)) {
            pending.remove(field.path());
          }
        });
    List<Assessment.Field> fields =
        latest.data().fields().stream()
            .sorted(
                Comparator.<Assessment.Field, Boolean>comparing(f -> f.category().isPresent())
                    .thenComparingDouble(f -> f.meaning().confidence())
                    .thenComparing(Assessment.Field::path))
            .toList();
    return new View(latest.version(), fields, pending);
  }

  private static boolean isUsed(Assessment.Field field, Correction correction) {
    return field.meaning().isByOperator()
        && field.category().equals(correction.category())
        && field.meaning().slot() == correction.slot();
  }

  /// Replaces all corrections.
  ///
  /// @throws FirebreakException NOT_FOUND for paths that the data does not have
  public void replace(ConfirmedOperator operator, String id, MappingCorrections corrections) {
    Incidents.require(operator, Role.RESPONDER);
    incidents.getOpen(id);
    corrections.requirePaths(
        latest(id).data().fields().stream().map(Assessment.Field::path).toList());
    archive.audit(
        operator.name(),
        "MappingCorrected",
        id,
        Map.of("corrections", Integer.toString(corrections.byPath().size())));
    try {
      archive.keep(id, corrections);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the mapping could not be kept; check the space on the disk", e);
    }
  }

  /// What operators said so far.
  public MappingCorrections corrections(String id) {
    return archive.corrections(id);
  }

  private Findings latest(String id) {
    int version =
        archive
            .latestVersion(id)
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "no file of the incident was assessed yet: there is nothing to map"));
    return archive.findings(id, version);
  }
}
