package dev.firebreak.notice;

/// Something that the linter objects to.
///
/// @param rule the rule's id
/// @param reason what is wrong, without values of a person
/// @param warning true where it does not stand in the way of an approval, but whoever approves is
///   to know
public record LintFinding(String rule, String reason, boolean warning) {
  /// A broken rule.
  LintFinding(String rule, String reason) {
    this(rule, reason, false);
  }

  /// Something to know that breaks no rule.
  static LintFinding warning(String rule, String reason) {
    return new LintFinding(rule, reason, true);
  }
}
