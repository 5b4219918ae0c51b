package dev.firebreak.notice;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Counts how far a campaign is, in the control database.
final class CampaignCounts {
  private CampaignCounts() {}

  static CampaignProgress progress(Handle handle, String id) {
    Map<String, Long> counts = new HashMap<>();
    handle
        .createQuery(
            "SELECT status, count(*) FROM notice_addressee WHERE campaign = :id GROUP BY status")
        .bind("id", id)
        .map((row, _) -> counts.put(row.getString(1), row.getLong(2)))
        .list();
    Map<String, Long> setAside = new HashMap<>();
    handle
        .createQuery(
            "SELECT reason, count(*) FROM notice_set_aside WHERE campaign = :id GROUP BY reason")
        .bind("id", id)
        .map((row, _) -> setAside.put(row.getString(1), row.getLong(2)))
        .list();
    long[] more =
        handle
            .createQuery(
                "SELECT count(*) FILTER (WHERE doubted = 1),"
                    + " coalesce(max(updated_at_millis) FILTER (WHERE status = 'sent'), 0)"
                    + " FROM notice_addressee WHERE campaign = :id")
            .bind("id", id)
            .map((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
            .one();
    return new CampaignProgress(
        counts.getOrDefault("queued", 0L),
        counts.getOrDefault("sending", 0L),
        counts.getOrDefault("sent", 0L),
        counts.getOrDefault("deferred", 0L),
        counts.getOrDefault("bounced", 0L),
        counts.getOrDefault("in_doubt", 0L),
        counts.getOrDefault("given_up", 0L),
        counts.getOrDefault("returned", 0L),
        counts.getOrDefault("opted_out", 0L),
        more[0],
        complaints(handle, id),
        acknowledged(handle, id),
        setAside,
        more[1] == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(more[1])));
  }

  private static long complaints(Handle handle, String id) {
    return handle
        .createQuery(
            "SELECT count(*) FROM notice_return WHERE campaign = :id AND kind = 'complaint'")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }

  private static long acknowledged(Handle handle, String id) {
    return handle
        .createQuery("SELECT count(*) FROM notice_acknowledged WHERE campaign = :id")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }
}
