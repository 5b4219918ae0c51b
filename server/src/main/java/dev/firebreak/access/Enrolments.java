package dev.firebreak.access;

import dev.firebreak.control.ControlDatabase;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Who enrolled whom. An administrator who adds an operator sees the secret of that operator's
/// second factor, and one who invites somebody may have used the link; either could act in that
/// name, so the two do not count as two people where the administrator comes first. Thread-safe.
public final class Enrolments {
  private final ControlDatabase control;

  public Enrolments(ControlDatabase control) {
    this.control = control;
  }

  /// Who added an operator: a name, or `system:operators` for the first; empty for nobody known.
  public Optional<String> enrolledBy(String name) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT created_by FROM operator WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
  }

  /// True where one operator added another, directly or in turn.
  public boolean enrolled(String administrator, String name) {
    Set<String> seen = new HashSet<>();
    Optional<String> by = enrolledBy(name);
    while (by.isPresent() && seen.add(by.get())) {
      if (by.get().equals(administrator)) {
        return true;
      }
      by = enrolledBy(by.get());
    }
    return false;
  }
}
