package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.time.Clock;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes the mail of a claimed addressee. Thread-safe.
///
/// Headers: `Auto-Submitted` (RFC 3834) keeps vacation answers away; `List-Id` (RFC 2919) and
/// `Feedback-ID` name the incident. A first notice has no List-Unsubscribe: the law has people
/// told, and it is no mailing that one can leave. A follow-up has one for one click (RFC 8058).
///
/// @param optOuts knows who wants no follow-ups, and makes their links
/// @param linked whether follow-ups have these links: only where somebody answers at them
record NoticeMails(
    FrozenTexts texts, PersonSeal seal, Clock clock, NoticeOptOuts optOuts, boolean linked) {
  private static final int MESSAGE_ID_LENGTH = 40;

  OutgoingMail mail(CampaignStore.Row row) {
    Addressee addressee = seal.open(row.number(), row.sealed());
    RenderedNotice notice = texts.render(row, addressee);
    if (!notice.digest().equals(row.textDigest())) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "a text differs from the one that was approved; nothing more is sent: draft the campaign"
              + " again with this version");
    }
    NoticeIssuer issuer = texts.renderer().issuer();
    String campaign = texts.renderer().campaign();
    return new OutgoingMail(
        messageId(campaign, row, issuer),
        verp(issuer.from(), row.number()),
        addressee.address(),
        issuer.from(),
        issuer.replyTo(),
        notice,
        headers(row, addressee.address()),
        clock.instant());
  }

  /// Whether an addressee asked for no follow-ups, and this is one.
  boolean declined(CampaignStore.Row row, OutgoingMail mail) {
    return row.followUp() && optOuts.declined(mail.to());
  }

  private SortedMap<String, String> headers(CampaignStore.Row row, String address) {
    NoticeIssuer issuer = texts.renderer().issuer();
    String campaign = texts.renderer().campaign();
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("Auto-Submitted", "auto-generated");
    headers.put("List-Id", "<" + campaign + ".notices." + issuer.domain() + ">");
    headers.put("Feedback-ID", campaign + ":notice:" + issuer.domain());
    if (row.followUp() && linked && issuer.page().startsWith("https://")) {
      String link = optOuts.link(campaign, row, address, issuer);
      headers.put("List-Unsubscribe", "<" + link + ">");
      headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    return headers;
  }

  /// The same for one addressee and text of a campaign, at every attempt.
  static String messageId(String campaign, CampaignStore.Row row, NoticeIssuer issuer) {
    String hash =
        new Digest("firebreak message id 1")
            .text(campaign)
            .text(row.number())
            .text(row.textDigest())
            .hex();
    return "<" + hash.substring(0, MESSAGE_ID_LENGTH) + "@" + issuer.domain() + ">";
  }

  /// `notices@example.com` becomes `notices+abcde-fghjk@example.com`.
  private static String verp(String from, String number) {
    int at = from.lastIndexOf('@');
    return from.substring(0, at) + "+" + number.toLowerCase(Locale.ROOT) + from.substring(at);
  }
}
