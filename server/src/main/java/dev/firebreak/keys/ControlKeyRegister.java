package dev.firebreak.keys;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The register in the control database.
public final class ControlKeyRegister implements KeyRegister {
  private final ControlDatabase control;
  private final Clock clock;

  public ControlKeyRegister(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
  }

  @Override
  public Map<String, String> all() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT file, fingerprint FROM long_lived_key")
                .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public void made(String file, String fingerprint) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO long_lived_key (file, fingerprint) VALUES (?, ?)"
                    + " ON CONFLICT (file) DO NOTHING",
                file,
                fingerprint));
  }

  @Override
  public void destroyed(String file) {
    control
        .writer()
        .useHandle(handle -> handle.execute("DELETE FROM long_lived_key WHERE file = ?", file));
  }

  @Override
  public List<KeyVersion> versions() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT vendor, key_version, key_id, state, made_at, changed_at, changed_by,"
                        + " retain_until, file_sha256 FROM key_version"
                        + " ORDER BY vendor, key_version")
                .map((row, _) -> version(row))
                .list());
  }

  @Override
  public void begun(KeyVersion version, boolean old) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO key_version (vendor, key_version, key_id, state, made_at)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (vendor, key_version) DO NOTHING",
                version.vendor().value(),
                version.keyVersion(),
                version.id().value(),
                text(version.state()),
                old ? null : clock.millis()));
  }

  @Override
  public void changed(KeyVersion version) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE key_version SET state = ?, changed_at = ?, changed_by = ?,"
                    + " retain_until = ?, file_sha256 = ? WHERE vendor = ? AND key_version = ?",
                text(version.state()),
                version.changed().map(change -> change.at().toEpochMilli()).orElse(null),
                version.changed().map(KeyVersion.Change::by).orElse(null),
                version.sealing().map(sealing -> sealing.retainUntil().toEpochMilli()).orElse(null),
                version.sealing().map(KeyVersion.Sealing::sha256).orElse(null),
                version.vendor().value(),
                version.keyVersion()));
  }

  @Override
  public void together(Runnable work) {
    control.writer().useTransaction(_ -> work.run());
  }

  private static KeyVersion version(ResultSet row) throws SQLException {
    Optional<Instant> changedAt = instant(row, "changed_at");
    Optional<Instant> retainUntil = instant(row, "retain_until");
    String changedBy = row.getString("changed_by");
    String sha256 = row.getString("file_sha256");
    return new KeyVersion(
        new VendorId(row.getString("vendor")),
        row.getInt("key_version"),
        new KeyId(row.getString("key_id")),
        KeyVersion.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        instant(row, "made_at"),
        changedAt.map(at -> new KeyVersion.Change(at, stored(changedBy))),
        retainUntil.map(until -> new KeyVersion.Sealing(until, stored(sha256))));
  }

  private static String stored(@Nullable String text) {
    if (text == null) {
      throw new IllegalStateException("a key version lacks what belongs to its change");
    }
    return text;
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static String text(KeyVersion.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
