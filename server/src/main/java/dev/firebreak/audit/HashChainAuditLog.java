package dev.firebreak.audit;

import dev.firebreak.control.ControlDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.json.JsonMapper;

/// The audit log in the control database. Each entry's hash covers its fields and the hash before
/// it, so that no entry can be changed, removed from the middle or moved without [#verify] seeing
/// it. A tail that was cut off, or a chain written anew by someone with the database and this code,
/// shows only against an [AuditHead] kept elsewhere.
///
/// An append is one transaction on the single writing connection, durable when it returns. Within a
/// transaction that the same thread already runs on that connection it joins it: the entry and what
/// it tells of become durable together or not at all. Thread-safe.
public final class HashChainAuditLog implements AuditLog {
  private static final int NAME_LENGTH_MAX = 200;
  private static final int DETAILS_MAX = 64;
  private static final int DETAIL_LENGTH_MAX = 1_000;
  private static final Pattern ACTION = Pattern.compile("[A-Z][A-Za-z0-9]{1,63}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ControlDatabase control;
  private final Clock clock;

  public HashChainAuditLog(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalArgumentException for an action that is no noun and verb, or texts beyond the
  ///   limits: 200 characters for a name, 64 details of 1 000 characters
  @Override
  public void append(String actor, String action, String subject, Map<String, String> details) {
    check(actor, action, subject, details);
    String json = JSON.writeValueAsString(new TreeMap<>(details));
    control.writer().useTransaction(handle -> append(handle, actor, action, subject, json));
  }

  /// Does something that looks at the log before it appends: nobody else in this process appends
  /// meanwhile.
  public void together(Runnable work) {
    control.writer().useTransaction(_ -> work.run());
  }

  @Override
  public Optional<Instant> newestAt() {
    return show(AuditFilter.newest(1)).stream().map(AuditEntry::at).findFirst();
  }

  /// The end of the chain as it stands.
  public AuditHead head() {
    return control.reader().withHandle(HashChainAuditLog::head);
  }

  /// Walks the whole chain. Entries appended meanwhile are not looked at.
  ///
  /// @param expected a head noted earlier, whose entry must still be there; empty to check the
  ///   chain in itself
  public AuditVerification verify(Optional<AuditHead> expected) {
    return verify(expected.stream().toList());
  }

  /// Walks the whole chain. Entries appended meanwhile are not looked at.
  ///
  /// @param expected heads noted earlier, whose entries must still be there
  public AuditVerification verify(Collection<AuditHead> expected) {
    List<AuditHead> inOrder =
        expected.stream()
            .filter(head -> head.sequence() > 0)
            .sorted(Comparator.comparingLong(AuditHead::sequence))
            .toList();
    return control
        .reader()
        .withHandle(handle -> {
          try (ResultIterator<AuditRow> rows =
              handle
                  .createQuery("SELECT * FROM audit_entry ORDER BY sequence")
                  .map((row, _) -> AuditRow.of(row))
                  .iterator()) {
            return verify(rows, inOrder);
          }
        });
  }

  /// Writes the whole log, one JSON object a line: number, milliseconds, actor, action, subject,
  /// the text of the details as it was hashed, the hash before and the hash.
  ///
  /// @return how many entries
  public long export(Appendable out) throws IOException {
    return control
        .reader()
        .withHandle(handle -> {
          long entries = 0;
          try (ResultIterator<AuditRow> rows =
              handle
                  .createQuery("SELECT * FROM audit_entry ORDER BY sequence")
                  .map((row, _) -> AuditRow.of(row))
                  .iterator()) {
            while (rows.hasNext()) {
              out.append(JSON.writeValueAsString(rows.next().document())).append('\n');
              entries++;
            }
          }
          return entries;
        });
  }

  /// The newest entries that the filter selects, oldest first.
  public List<AuditEntry> show(AuditFilter filter) {
    List<AuditRow> rows = control.reader().withHandle(handle -> select(handle, filter).list());
    List<AuditEntry> entries = new ArrayList<>(rows.size());
    for (AuditRow row : rows.reversed()) {
      entries.add(entry(row));
    }
    return entries;
  }

  private void append(Handle handle, String actor, String action, String subject, String details) {
    AuditHead head = head(handle);
    AuditRow row =
        new AuditRow(
            head.sequence() + 1, clock.millis(), actor, action, subject, details, head.hash(), "");
    handle.execute(
        "INSERT INTO audit_entry (sequence, at_millis, actor, action, subject, details,"
            + " previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row.sequence(),
        row.atMillis(),
        actor,
        action,
        subject,
        details,
        row.previousHash(),
        AuditHash.of(row));
  }

  private static AuditHead head(Handle handle) {
    return handle
        .createQuery("SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1")
        .map((row, _) -> new AuditHead(row.getLong(1), row.getString(2)))
        .findOne()
        .orElse(AuditHead.EMPTY);
  }

  static AuditVerification verify(Iterator<AuditRow> rows, List<AuditHead> expected) {
    AuditHead last = AuditHead.EMPTY;
    int seen = 0;
    while (rows.hasNext()) {
      AuditRow row = rows.next();
      Optional<AuditVerification.Kind> wrong = wrong(row, last);
      if (wrong.isPresent()) {
        return broken(last, last.sequence() + 1, wrong.get());
      }
      last = row.head();
      for (; seen < expected.size() && expected.get(seen).sequence() == last.sequence(); seen++) {
        if (!last.equals(expected.get(seen))) {
          return broken(last, last.sequence(), AuditVerification.Kind.OTHER_CHAIN);
        }
      }
    }
    if (seen < expected.size()) {
      return broken(last, last.sequence() + 1, AuditVerification.Kind.CUT);
    }
    return new AuditVerification(last.sequence(), last, Optional.empty());
  }

  private static Optional<AuditVerification.Kind> wrong(AuditRow row, AuditHead last) {
    if (row.sequence() != last.sequence() + 1) {
      return Optional.of(AuditVerification.Kind.GAP);
    }
    if (!row.previousHash().equals(last.hash())) {
      return Optional.of(AuditVerification.Kind.BROKEN_LINK);
    }
    return AuditHash.of(row).equals(row.hash())
        ? Optional.empty()
        : Optional.of(AuditVerification.Kind.CHANGED);
  }

  private static AuditVerification broken(
      AuditHead last, long sequence, AuditVerification.Kind kind) {
    return new AuditVerification(
        last.sequence(), last, Optional.of(new AuditVerification.Fault(sequence, kind)));
  }

  private static ResultIterable<AuditRow> select(Handle handle, AuditFilter filter) {
    Query query =
        handle
            .createQuery(
                "SELECT * FROM audit_entry WHERE (:actor IS NULL OR actor = :actor)"
                    + " AND (:action IS NULL OR action = :action)"
                    + " AND (:subject IS NULL OR subject = :subject)"
                    + " AND at_millis >= :since ORDER BY sequence DESC LIMIT :limit")
            .bind("actor", filter.actor())
            .bind("action", filter.action())
            .bind("subject", filter.subject())
            .bind("since", filter.sinceMillis().orElse(Long.MIN_VALUE))
            .bind("limit", filter.limit());
    return query.map((row, _) -> AuditRow.of(row));
  }

  private static AuditEntry entry(AuditRow row) {
    Map<String, String> details = new TreeMap<>();
    JSON.readTree(row.details())
        .properties()
        .forEach(field -> details.put(field.getKey(), field.getValue().asString("")));
    return new AuditEntry(
        row.sequence(),
        Instant.ofEpochMilli(row.atMillis()),
        row.actor(),
        row.action(),
        row.subject(),
        details,
        row.previousHash(),
        row.hash());
  }

  private static void check(
      String actor, String action, String subject, Map<String, String> details) {
    if (!ACTION.matcher(action).matches()) {
      throw new IllegalArgumentException("an action is a noun and a past verb, as VendorCut");
    }
    checkLength("actor", actor, NAME_LENGTH_MAX);
    checkLength("subject", subject, NAME_LENGTH_MAX);
    if (details.size() > DETAILS_MAX) {
      throw new IllegalArgumentException("an audit entry has at most " + DETAILS_MAX + " details");
    }
    details.forEach((key, value) -> {
      checkLength("detail's key", key, NAME_LENGTH_MAX);
      if (value.length() > DETAIL_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "the audit detail " + key + " has more than " + DETAIL_LENGTH_MAX + " characters");
      }
    });
  }

  private static void checkLength(String what, String value, int max) {
    if (value.isEmpty() || value.length() > max) {
      throw new IllegalArgumentException("an audit " + what + " has 1 to " + max + " characters");
    }
  }
}
