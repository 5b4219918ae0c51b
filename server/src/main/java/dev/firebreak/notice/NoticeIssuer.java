package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;

/// Who a notice comes from, frozen with the campaign.
///
/// @param company as people know it
/// @param domain main domain; message ids and list ids end in it
/// @param contact where questions go
/// @param page public page that tells how to verify, typed as text
/// @param from visible sender's address
/// @param replyTo mailbox that people read
public record NoticeIssuer(
    String company, String domain, String contact, String page, String from, String replyTo) {

  /// The issuer that the settings name.
  ///
  /// @throws FirebreakException CONFIG_INVALID without mail settings
  public static NoticeIssuer of(FirebreakConfig config) {
    FirebreakConfig.Mail mail =
        config
            .mail()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.CONFIG_INVALID,
                    "notices need the section `mail` in firebreak.yaml: relay, sender and"
                        + " reply address"));
    FirebreakConfig.Company company = config.company();
    return new NoticeIssuer(
        company.name(),
        company.domain(),
        company.contact(),
        company.noticePage().toString(),
        mail.from(),
        mail.replyTo());
  }
}
