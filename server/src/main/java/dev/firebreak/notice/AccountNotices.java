package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which notices of an incident went to an account, and what came of each. It is found by a tag of
/// the account: nobody else's notice is opened. Thread-safe.
public final class AccountNotices {
  private final ControlDatabase control;
  private final KeyStore keys;
  private final CampaignStore campaigns;
  private final InboxStore inbox;

  public AccountNotices(ControlDatabase control, KeyStore keys) {
    this.control = control;
    this.keys = keys;
    campaigns = new CampaignStore(control);
    inbox = new InboxStore(control);
  }

  /// A notice to the account.
  ///
  /// @param campaign which it belongs to
  /// @param outcome what came of the mail, as the campaign counts it; empty for one that is shown
  ///   in the product alone
  /// @param at when that was last so; the campaign's draft before anything was sent
  /// @param acknowledgedAt when its reader acknowledged it in the product; empty before
  public record Told(
      Campaign campaign,
      Optional<String> outcome,
      Optional<Instant> at,
      Optional<Instant> acknowledgedAt) {}

  /// The account's notices, the earliest campaign first.
  public List<Told> of(String incident, String account) {
    List<Told> told = new ArrayList<>();
    for (CampaignStore.Stored stored : campaigns.stored(incident)) {
      Campaign campaign = stored.campaign();
      PersonSeal seal = new PersonSeal(keys, campaign.id());
      AccountTags tags = new AccountTags(seal.openAccountKey(inbox.sealedKey(campaign.id())));
      told.addAll(told(campaign, tags.tag(account)));
    }
    return told;
  }

  private List<Told> told(Campaign campaign, String tag) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT d.status, d.updated_at_millis, k.at_millis FROM notice_account a"
                        + " LEFT JOIN notice_addressee d ON d.number = a.number"
                        + " LEFT JOIN notice_acknowledged k ON k.number = a.number"
                        + " WHERE a.campaign = :campaign AND a.tag = :tag ORDER BY a.number")
                .bind("campaign", campaign.id())
                .bind("tag", tag)
                .map((row, _) ->
                    new Told(
                        campaign,
                        Optional.ofNullable(row.getString(1)),
                        instant(row.getLong(2)),
                        instant(row.getLong(3))))
                .list());
  }

  private static Optional<Instant> instant(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
