package dev.firebreak.console;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.policy.CappedCategory;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyProblem;
import dev.firebreak.policy.Treatment;
import dev.firebreak.standard.Deadline;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the page of one binding's policy shows. Public for the template alone.
///
/// @param binding whose policy it is
/// @param running what is in force, capped; empty where no gateway runs here
/// @param effects in observe mode, what the running one would have done; else empty
/// @param file what stands on disk
/// @param left what the register leaves of the file; empty where the file is no good policy
public record PolicyView(
    BindingConfig binding,
    Optional<Running> running,
    Optional<ObservedEffects.Snapshot> effects,
    Written file,
    Optional<Left> left) {
  /// The policy in force.
  public record Running(Policy policy, boolean observe, Instant since) {}

  /// The file.
  ///
  /// @param name as the settings name it
  /// @param text to be shown; empty where it cannot be read
  /// @param problems all of them, by line; empty where it is good
  /// @param unreadable why it cannot be read; empty where it can
  public record Written(
      String name, SourceText text, List<PolicyProblem> problems, Optional<String> unreadable) {
    public Written {
      problems = List.copyOf(problems);
    }

    /// Whether there is a problem at a line.
    public boolean isWrong(int line) {
      return problems.stream().anyMatch(problem -> problem.line() == line);
    }
  }

  /// What becomes of the file under the register.
  ///
  /// @param policy capped
  /// @param capped of which categories less is left, and why
  /// @param changes against what is running; empty where there is none
  public record Left(
      Policy policy,
      Deadline.Stage stage,
      boolean observe,
      Optional<Instant> changesAt,
      List<CappedCategory> capped,
      List<Change> changes) {
    public Left {
      capped = List.copyOf(capped);
      changes = List.copyOf(changes);
    }

    /// Why less is left of a category; empty where nothing is taken.
    public Optional<CappedCategory> cap(DataCategory category) {
      return capped.stream().filter(each -> each.category() == category).findFirst();
    }
  }

  /// A rule that is another one in the file than in force.
  ///
  /// @param rule what it is about, as a category's key or `property`, `event` and its name
  /// @param running what is in force; empty where no such rule is
  /// @param file what the file says; empty where no such rule is in it
  public record Change(String rule, Optional<Treatment> running, Optional<Treatment> file) {
    /// Whether the file is stricter; a rule that only one of them has is neither.
    public boolean isStricter() {
      return running.isPresent()
          && file.isPresent()
          && file.get().strictness() > running.get().strictness();
    }

    /// Whether the file is laxer.
    public boolean isLaxer() {
      return running.isPresent()
          && file.isPresent()
          && file.get().strictness() < running.get().strictness();
    }
  }
}
