package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives a meaning to the fields that no name explains, by what their values turned out to be. What
/// an operator says and what a name says stays.
final class MappingDecision {
  private static final Set<Slot> PERSONS_IDS =
      EnumSet.of(Slot.USER_ID, Slot.DISTINCT_ID, Slot.MEMBER_ID, Slot.REFERENCE_ID);

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
    boolean named =
        fields.nodes().stream().anyMatch(node -> PERSONS_IDS.stream().anyMatch(node::hasSlot));
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
        ? found.withSlot(Slot.MENTIONED_ID)
        : found;
  }
}
