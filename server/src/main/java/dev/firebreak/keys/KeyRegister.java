package dev.firebreak.keys;

import java.util.Map;

/// Which long-lived keys were ever made, kept apart from their files: a file that is missing then
/// shows, instead of being replaced by a key that opens nothing that was sealed before.
/// Thread-safe.
public interface KeyRegister {
  /// Fingerprints of the keys that were made and not destroyed, by file.
  Map<String, String> all();

  /// Notes a key durably, after its file is durable; one that is noted already stays as it is.
  void made(String file, String fingerprint);

  /// Forgets a key that was destroyed.
  void destroyed(String file);
}
