package dev.firebreak.keys;

import dev.firebreak.control.ControlDatabase;
import java.util.Map;
import java.util.stream.Collectors;

/// The register in the control database.
public final class ControlKeyRegister implements KeyRegister {
  private final ControlDatabase control;

  public ControlKeyRegister(ControlDatabase control) {
    this.control = control;
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
}
