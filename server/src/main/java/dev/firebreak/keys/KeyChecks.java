package dev.firebreak.keys;

import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Compares key files with the [KeyRegister]. A key of a journal's day is not registered: it is
/// made and destroyed with its day. Thread-safe.
final class KeyChecks {
  private static final String OF_A_DAY = "aead-journal-";

  /// Without these nothing that was disclosed can be found again.
  private static final List<String> NEEDED_AT_START = List.of("secret-", "pseudonym-");

  /// What every installation has that ever accepted a message; a beginning of a name where the rest
  /// is its own.
  private static final List<String> MADE_BEFORE_DATA =
      List.of("secret-check", "secret-ledger", "secret-skeleton", "pseudonym-");

  private final KeyRegister register;

  KeyChecks(KeyRegister register) {
    this.register = register;
  }

  /// Refuses where a key that is needed at start was made once and is gone.
  ///
  /// @param files key files that are there
  /// @param mayBegin true where there is no data yet that was made under keys
  void requireAll(Collection<String> files, boolean mayBegin) {
    TreeSet<String> missing = new TreeSet<>();
    Map<String, String> known = register.all();
    for (String file : known.keySet()) {
      if (NEEDED_AT_START.stream().anyMatch(file::startsWith) && !files.contains(file)) {
        missing.add(file);
      }
    }
    if (known.isEmpty() && !mayBegin) {
      MADE_BEFORE_DATA.stream()
          .filter(name -> files.stream().noneMatch(file -> file.startsWith(name)))
          .forEach(missing::add);
    }
    if (!missing.isEmpty()) {
      throw missing(String.join(", ", missing));
    }
  }

  /// Refuses to make a key anew that was made before.
  void requireNew(String file) {
    if (isLongLived(file) && register.all().containsKey(file)) {
      throw missing(file);
    }
  }

  /// Notes a key, or refuses one that is not the one that was made under this name.
  void check(String file, byte[] key) {
    if (!isLongLived(file)) {
      return;
    }
    String fingerprint = fingerprint(file, key);
    String known = register.all().get(file);
    if (known == null) {
      register.made(file, fingerprint);
    } else if (!known.equals(fingerprint)) {
      throw new FirebreakException(
          ErrorCode.KEY_UNREADABLE,
          "the key file " + file + " is not the one that was made here; restore it from a backup");
    }
  }

  void destroyed(String file) {
    if (isLongLived(file)) {
      register.destroyed(file);
    }
  }

  private static boolean isLongLived(String file) {
    return !file.startsWith(OF_A_DAY);
  }

  private static String fingerprint(String file, byte[] key) {
    MessageDigest sha256 = Sha256.start();
    sha256.update(("firebreak key register 1 " + file + "\0").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256.digest(key), 0, 16);
  }

  private static FirebreakException missing(String files) {
    return new FirebreakException(
        ErrorCode.KEY_UNREADABLE,
        "missing in the folder of keys: "
            + files
            + ". A new key would open nothing of what was made under it; restore it from a backup");
  }
}
