package dev.firebreak.assessment;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Stores a reduced row with everything that it says of ids: which are one person's, which are only
/// mentioned. Not thread-safe.
final class RowFacts {
  private final RowStore store;

  RowFacts(RowStore store) {
    this.store = store;
  }

  void store(ReducedRow row) throws SQLException {
    store.write(row);
    for (String device : row.deviceIds()) {
      store.device(device);
    }
    mentions(row);
    if (row.reference() == null) {
      join(row);
      mails(row);
    }
  }

  /// What the row says about ids being one person's: by its kind, or only by standing together.
  private void join(ReducedRow row) throws SQLException {
    String uid = row.uid();
    String first = uid != null ? uid : row.device();
    List<String> joined = new ArrayList<>(row.mergedIds());
    (row.isJoining() ? joined : new ArrayList<String>()).addAll(row.otherIds());
    if (first == null) {
      first = joined.isEmpty() ? null : joined.getFirst();
    }
    if (first == null) {
      return;
    }
    for (String id : joined) {
      if (!id.equals(first)) {
        store.join(first, id);
      }
    }
    besides(first, row.userIds());
    besides(first, row.deviceIds());
    if (!row.isJoining()) {
      besides(first, row.otherIds());
    }
  }

  private void besides(String first, List<String> ids) throws SQLException {
    for (String id : ids) {
      if (!id.equals(first)) {
        store.beside(id, first);
      }
    }
  }

  private void mails(ReducedRow row) throws SQLException {
    String first = row.uid() != null ? row.uid() : row.device();
    if (first == null) {
      return;
    }
    for (ReducedRow.Mail mail : row.mails()) {
      boolean own = mail.standing() == ReducedRow.Standing.OWN;
      if (!own || !mail.address().equals(row.email())) {
        store.mail(first, mail.address(), own);
      }
    }
  }

  /// Whatever the row says of anybody but its own person. An account that is found by nothing else
  /// is still in the data.
  private void mentions(ReducedRow row) throws SQLException {
    mentionIds(row, row.userIds());
    mentionIds(row, row.memberIds());
    mentionIds(row, row.mentionedIds());
    mentionIds(row, row.otherIds());
    mentionIds(row, row.mergedIds());
    for (ReducedRow.Mail mail : row.mails()) {
      if (!mail.address().equals(row.email())) {
        store.mention(MentionTally.Kind.EMAIL, mail.address(), mail.token(), row);
      }
    }
    for (ReducedRow.Organization named : row.organizations()) {
      store.mention(named.kind(), named.value(), named.token(), row);
    }
  }

  private void mentionIds(ReducedRow row, List<String> ids) throws SQLException {
    for (String id : ids) {
      if (!id.equals(row.uid())) {
        store.mention(MentionTally.Kind.ID, id, ValueForm.isToken(id), row);
      }
    }
  }
}
