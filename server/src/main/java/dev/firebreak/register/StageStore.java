package dev.firebreak.register;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.Standing;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// What the register left to each vendor and whom it warned of what, in the control database, each
/// with its audit entry in one transaction. Thread-safe.
final class StageStore {
  /// Who acts, in audit entries and vendor states.
  static final String ACTOR = "system:register";

  private static final int DETAIL_CHARS_MAX = 900;

  private final ControlDatabase control;
  private final AuditLog audit;

  StageStore(ControlDatabase control, AuditLog audit) {
    this.control = control;
    this.audit = audit;
  }

  /// What a vendor has, and since when.
  record Kept(Deadline.Stage stage, Instant since) {}

  /// Vendors that have less than everything.
  Map<VendorId, Kept> stages() {
    return control
        .reader()
        .withHandle(handle -> {
          Map<VendorId, Kept> stages = new HashMap<>();
          handle
              .createQuery("SELECT vendor, stage, since FROM register_stage")
              .map((row, _) ->
                  Map.entry(
                      new VendorId(row.getString(1)),
                      new Kept(
                          Labels.read(Deadline.Stage.class, row.getString(2)),
                          Instant.ofEpochMilli(row.getLong(3)))))
              .forEach(entry -> stages.put(entry.getKey(), entry.getValue()));
          return stages;
        });
  }

  /// Records a change of stage, and that people must hear of it.
  void change(VendorId vendor, Deadline.Stage stage, Instant now, RegisterNews news) {
    String because = news.because();
    control
        .writer()
        .useTransaction(handle -> {
          Map<String, String> details = new LinkedHashMap<>();
          details.put("stage", stage.label());
          details.put("because", shortened(because));
          audit.append(ACTOR, "VendorStageChanged", "vendor:" + vendor, details);
          insert(handle, news);
          if (stage == Deadline.Stage.FULL) {
            handle.execute("DELETE FROM register_stage WHERE vendor = ?", vendor.value());
          } else {
            handle.execute(
                "INSERT INTO register_stage (vendor, stage, since, because) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (vendor) DO UPDATE SET stage = excluded.stage,"
                    + " since = excluded.since, because = excluded.because",
                vendor.value(),
                stage.label(),
                now.toEpochMilli(),
                because);
          }
        });
  }

  /// Records a warning, and that people must hear of it.
  ///
  /// @return false where the same one was given before
  boolean warn(VendorId vendor, Standing.Warning warning, Instant now, RegisterNews news) {
    Deadline deadline = warning.deadline();
    return control
        .writer()
        .inTransaction(handle -> {
          int inserted =
              handle.execute(
                  "INSERT INTO register_warning (vendor, standard, requirement, last_day, days,"
                      + " told_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  vendor.value(),
                  deadline.standard(),
                  deadline.finding().requirement(),
                  deadline.lastDay().toString(),
                  warning.days(),
                  now.toEpochMilli());
          if (inserted == 0) {
            return false;
          }
          Map<String, String> details = new LinkedHashMap<>();
          details.put("standard", deadline.standard());
          details.put("requirement", deadline.finding().requirement());
          details.put("days", Integer.toString(warning.days()));
          details.put("tokensOnlyAt", deadline.tokensOnlyAt().toString());
          details.put("heldAt", deadline.heldAt().toString());
          audit.append(ACTOR, "VendorWarned", "vendor:" + vendor, details);
          insert(handle, news);
          return true;
        });
  }

  /// What nobody has been told yet, the oldest first, at most so many.
  SortedMap<Long, RegisterNews> untold(int most) {
    return control
        .reader()
        .withHandle(handle -> {
          SortedMap<Long, RegisterNews> news = new TreeMap<>();
          handle
              .createQuery("SELECT * FROM register_news ORDER BY id LIMIT :most")
              .bind("most", most)
              .map((row, _) ->
                  Map.entry(
                      row.getLong("id"),
                      new RegisterNews(
                          new VendorId(row.getString("vendor")),
                          row.getString("name"),
                          RegisterNews.Kind.valueOf(row.getString("kind")),
                          Instant.ofEpochMilli(row.getLong("at")),
                          row.getString("because"),
                          row.getString("next"))))
              .forEach(entry -> news.put(entry.getKey(), entry.getValue()));
          return news;
        });
  }

  /// Forgets what people have been told.
  void told(Set<Long> ids) {
    control
        .writer()
        .useTransaction(handle ->
            ids.forEach(id -> handle.execute("DELETE FROM register_news WHERE id = ?", id)));
  }

  private static void insert(Handle handle, RegisterNews news) {
    handle.execute(
        "INSERT INTO register_news (vendor, name, kind, at, because, next)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        news.vendor().value(),
        news.name(),
        news.kind().name(),
        news.at().toEpochMilli(),
        news.because(),
        news.next());
  }

  private static String shortened(String text) {
    return text.length() <= DETAIL_CHARS_MAX ? text : text.substring(0, DETAIL_CHARS_MAX) + "...";
  }
}
