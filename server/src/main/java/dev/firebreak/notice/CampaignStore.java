package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Campaigns in the control database. Thread-safe.
final class CampaignStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int INSERT_BATCH = 1_000;

  private final ControlDatabase control;

  CampaignStore(ControlDatabase control) {
    this.control = control;
  }

  /// A campaign with what only this package needs.
  ///
  /// @param onlyNews whether it leaves out whom an earlier campaign told as much
  record Stored(
      Campaign campaign,
      NoticeTemplateSet templates,
      boolean onlyNews,
      @Nullable String approvedHash) {}

  /// An addressee as stored.
  ///
  /// @param textPlace place of the frozen text, from 1; 0 where none was frozen
  /// @param followUp whether an earlier campaign of the incident told them, so that they may opt
  ///   out
  record Row(
      long ordinal,
      String number,
      byte[] sealed,
      String textDigest,
      long textPlace,
      boolean followUp) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("ordinal"),
          row.getString("number"),
          row.getBytes("sealed_person"),
          row.getString("text_digest"),
          row.getLong("text_place"),
          row.getBoolean("follow_up"));
    }
  }

  /// A stored addressee found by notice number, with the campaign's id and the outcome.
  ///
  /// @param doubted whether a mail may have arrived once whose answer was lost
  /// @param updatedAtMillis when the last attempt ended
  record Told(String campaign, Row row, String status, boolean doubted, long updatedAtMillis) {}

  /// An addressee whom the mail did not reach, with how that came.
  record Unreached(String status, Row row) {}

  record SetAsideRow(String reason, byte[] sealedAccount) {}

  /// The next free id for a campaign of an incident.
  String nextId(String incident) {
    long count =
        control
            .reader()
            .withHandle(h ->
                h.createQuery("SELECT count(*) FROM notice_campaign WHERE incident = :incident")
                    .bind("incident", incident)
                    .mapTo(Long.class)
                    .one());
    return incident + "-n" + (count + 1);
  }

  void insert(Stored stored, List<Row> rows, List<SetAsideRow> setAside, List<byte[]> sealedTexts) {
    Campaign campaign = stored.campaign();
    control
        .writer()
        .useTransaction(handle -> {
          handle.execute(
              "INSERT INTO notice_campaign (id, incident, title, status, template, facts, issuer,"
                  + " audience_hash, content_hash, drafted_by, drafted_at_millis, only_news,"
                  + " translations, people) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              campaign.id(),
              campaign.incident(),
              campaign.title(),
              campaign.status().name(),
              stored.templates().template(campaign.facts().language()).source(),
              JSON.writeValueAsString(campaign.facts()),
              JSON.writeValueAsString(campaign.issuer()),
              campaign.audienceHash(),
              campaign.contentHash(),
              campaign.draftedBy(),
              campaign.draftedAt().toEpochMilli(),
              stored.onlyNews() ? 1 : 0,
              JSON.writeValueAsString(stored.templates().translations()),
              campaign.group().key());
          insertRows(handle, campaign, rows);
          insertSetAside(handle, campaign, setAside);
          insertTexts(handle, campaign, sealedTexts);
        });
  }

  /// @throws FirebreakException NOT_FOUND
  Stored find(String id) {
    return lookUp(id)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND, "there is no such campaign; `notice status` lists them"));
  }

  /// The same for an id that anybody may have made up.
  Optional<Stored> lookUp(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM notice_campaign WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> stored(row))
                .findOne());
  }

  /// Campaigns, oldest first; an empty incident selects all.
  List<Campaign> list(String incident) {
    return stored(incident).stream().map(Stored::campaign).toList();
  }

  /// As [#list], with what only this package needs.
  List<Stored> stored(String incident) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM notice_campaign WHERE :incident IN ('', incident)"
                        + " ORDER BY drafted_at_millis, id")
                .bind("incident", incident)
                .map((row, _) -> stored(row))
                .list());
  }

  /// Moves a campaign on, if it still stands where the caller saw it.
  void move(Campaign campaign, CampaignStatus to) {
    int moved =
        control
            .writer()
            .withHandle(handle ->
                handle.execute(
                    "UPDATE notice_campaign SET status = ? WHERE id = ? AND status = ?",
                    to.name(),
                    campaign.id(),
                    campaign.status().name()));
    requireMoved(moved);
  }

  void approve(Campaign campaign, String operator, Instant at) {
    int moved =
        control
            .writer()
            .withHandle(handle ->
                handle.execute(
                    "UPDATE notice_campaign SET status = 'APPROVED', approved_by = ?,"
                        + " approved_at_millis = ?, approved_hash = content_hash"
                        + " WHERE id = ? AND status = 'LINTED' AND content_hash = ?",
                    operator,
                    at.toEpochMilli(),
                    campaign.id(),
                    campaign.contentHash()));
    requireMoved(moved);
  }

  /// Begins a run: from now on only this one claims addressees, and whoever was being sent to when
  /// the run before it died is in doubt.
  void beginRun(String id, String run, long nowMillis) {
    control
        .writer()
        .useTransaction(handle -> {
          requireMoved(
              handle.execute(
                  "UPDATE notice_campaign SET run = ?, status = 'SENDING' WHERE id = ?"
                      + " AND status IN ('APPROVED', 'SENDING', 'STOPPED', 'FINISHED')",
                  run,
                  id));
          handle.execute(
              "UPDATE notice_addressee SET status = 'in_doubt', doubted = 1,"
                  + " next_attempt_at_millis = 0, updated_at_millis = ?"
                  + " WHERE campaign = ? AND status = 'sending'",
              nowMillis,
              id);
        });
  }

  /// Ends a run: finished where nobody is left to try.
  void endRun(String id, String run, long nowMillis, boolean stopped) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE notice_campaign SET finished_at_millis = ?, status = CASE WHEN EXISTS"
                    + " (SELECT 1 FROM notice_addressee a WHERE a.campaign = notice_campaign.id"
                    + " AND a.status IN ('queued', 'sending', 'deferred', 'in_doubt'))"
                    + " THEN ? ELSE 'FINISHED' END WHERE id = ? AND run = ?",
                nowMillis,
                stopped ? "STOPPED" : "SENDING",
                id,
                run));
  }

  /// Ends a campaign for good, also one that is being sent: its run claims nobody any more. Whoever
  /// is being sent to may get the mail.
  void withdraw(String id, long nowMillis) {
    control
        .writer()
        .useTransaction(handle -> {
          requireMoved(
              handle.execute(
                  "UPDATE notice_campaign SET status = 'WITHDRAWN', run = NULL,"
                      + " finished_at_millis = ? WHERE id = ?"
                      + " AND status NOT IN ('FINISHED', 'WITHDRAWN')",
                  nowMillis,
                  id));
          handle.execute(
              "UPDATE notice_addressee SET status = 'in_doubt', doubted = 1,"
                  + " updated_at_millis = ? WHERE campaign = ? AND status = 'sending'",
              nowMillis,
              id);
        });
  }

  /// All addressees in the order of sending.
  List<Row> rows(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM notice_addressee WHERE campaign = :id ORDER BY ordinal")
                .bind("id", id)
                .map((row, _) -> Row.of(row))
                .list());
  }

  /// Addressees of an incident whom a notice has or may have reached. While a campaign is open this
  /// is not the last word.
  List<Told> told(String incident) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT a.* FROM notice_addressee a JOIN notice_campaign c"
                        + " ON c.id = a.campaign WHERE c.incident = :incident"
                        + " AND (a.status = 'sent' OR a.doubted = 1)")
                .bind("incident", incident)
                .map((row, _) -> told(row))
                .list());
  }

  /// A frozen text, sealed; empty where none has the place.
  Optional<byte[]> text(String campaign, long place) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT sealed_text FROM notice_text WHERE campaign = :campaign"
                        + " AND place = :place")
                .bind("campaign", campaign)
                .bind("place", place)
                .mapTo(byte[].class)
                .findOne());
  }

  /// The addressee with a number, or of the next one that there is; empty beyond the last. Takes as
  /// long whether the number exists or not.
  Optional<Told> atOrAfter(String number) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM notice_addressee WHERE number >= :number ORDER BY number LIMIT"
                        + " 1")
                .bind("number", number)
                .map((row, _) -> told(row))
                .findOne());
  }

  Optional<Told> byNumber(String number) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM notice_addressee WHERE number = :number")
                .bind("number", number)
                .map((row, _) -> told(row))
                .findOne());
  }

  List<SetAsideRow> setAside(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT reason, sealed_account FROM notice_set_aside"
                        + " WHERE campaign = :id ORDER BY ordinal")
                .bind("id", id)
                .map((row, _) -> new SetAsideRow(row.getString(1), row.getBytes(2)))
                .list());
  }

  /// Addressees whom the mail did not reach and will not.
  List<Unreached> unreached(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM notice_addressee WHERE campaign = :id"
                        + " AND status IN ('bounced', 'given_up', 'returned', 'opted_out')"
                        + " ORDER BY ordinal")
                .bind("id", id)
                .map((row, _) -> new Unreached(row.getString("status"), Row.of(row)))
                .list());
  }

  CampaignProgress progress(String id) {
    return control.reader().withHandle(handle -> CampaignCounts.progress(handle, id));
  }

  private static void insertRows(Handle handle, Campaign campaign, List<Row> rows) {
    for (int from = 0; from < rows.size(); from += INSERT_BATCH) {
      PreparedBatch batch =
          handle.prepareBatch(
              "INSERT INTO notice_addressee (campaign, ordinal, number, sealed_person, text_digest,"
                  + " updated_at_millis, text_place, follow_up) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
      for (Row row : rows.subList(from, Math.min(rows.size(), from + INSERT_BATCH))) {
        batch.add(
            campaign.id(),
            row.ordinal(),
            row.number(),
            row.sealed(),
            row.textDigest(),
            campaign.draftedAt().toEpochMilli(),
            row.textPlace(),
            row.followUp() ? 1 : 0);
      }
      batch.execute();
    }
  }

  private static void insertTexts(Handle handle, Campaign campaign, List<byte[]> sealedTexts) {
    for (int from = 0; from < sealedTexts.size(); from += INSERT_BATCH) {
      PreparedBatch batch =
          handle.prepareBatch(
              "INSERT INTO notice_text (campaign, place, sealed_text) VALUES (?, ?, ?)");
      for (int i = from; i < Math.min(sealedTexts.size(), from + INSERT_BATCH); i++) {
        batch.add(campaign.id(), i + 1, sealedTexts.get(i));
      }
      batch.execute();
    }
  }

  private static void insertSetAside(Handle handle, Campaign campaign, List<SetAsideRow> rows) {
    for (int from = 0; from < rows.size(); from += INSERT_BATCH) {
      PreparedBatch batch =
          handle.prepareBatch(
              "INSERT INTO notice_set_aside (campaign, ordinal, reason, sealed_account)"
                  + " VALUES (?, ?, ?, ?)");
      for (int i = from; i < Math.min(rows.size(), from + INSERT_BATCH); i++) {
        batch.add(campaign.id(), i + 1, rows.get(i).reason(), rows.get(i).sealedAccount());
      }
      batch.execute();
    }
  }

  private static Told told(ResultSet row) throws SQLException {
    return new Told(
        row.getString("campaign"),
        Row.of(row),
        row.getString("status"),
        row.getBoolean("doubted"),
        row.getLong("updated_at_millis"));
  }

  private static Stored stored(ResultSet row) throws SQLException {
    NoticeFacts facts = JSON.readValue(row.getString("facts"), NoticeFacts.class);
    Campaign campaign =
        new Campaign(
            row.getString("id"),
            row.getString("incident"),
            NoticeGroup.parse(row.getString("people"))
                .orElseGet(() -> NoticeGroup.of(facts.state())),
            row.getString("title"),
            CampaignStatus.valueOf(row.getString("status")),
            facts,
            JSON.readValue(row.getString("issuer"), NoticeIssuer.class),
            row.getString("audience_hash"),
            row.getString("content_hash"),
            row.getString("drafted_by"),
            Instant.ofEpochMilli(row.getLong("drafted_at_millis")),
            Optional.ofNullable(row.getString("approved_by")));
    return new Stored(
        campaign,
        templates(campaign, row.getString("template"), row.getString("translations")),
        row.getBoolean("only_news"),
        row.getString("approved_hash"));
  }

  private static NoticeTemplateSet templates(Campaign campaign, String base, String translations) {
    NoticeLanguage language = campaign.facts().language();
    Map<NoticeLanguage, NoticeTemplate> templates = new EnumMap<>(NoticeLanguage.class);
    templates.put(language, new NoticeTemplate(language, base));
    JSON.readTree(translations)
        .properties()
        .forEach(other -> {
          NoticeLanguage each = NoticeLanguage.of(other.getKey()).orElseThrow();
          templates.put(each, new NoticeTemplate(each, other.getValue().asString()));
        });
    return new NoticeTemplateSet(language, templates);
  }

  private static void requireMoved(int rows) {
    if (rows != 1) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "the campaign has changed meanwhile; look at `notice status` and try again");
    }
  }
}
