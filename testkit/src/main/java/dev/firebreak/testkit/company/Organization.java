package dev.firebreak.testkit.company;

/// A customer of the company.
///
/// @param id `org-` and 16 hex digits, not enumerable
/// @param domain under `.example`
/// @param plan `free`, `pro`, `team` or `enterprise`
/// @param home where most of its people sit
public record Organization(String id, String name, String domain, String plan, Place home) {}
