package dev.firebreak.keys;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A register that ends with its process: it misses no file that was lost before.
final class InMemoryKeyRegister implements KeyRegister {
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();
  private final Map<String, KeyVersion> versions = new ConcurrentHashMap<>();

  @Override
  public Map<String, String> all() {
    return Map.copyOf(fingerprints);
  }

  @Override
  public void made(String file, String fingerprint) {
    fingerprints.putIfAbsent(file, fingerprint);
  }

  @Override
  public void destroyed(String file) {
    fingerprints.remove(file);
  }

  @Override
  public List<KeyVersion> versions() {
    return versions.values().stream()
        .sorted(
            Comparator.comparing((KeyVersion version) -> version.vendor().value())
                .thenComparingInt(KeyVersion::keyVersion))
        .toList();
  }

  @Override
  public void begun(KeyVersion version, boolean old) {
    versions.putIfAbsent(version.file(), version);
  }

  @Override
  public void changed(KeyVersion version) {
    versions.put(version.file(), version);
  }

  @Override
  public void together(Runnable work) {
    work.run();
  }
}
