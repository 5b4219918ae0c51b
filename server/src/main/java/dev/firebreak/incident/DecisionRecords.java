package dev.firebreak.incident;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The decision records of closed incidents (GDPR Art. 33(5)): facts, effects, measures, reasons,
/// in numbers and kinds, nobody's values. They lie in the control database, sealed under a key of
/// the installation's own, so that they outlive the incident's key. Thread-safe.
///
/// ```
/// decision_record    Tink AEAD, key `decision-records`
///                    associated data: "firebreak decision record 1: ID/FORM"
/// ```
final class DecisionRecords {
  private static final String KEY = "decision-records";

  private final Installation installation;

  DecisionRecords(Installation installation) {
    this.installation = installation;
  }

  /// Keeps a record in every form, or none; an earlier one is replaced.
  void keep(String id, Instant madeAt, ReportPhases.Forms forms) {
    Map<ReportPhase.Form, byte[]> bytes = forms.bytes();
    installation
        .control()
        .writer()
        .useTransaction(handle -> {
          for (Map.Entry<ReportPhase.Form, byte[]> form : bytes.entrySet()) {
            handle.execute(
                "INSERT INTO decision_record (incident, form, made_at, sealed) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (incident, form) DO UPDATE SET made_at = excluded.made_at,"
                    + " sealed = excluded.sealed",
                id,
                form.getKey().key(),
                madeAt.toEpochMilli(),
                seal(id, form.getKey(), form.getValue()));
          }
        });
  }

  /// When the record was made; empty where there is none.
  Optional<Instant> madeAt(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT max(made_at) FROM decision_record WHERE incident = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne())
        .map(Instant::ofEpochMilli);
  }

  /// A record as it was made.
  ///
  /// @throws FirebreakException NOT_FOUND where there is none, DATA_DAMAGED where it does not open
  byte[] open(String id, ReportPhase.Form form) {
    byte[] sealed =
        installation
            .control()
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT sealed FROM decision_record"
                            + " WHERE incident = :id AND form = :form")
                    .bind("id", id)
                    .bind("form", form.key())
                    .mapTo(byte[].class)
                    .findOne())
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND, "no decision record of the incident is kept"));
    try {
      return installation.keys().aead(KEY).decrypt(sealed, associatedData(id, form));
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the decision record was altered, or its key is another one; restore both from a backup",
          e);
    }
  }

  private byte[] seal(String id, ReportPhase.Form form, byte[] bytes) {
    try {
      return installation.keys().aead(KEY).encrypt(bytes, associatedData(id, form));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
  }

  private static byte[] associatedData(String id, ReportPhase.Form form) {
    return ("firebreak decision record 1: " + id + "/" + form.key())
        .getBytes(StandardCharsets.UTF_8);
  }
}
