package dev.firebreak.notice;

/// A rule that a notice breaks.
///
/// @param rule the rule's id, as docs/reference/notices.md lists it
/// @param reason what is wrong and why it matters; never a value of a person
public record LintFinding(String rule, String reason) {}
