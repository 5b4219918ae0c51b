package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Gives a meaning to the fields that no name explains, by what their values turned out to be. What
/// an operator says and what a name says stays.
final class MappingDecision {
  private MappingDecision() {}

  /// Decides over all fields. True where a field now means something else than the rows were
  /// understood by, so that they must be understood again.
  ///
  /// @param sql where the table `accounts` is
  static boolean decide(FieldTree fields, Sql sql) throws SQLException {
    List<PathNode> unexplained = fields.nodes().stream().filter(PathNode::isUnexplained).toList();
    AccountMatch match =
        AccountMatch.of(
            sql, unexplained.stream().filter(node -> node.counts().isSampled()).toList());
    boolean named = fields.nodes().stream().anyMatch(node -> node.hasSlot(Slot.USER_ID));
    boolean changed = false;
    for (PathNode node : unexplained) {
      FieldMeaning found = node.meaningOfValues(match.of(node));
      if (found.category().isPresent()) {
        node.decide(named ? withoutId(found) : found);
        changed = true;
      }
    }
    return changed;
  }

  /// Beside an id that a name calls the person's, further account ids may be other people's: whom
  /// somebody invited, who approved.
  private static FieldMeaning withoutId(FieldMeaning found) {
    return found.category().equals(Optional.of(DataCategory.ACCOUNT_ID))
        ? found.withSlot(Slot.NONE)
        : found;
  }
}
