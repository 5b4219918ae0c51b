package dev.firebreak.keys;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A register that ends with its process: it misses no file that was lost before.
final class InMemoryKeyRegister implements KeyRegister {
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

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
}
