package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.notice.CampaignStore.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/// What the product can ask for, in the control database: whose notice is whose, who can be reached
/// in the product alone, and who acknowledged. Thread-safe.
final class InboxStore {
  private static final int INSERT_BATCH = 1_000;

  private final ControlDatabase control;

  InboxStore(ControlDatabase control) {
    this.control = control;
  }

  /// Which notice is an account's.
  record Owned(String tag, String number) {}

  /// A notice as it is stored.
  ///
  /// @param approvedAt when its campaign was approved
  /// @param acknowledgedAt when its reader acknowledged it; empty before
  record Stored(Row row, Instant approvedAt, Optional<Instant> acknowledgedAt) {}

  void insert(String campaign, List<Row> inProduct, byte[] sealedKey, List<Owned> owned) {
    control
        .writer()
        .useTransaction(handle -> {
          handle.execute(
              "INSERT INTO notice_account_key (campaign, sealed_key) VALUES (?, ?)",
              campaign,
              sealedKey);
          for (Row row : inProduct) {
            handle.execute(
                "INSERT INTO notice_in_product (campaign, ordinal, number, sealed_person,"
                    + " text_digest, text_place) VALUES (?, ?, ?, ?, ?, ?)",
                campaign,
                row.ordinal(),
                row.number(),
                row.sealed(),
                row.textDigest(),
                row.textPlace());
          }
          for (int from = 0; from < owned.size(); from += INSERT_BATCH) {
            PreparedBatch batch =
                handle.prepareBatch(
                    "INSERT INTO notice_account (campaign, tag, number) VALUES (?, ?, ?)");
            owned
                .subList(from, Math.min(owned.size(), from + INSERT_BATCH))
                .forEach(each -> batch.add(campaign, each.tag(), each.number()));
            batch.execute();
          }
        });
  }

  /// Readers who can be told in the product alone.
  List<Row> inProduct(String campaign) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT *, 0 AS follow_up FROM notice_in_product WHERE campaign = :campaign"
                        + " ORDER BY ordinal")
                .bind("campaign", campaign)
                .map((row, _) -> Row.of(row))
                .list());
  }

  /// The reader with a number, or of the next one that there is, with an outcome that says that no
  /// mail went out; empty beyond the last. Takes as long whether the number exists or not.
  Optional<CampaignStore.Told> atOrAfter(String number) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT *, 0 AS follow_up FROM notice_in_product WHERE number >= :number"
                        + " ORDER BY number LIMIT 1")
                .bind("number", number)
                .map((row, _) ->
                    new CampaignStore.Told(
                        row.getString("campaign"), Row.of(row), "in_product", false, 0))
                .findOne());
  }

  /// The key of the accounts' tags in a campaign, sealed.
  byte[] sealedKey(String campaign) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT sealed_key FROM notice_account_key WHERE campaign = :campaign")
                .bind("campaign", campaign)
                .mapTo(byte[].class)
                .one());
  }

  /// The notices of an account in a campaign.
  List<Stored> notices(String campaign, String tag) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT n.*, c.approved_at_millis, k.at_millis FROM notice_account a JOIN"
                        + " (SELECT campaign, ordinal, number, sealed_person, text_digest,"
                        + " text_place, follow_up FROM notice_addressee UNION ALL SELECT campaign,"
                        + " ordinal, number, sealed_person, text_digest, text_place, 0 AS follow_up"
                        + " FROM notice_in_product) n ON n.number = a.number JOIN notice_campaign c"
                        + " ON c.id = a.campaign LEFT JOIN notice_acknowledged k ON k.number ="
                        + " a.number WHERE a.campaign = :campaign AND a.tag = :tag ORDER BY"
                        + " n.ordinal")
                .bind("campaign", campaign)
                .bind("tag", tag)
                .map((row, _) -> {
                  long at = row.getLong("at_millis");
                  return new Stored(
                      Row.of(row),
                      Instant.ofEpochMilli(row.getLong("approved_at_millis")),
                      at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at)));
                })
                .list());
  }

  /// Records the first time and leaves it at that.
  ///
  /// @return when it was acknowledged first
  Instant acknowledge(String campaign, String number, Instant at) {
    return control
        .writer()
        .inTransaction(handle -> {
          handle.execute(
              "INSERT INTO notice_acknowledged (number, campaign, at_millis) VALUES (?, ?, ?)"
                  + " ON CONFLICT (number) DO NOTHING",
              number,
              campaign,
              at.toEpochMilli());
          return Instant.ofEpochMilli(
              handle
                  .createQuery("SELECT at_millis FROM notice_acknowledged WHERE number = :number")
                  .bind("number", number)
                  .mapTo(Long.class)
                  .one());
        });
  }

  /// When notices of a campaign were acknowledged, by number.
  Map<String, Instant> acknowledged(String campaign) {
    Map<String, Instant> acknowledged = new HashMap<>();
    control
        .reader()
        .useHandle(handle ->
            handle
                .createQuery(
                    "SELECT number, at_millis FROM notice_acknowledged WHERE campaign = :campaign")
                .bind("campaign", campaign)
                .map((row, _) ->
                    acknowledged.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                .list());
    return acknowledged;
  }

  /// Which notice each account of these readers has.
  static List<Owned> owned(AccountTags tags, List<Addressee> readers, List<Row> rows) {
    List<Owned> owned = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String number = rows.get(i).number();
      readers.get(i).accounts().forEach(account -> owned.add(new Owned(tags.tag(account), number)));
    }
    return owned;
  }
}
