package dev.firebreak.delivery;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.policy.Policy;
import dev.firebreak.vendor.BindingId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every policy that was ever in force, caps included, by its version: records name theirs, and
/// which category and treatment each path had follows from it. Also whether it was enforced at a
/// binding, or only counted. Thread-safe.
public final class PolicyArchive {
  private final ControlDatabase control;
  private final Clock clock;

  public PolicyArchive(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
  }

  /// How a policy was in force at a binding.
  private record Mode(boolean observe, Instant knownSince) {}

  /// Keeps a policy durably, and that it is in force at a binding in this mode.
  ///
  /// @param knownSince since when every mode that came into force there was noted
  public void keep(BindingId binding, Policy policy, boolean observe, Instant knownSince) {
    keep(policy);
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO policy_mode (binding, version, observe, known_since)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                binding.value(),
                policy.version(),
                observe ? 1 : 0,
                knownSince.toEpochMilli()));
  }

  /// Whether messages that were received since a moment may have gone into the journal as they
  /// came, since their policy was only counted at the binding; true also where nobody knows.
  boolean mayHaveBeenObserved(BindingId binding, String version, Instant since) {
    List<Mode> modes =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT observe, known_since FROM policy_mode"
                            + " WHERE binding = :binding AND version = :version")
                    .bind("binding", binding.value())
                    .bind("version", version)
                    .map((row, _) ->
                        new Mode(
                            row.getInt("observe") != 0,
                            Instant.ofEpochMilli(row.getLong("known_since"))))
                    .list());
    return modes.stream().anyMatch(Mode::observe)
        || modes.stream().noneMatch(mode -> !since.isBefore(mode.knownSince()));
  }

  /// Keeps a policy durably; one that is kept already stays as it is.
  public void keep(Policy policy) {
    if (find(policy.version()).isEmpty()) {
      control
          .writer()
          .useHandle(handle ->
              handle.execute(
                  "INSERT INTO policy_version (version, canonical, first_at) VALUES (?, ?, ?)"
                      + " ON CONFLICT (version) DO UPDATE SET canonical = excluded.canonical",
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
        .flatMap(PolicyArchive::parsed)
        .filter(policy -> policy.version().equals(version));
  }

  private static Optional<Policy> parsed(String canonical) {
    try {
      return Optional.of(Policy.ofCanonical(canonical));
    } catch (IllegalArgumentException | FirebreakException damaged) {
      return Optional.empty();
    }
  }
}
