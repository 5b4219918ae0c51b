package dev.firebreak.duty;

/// How likely an incident harms people, in the steps that GDPR Art. 33 and 34 know.
public enum RiskLevel {
  UNLIKELY,
  RISK,
  HIGH
}
