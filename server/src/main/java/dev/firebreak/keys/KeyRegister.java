package dev.firebreak.keys;

import java.util.List;
import java.util.Map;

/// Which long-lived keys were ever made, kept apart from their files: a file that is missing then
/// shows, instead of being replaced by a key that opens nothing that was sealed before. It also
/// knows where the key of every keyVersion is, so that a folder that is restored brings back none
/// that was sealed or destroyed. Thread-safe.
public interface KeyRegister {
  /// Fingerprints of the keys that were made and not destroyed, by file.
  Map<String, String> all();

  /// Notes a key durably, after its file is durable; one that is noted already stays as it is.
  void made(String file, String fingerprint);

  /// Forgets a key that was destroyed.
  void destroyed(String file);

  /// Every keyVersion that there ever was, by vendor and keyVersion.
  List<KeyVersion> versions();

  /// Notes a keyVersion that was not known; one that is stays as it is.
  ///
  /// @param old whether it is from before versions were noted, so that nobody knows when it was
  ///   made
  void begun(KeyVersion version, boolean old);

  /// Replaces what is known of a keyVersion.
  void changed(KeyVersion version);

  /// Runs this so that all of it or nothing becomes durable; an audit entry joins.
  void together(Runnable work);
}
