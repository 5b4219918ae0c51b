package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The reports of incidents that were handed out, sealed in the vault; a phase is there once its
/// row is. Nothing of it is ever changed. Thread-safe for different incidents.
///
/// ```
/// report-N-html, report-N-pdf, report-N-json    phase N as it went out
/// ```
final class ReportPhases {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Installation installation;
  private final IncidentVault vault;

  ReportPhases(Installation installation) {
    this.installation = installation;
    vault = new IncidentVault(installation);
  }

  /// A report in every form.
  record Forms(String html, byte[] pdf, Map<String, Object> json) {
    Map<ReportPhase.Form, byte[]> bytes() {
      Map<ReportPhase.Form, byte[]> bytes = new EnumMap<>(ReportPhase.Form.class);
      bytes.put(ReportPhase.Form.HTML, html.getBytes(StandardCharsets.UTF_8));
      bytes.put(ReportPhase.Form.PDF, pdf);
      bytes.put(ReportPhase.Form.JSON, JSON.writeValueAsBytes(json));
      return bytes;
    }
  }

  ReportPhase keep(ConfirmedOperator operator, IncidentResult result, Forms forms) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    IncidentResult.HandedOut out = result.heading().handedOut().orElseThrow();
    String id = result.incident().id();
    Map<ReportPhase.Form, String> digests = new EnumMap<>(ReportPhase.Form.class);
    try {
      for (Map.Entry<ReportPhase.Form, byte[]> form : forms.bytes().entrySet()) {
        vault.seal(id, name(out.phase(), form.getKey()), to -> to.write(form.getValue()));
        digests.put(form.getKey(), Sha256.hex(form.getValue()));
      }
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the report could not be kept; check the space on the disk", e);
    }
    ReportPhase phase =
        new ReportPhase(
            out.phase(),
            result.heading().madeAt(),
            operator.name(),
            out.to(),
            result.version(),
            digests);
    record(id, phase);
    return phase;
  }

  /// The audit entry and the row, both or none.
  private void record(String id, ReportPhase phase) {
    Map<String, String> details = new TreeMap<>();
    details.put("phase", Integer.toString(phase.number()));
    details.put("version", Integer.toString(phase.version()));
    phase.sha256().forEach((form, sha256) -> details.put(form.key(), sha256));
    installation
        .control()
        .writer()
        .useTransaction(handle -> {
          installation
              .audit()
              .append(phase.by(), "ReportHandedOut", Incidents.subject(id), details);
          handle.execute(
              "INSERT INTO incident_report (incident, phase, made_at, made_by, handed_to, version,"
                  + " html_sha256, pdf_sha256, json_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              id,
              phase.number(),
              phase.madeAt().toEpochMilli(),
              phase.by(),
              phase.to(),
              phase.version(),
              phase.sha256().get(ReportPhase.Form.HTML),
              phase.sha256().get(ReportPhase.Form.PDF),
              phase.sha256().get(ReportPhase.Form.JSON));
        });
  }

  List<ReportPhase> list(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM incident_report WHERE incident = :id ORDER BY phase")
                .bind("id", id)
                .map((row, _) -> phase(row))
                .list());
  }

  byte[] open(String id, int number, ReportPhase.Form form) {
    ReportPhase phase =
        list(id).stream()
            .filter(one -> one.number() == number)
            .findFirst()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "no report of that phase was handed out; `firebreak incident phases` lists"
                        + " them"));
    try (InputStream in = vault.open(id, name(number, form))) {
      byte[] bytes = in.readAllBytes();
      if (!Sha256.hex(bytes).equals(phase.sha256().get(form))) {
        throw damaged(null);
      }
      return bytes;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static FirebreakException damaged(@Nullable IOException cause) {
    String message =
        "a report that was handed out is not what it was: its file was altered, or its key is"
            + " another one; restore both from a backup";
    return cause == null
        ? new FirebreakException(ErrorCode.DATA_DAMAGED, message)
        : new FirebreakException(ErrorCode.DATA_DAMAGED, message, cause);
  }

  private static String name(int phase, ReportPhase.Form form) {
    return "report-" + phase + "-" + form.key();
  }

  private static ReportPhase phase(ResultSet row) throws SQLException {
    Map<ReportPhase.Form, String> digests = new EnumMap<>(ReportPhase.Form.class);
    for (ReportPhase.Form form : ReportPhase.Form.values()) {
      digests.put(form, row.getString(form.key() + "_sha256"));
    }
    return new ReportPhase(
        row.getInt("phase"),
        Instant.ofEpochMilli(row.getLong("made_at")),
        row.getString("made_by"),
        row.getString("handed_to"),
        row.getInt("version"),
        digests);
  }
}
