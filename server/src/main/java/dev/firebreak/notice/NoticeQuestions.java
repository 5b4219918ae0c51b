package dev.firebreak.notice;

import com.google.crypto.tink.Aead;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Who asked whether they are in the data of an incident, as operators recorded it. They are
/// answered by a campaign like any other, at the address of their account and nowhere else: who
/// asked from another address learns nothing by that. Accounts and reasons are sealed under a key
/// of the incident's questions; the audit log has neither. Thread-safe.
public final class NoticeQuestions {
  private static final int REASON_LENGTH_MAX = 1_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ControlDatabase control;
  private final KeyStore keys;
  private final AuditLog audit;
  private final Clock clock;

  public NoticeQuestions(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    this.control = control;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
  }

  /// A question.
  ///
  /// @param account as the accounts directory had it then
  /// @param reason how they asked, and how one knows that it was they
  /// @param recordedBy operator
  public record Question(
      AudienceMember account, String reason, Instant recordedAt, String recordedBy) {
    @Override
    public String toString() {
      return "Question[" + recordedAt + "]";
    }
  }

  private record Sealed(AudienceMember account, String reason) {
    @Override
    public String toString() {
      return "Sealed";
    }
  }

  /// Records that somebody asked.
  ///
  /// @throws FirebreakException WRONG_USE without a reason, or with one of more than 1 000
  ///   characters; NOT_ALLOWED for a viewer
  public void add(
      String incident, AudienceMember account, String reason, ConfirmedOperator operator) {
    Campaigns.require(operator, Role.RESPONDER, "NoticeAsked");
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "a reason has 1 to "
              + REASON_LENGTH_MAX
              + " characters: how they asked, and how you know"
              + " that it was they");
    }
    byte[] sealed =
        seal(incident, JSON.writeValueAsBytes(new Sealed(account.withoutKinds(), reason.strip())));
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(operator.name(), "NoticeAsked", "incident:" + incident, Map.of());
          handle.execute(
              "INSERT INTO notice_question (incident, sealed_question, recorded_by,"
                  + " recorded_at_millis) VALUES (?, ?, ?, ?)",
              incident,
              sealed,
              operator.name(),
              clock.millis());
        });
  }

  /// Every question about an incident, oldest first. Reading them is audited.
  public List<Question> list(String incident, ConfirmedOperator reader) {
    Campaigns.require(reader, Role.RESPONDER, "NoticeAskedRead");
    audit.append(reader.name(), "NoticeAskedRead", "incident:" + incident, Map.of());
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT sealed_question, recorded_by, recorded_at_millis FROM notice_question"
                        + " WHERE incident = :incident ORDER BY rowid")
                .bind("incident", incident)
                .map((row, _) -> {
                  Sealed opened = JSON.readValue(open(incident, row.getBytes(1)), Sealed.class);
                  return new Question(
                      opened.account(),
                      opened.reason(),
                      Instant.ofEpochMilli(row.getLong(3)),
                      row.getString(2));
                })
                .list());
  }

  /// The accounts of whoever asked, by id, each as it was at the latest question.
  ///
  /// @throws FirebreakException NOT_FOUND where nobody asked
  public Map<String, AudienceMember> accounts(String incident, ConfirmedOperator reader) {
    Map<String, AudienceMember> accounts = new LinkedHashMap<>();
    list(incident, reader)
        .forEach(question -> accounts.put(question.account().accountId(), question.account()));
    if (accounts.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "nobody asked about the incident " + incident + "; `notice ask` records who does");
    }
    return accounts;
  }

  private byte[] seal(String incident, byte[] plain) {
    try {
      return aead(incident).encrypt(plain, associated(incident));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a question could not be sealed", e);
    }
  }

  private byte[] open(String incident, byte[] sealed) {
    try {
      return aead(incident).decrypt(sealed, associated(incident));
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "a question does not open with this installation's keys; database and keys must come from"
              + " the same backup",
          e);
    }
  }

  private Aead aead(String incident) {
    return keys.aead("notice-asked-" + incident);
  }

  private static byte[] associated(String incident) {
    return ("notice question 1: " + incident).getBytes(StandardCharsets.UTF_8);
  }
}
