package dev.firebreak.notice;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignStore.Told;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Takes in what other servers report about our mails, and corrects outcomes by it: a mail that the
/// relay took and that came back was not delivered, and its addressee is to be told in another way.
///
/// Anybody can send such a report. One counts only where its return path names a notice that was
/// sent, and it names that notice's recipient or Message-ID as well. Who can do that got the mail,
/// or carried it. Thread-safe.
public final class ReturnedMails {
  /// Mails that are longer, in bytes, are no reports.
  public static final int LENGTH_MAX = ReturnedMail.LENGTH_MAX;

  private static final String READER = "system:returned-mail";

  private final ControlDatabase control;
  private final KeyStore keys;
  private final AuditLog audit;
  private final Clock clock;
  private final CampaignStore store;

  public ReturnedMails(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    this.control = control;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    store = new CampaignStore(control);
  }

  /// What became of a mail that came in.
  public enum Result {
    /// The notice was not delivered.
    FAILED,
    /// A server still tries; the outcome stays.
    DELAYED,
    /// The reader called it spam; the outcome stays.
    COMPLAINT,
    /// No report, or not about a notice that was sent.
    UNKNOWN
  }

  /// Takes in one mail. The same report a second time changes nothing.
  public Result take(byte[] mail) {
    Optional<ReturnedMail> read = ReturnedMail.parse(mail);
    if (read.isEmpty()) {
      return Result.UNKNOWN;
    }
    ReturnedMail returned = read.get();
    Optional<Told> told = store.byNumber(returned.number()).filter(each -> fits(returned, each));
    if (told.isEmpty()) {
      return Result.UNKNOWN;
    }
    note(returned, told.get());
    return Result.valueOf(returned.kind().name());
  }

  private boolean fits(ReturnedMail returned, Told told) {
    CampaignStore.Row row = told.row();
    NoticeIssuer issuer = store.find(told.campaign()).campaign().issuer();
    return returned.messageId().equals(NoticeMails.messageId(told.campaign(), row, issuer))
        || new PersonSeal(keys, told.campaign())
            .open(row.number(), row.sealed())
            .address()
            .equals(returned.recipient());
  }

  private void note(ReturnedMail returned, Told told) {
    String kind = returned.kind().name().toLowerCase(Locale.ROOT);
    control
        .writer()
        .useTransaction(handle -> {
          int noted =
              handle.execute(
                  "INSERT INTO notice_return (campaign, ordinal, kind, code, at_millis)"
                      + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  told.campaign(),
                  told.row().ordinal(),
                  kind,
                  returned.code(),
                  clock.millis());
          if (noted == 0) {
            return;
          }
          if (returned.kind() == ReturnedMail.Kind.FAILED) {
            handle.execute(
                "UPDATE notice_addressee SET status = 'returned', reply = ?"
                    + " WHERE campaign = ? AND ordinal = ? AND status IN ('sent', 'in_doubt')",
                returned.code(),
                told.campaign(),
                told.row().ordinal());
          }
          audit.append(
              READER,
              "NoticeReturned",
              "campaign:" + told.campaign(),
              Map.of("kind", kind, "code", returned.code(), "number", returned.number()));
        });
  }
}
