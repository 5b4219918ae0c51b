package dev.firebreak.assessment;

import java.util.List;

/// What an attacker with any known columns made of a data set.
///
/// @param fields the fields that the columns were taken for, as `city` or `browser_version`
/// @param unusedColumns columns whose names mean no field of a data set
/// @param result whom they were led to
public record KnowledgeLinkage(
    List<String> fields, List<String> unusedColumns, LinkageResult result) {
  public KnowledgeLinkage {
    fields = List.copyOf(fields);
    unusedColumns = List.copyOf(unusedColumns);
  }
}
