package dev.firebreak.delivery;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.policy.Policy;
import java.time.Clock;
import java.util.Optional;

/// Every policy that was ever in force, caps included, by its version: records name theirs, and
/// which category and treatment each path had follows from it. Thread-safe.
public final class PolicyArchive {
  private final ControlDatabase control;
  private final Clock clock;

  public PolicyArchive(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
  }

  /// Keeps a policy durably; one that is kept already stays as it is.
  public void keep(Policy policy) {
    if (find(policy.version()).isEmpty()) {
      control
          .writer()
          .useHandle(handle ->
              handle.execute(
                  "INSERT INTO policy_version (version, canonical, first_at) VALUES (?, ?, ?)"
                      + " ON CONFLICT (version) DO NOTHING",
                  policy.version(),
                  policy.canonical(),
                  clock.millis()));
    }
  }

  /// The policy of a version; empty where it never was in force here, or what is kept is not it.
  public Optional<Policy> find(String version) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT canonical FROM policy_version WHERE version = :version")
                .bind("version", version)
                .mapTo(String.class)
                .findOne())
        .map(Policy::ofCanonical)
        .filter(policy -> policy.version().equals(version));
  }
}
