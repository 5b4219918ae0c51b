package dev.firebreak.ledger;

import java.util.ArrayList;
import java.util.List;

/// The result of comparing a ledger's files with its manifest.
///
/// @param sequence how often the manifest was switched
/// @param files files that it lists
/// @param rows rows that it lists
/// @param problems one sentence for each thing that is not as it should be; empty where all is well
public record LedgerCheck(long sequence, int files, long rows, List<String> problems) {
  public LedgerCheck {
    problems = List.copyOf(problems);
  }

  /// This with more problems.
  public LedgerCheck with(List<String> more) {
    List<String> all = new ArrayList<>(problems);
    all.addAll(more);
    return new LedgerCheck(sequence, files, rows, all);
  }
}
