package dev.firebreak.delivery;

import dev.firebreak.audit.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Keeps what was audited.
final class RecordedAudit implements AuditLog {
  private final List<String> actions = new ArrayList<>();
  private final List<Map<String, String>> details = new ArrayList<>();

  @Override
  public synchronized void append(
      String actor, String action, String subject, Map<String, String> facts) {
    actions.add(action);
    details.add(facts);
  }

  synchronized List<String> actions() {
    return List.copyOf(actions);
  }

  synchronized List<Map<String, String>> details() {
    return List.copyOf(details);
  }
}
