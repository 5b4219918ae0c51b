package dev.firebreak.register;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Reviews in the control database. Answers and ratings are added, never changed. Thread-safe.
final class ReviewStore {
  private final ControlDatabase control;

  ReviewStore(ControlDatabase control) {
    this.control = control;
  }

  /// Does several things in one transaction of the writing connection, which audit entries join.
  interface Work<T> {
    T in(Handle handle);
  }

  <T> T together(Work<T> work) {
    return control.writer().inTransaction(work::in);
  }

  // what there is

  List<VendorReview> reviews() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM vendor_review ORDER BY started_at, id")
                .map((row, _) -> review(row))
                .list());
  }

  /// A vendor's reviews, the oldest first.
  List<VendorReview> reviews(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM vendor_review WHERE vendor = :vendor ORDER BY started_at, id")
                .bind("vendor", vendor.value())
                .map((row, _) -> review(row))
                .list());
  }

  /// When the first open action of a vendor is due.
  Optional<LocalDate> oldestOpenAction(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT a.due_on FROM vendor_review_action a JOIN vendor_review r"
                        + " ON r.id = a.review WHERE r.vendor = :vendor AND a.done_at IS NULL"
                        + " ORDER BY a.due_on LIMIT 1")
                .bind("vendor", vendor.value())
                .mapTo(String.class)
                .findOne()
                .map(LocalDate::parse));
  }

  Optional<VendorReview> review(String id) {
    return control.reader().withHandle(handle -> review(handle, id));
  }

  static Optional<VendorReview> review(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM vendor_review WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> review(row))
        .findOne();
  }

  ReviewDossier dossier(VendorReview review) {
    return control
        .reader()
        .inTransaction(handle ->
            new ReviewDossier(
                review,
                answers(handle, review.id()),
                rows(handle, "vendor_review_evidence", review.id(), ReviewStore::evidence),
                rows(handle, "vendor_review_finding", review.id(), ReviewStore::finding),
                rows(handle, "vendor_review_action", review.id(), ReviewStore::action)));
  }

  /// A vendor's ratings, the latest first.
  List<Rating.Given> ratings(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM vendor_rating WHERE vendor = :vendor ORDER BY sequence DESC")
                .bind("vendor", vendor.value())
                .map((row, _) -> rating(row))
                .list());
  }

  // what is added; all of these run in a transaction of the caller's

  static int count(Handle handle, VendorId vendor) {
    return handle
        .createQuery("SELECT count(*) FROM vendor_review WHERE vendor = :vendor")
        .bind("vendor", vendor.value())
        .mapTo(Integer.class)
        .one();
  }

  static void insert(Handle handle, VendorReview review) {
    handle.execute(
        "INSERT INTO vendor_review (id, vendor, question_set, because, started_by, started_at,"
            + " due_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
        review.id(),
        review.vendor().value(),
        review.questionSet(),
        review.because(),
        review.started().operator(),
        review.started().at().toEpochMilli(),
        review.dueOn().toString());
  }

  static void close(Handle handle, String id, VendorReview.Closing closing) {
    handle.execute(
        "UPDATE vendor_review SET conclusion = ?, note = ?, closed_by = ?, closed_at = ?"
            + " WHERE id = ?",
        closing.conclusion().label(),
        closing.note(),
        closing.signature().operator(),
        closing.signature().at().toEpochMilli(),
        id);
  }

  static void insert(Handle handle, String id, VendorReview.Answer answer) {
    handle.execute(
        "INSERT INTO vendor_review_answer (review, number, question, word, note, signed_by,"
            + " signed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        next(handle, "vendor_review_answer", id),
        answer.question(),
        answer.word().label(),
        answer.note(),
        answer.signature().operator(),
        answer.signature().at().toEpochMilli());
  }

  static void insert(Handle handle, String id, VendorReview.Evidence evidence) {
    handle.execute(
        "INSERT INTO vendor_review_evidence (review, number, kind, name, sha256, bytes, expires_on,"
            + " signed_by, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        evidence.number(),
        evidence.kind(),
        evidence.name(),
        evidence.sha256(),
        evidence.bytes(),
        evidence.expiresOn().map(LocalDate::toString).orElse(null),
        evidence.signature().operator(),
        evidence.signature().at().toEpochMilli());
  }

  static void insert(Handle handle, String id, VendorReview.Finding finding) {
    handle.execute(
        "INSERT INTO vendor_review_finding (review, number, severity, text, question, signed_by,"
            + " signed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        finding.number(),
        finding.severity().label(),
        finding.text(),
        finding.question().orElse(null),
        finding.signature().operator(),
        finding.signature().at().toEpochMilli());
  }

  static void insert(Handle handle, String id, VendorReview.Action action) {
    handle.execute(
        "INSERT INTO vendor_review_action (review, number, finding, text, owner, due_on, signed_by,"
            + " signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        action.number(),
        action.finding(),
        action.text(),
        action.owner(),
        action.dueOn().toString(),
        action.signature().operator(),
        action.signature().at().toEpochMilli());
  }

  /// @return whether there is such an action that was open
  static boolean done(Handle handle, String id, int number, VendorReview.Done done) {
    return handle.execute(
            "UPDATE vendor_review_action SET done_note = ?, done_by = ?, done_at = ?"
                + " WHERE review = ? AND number = ? AND done_at IS NULL",
            done.note(),
            done.signature().operator(),
            done.signature().at().toEpochMilli(),
            id,
            number)
        == 1;
  }

  static void insert(Handle handle, VendorId vendor, Rating.Given given) {
    Rating rating = given.rating();
    handle.execute(
        "INSERT INTO vendor_rating (vendor, sequence, review, criticality, penetration, dependency,"
            + " maturity, trust, because, signed_by, signed_at)"
            + " VALUES (?, (SELECT count(*) + 1 FROM vendor_rating WHERE vendor = ?), ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?)",
        vendor.value(),
        vendor.value(),
        given.review(),
        rating.criticality(),
        rating.penetration(),
        rating.dependency(),
        rating.maturity(),
        rating.trust(),
        given.because(),
        given.signature().operator(),
        given.signature().at().toEpochMilli());
  }

  /// The number of a review's next row in a table of ours.
  static int next(Handle handle, String table, String id) {
    return handle
        .createQuery("SELECT coalesce(max(number), 0) + 1 FROM " + table + " WHERE review = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .one();
  }

  private interface Mapping<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(Handle handle, String table, String id, Mapping<T> mapping) {
    return handle
        .createQuery("SELECT * FROM " + table + " WHERE review = :id ORDER BY number")
        .bind("id", id)
        .map((row, _) -> mapping.of(row))
        .list();
  }

  private static Map<String, VendorReview.Answer> answers(Handle handle, String id) {
    Map<String, VendorReview.Answer> latest = new HashMap<>();
    rows(handle, "vendor_review_answer", id, ReviewStore::answer)
        .forEach(answer -> latest.put(answer.question(), answer));
    return latest;
  }

  private static VendorReview review(ResultSet row) throws SQLException {
    String conclusion = row.getString("conclusion");
    Optional<VendorReview.Closing> closing =
        conclusion == null
            ? Optional.empty()
            : Optional.of(
                new VendorReview.Closing(
                    Labels.read(VendorReview.Conclusion.class, conclusion),
                    row.getString("note"),
                    signature(row, "closed_by", "closed_at")));
    return new VendorReview(
        row.getString("id"),
        new VendorId(row.getString("vendor")),
        row.getInt("question_set"),
        row.getString("because"),
        signature(row, "started_by", "started_at"),
        LocalDate.parse(row.getString("due_on")),
        closing);
  }

  private static VendorReview.Answer answer(ResultSet row) throws SQLException {
    return new VendorReview.Answer(
        row.getString("question"),
        Labels.read(VendorReview.Answer.Word.class, row.getString("word")),
        row.getString("note"),
        signature(row));
  }

  private static VendorReview.Evidence evidence(ResultSet row) throws SQLException {
    return new VendorReview.Evidence(
        row.getInt("number"),
        row.getString("kind"),
        row.getString("name"),
        row.getString("sha256"),
        row.getLong("bytes"),
        Optional.ofNullable(row.getString("expires_on")).map(LocalDate::parse),
        signature(row));
  }

  private static VendorReview.Finding finding(ResultSet row) throws SQLException {
    return new VendorReview.Finding(
        row.getInt("number"),
        Labels.read(VendorReview.Finding.Severity.class, row.getString("severity")),
        row.getString("text"),
        Optional.ofNullable(row.getString("question")),
        signature(row));
  }

  private static VendorReview.Action action(ResultSet row) throws SQLException {
    String note = row.getString("done_note");
    return new VendorReview.Action(
        row.getInt("number"),
        row.getInt("finding"),
        row.getString("text"),
        row.getString("owner"),
        LocalDate.parse(row.getString("due_on")),
        signature(row),
        note == null
            ? Optional.empty()
            : Optional.of(new VendorReview.Done(note, signature(row, "done_by", "done_at"))));
  }

  private static Rating.Given rating(ResultSet row) throws SQLException {
    return new Rating.Given(
        new Rating(
            row.getInt("criticality"),
            row.getInt("penetration"),
            row.getInt("dependency"),
            row.getInt("maturity"),
            row.getInt("trust")),
        row.getString("review"),
        row.getString("because"),
        signature(row));
  }

  private static VendorReview.Signature signature(ResultSet row) throws SQLException {
    return signature(row, "signed_by", "signed_at");
  }

  private static VendorReview.Signature signature(ResultSet row, String by, String at)
      throws SQLException {
    return new VendorReview.Signature(row.getString(by), Instant.ofEpochMilli(row.getLong(at)));
  }
}
