package dev.firebreak.keys;

import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Optional;

/// One keyVersion of a vendor's pseudonym keys, and where its key is. Holds no secret.
///
/// ```
/// online --seal--> sealed --unseal--> unsealed --seal--> sealed --destroy--> destroyed
/// ```
///
/// @param keyVersion 1 for a vendor's first key, one more with each rotation
/// @param id the key's name inside tokens, never given again
/// @param madeAt empty for a key from before this was written down
/// @param changed the latest decision about it; empty while it is as it was made
/// @param sealing its last sealing; empty where it was never sealed
public record KeyVersion(
    VendorId vendor,
    int keyVersion,
    KeyId id,
    State state,
    Optional<Instant> madeAt,
    Optional<Change> changed,
    Optional<Sealing> sealing) {

  /// Where a key is.
  public enum State {
    /// In the folder of keys: resolves, and makes tokens while it is the vendor's newest.
    ONLINE,
    /// In a file that an operator keeps: resolves nothing until it is brought back.
    SEALED,
    /// Brought back from its file for a purpose: resolves, makes no tokens.
    UNSEALED,
    /// Nowhere: nothing that was made under it can be resolved any more.
    DESTROYED;

    /// Whether the key lies in the folder of keys.
    public boolean isHere() {
      return this == ONLINE || this == UNSEALED;
    }
  }

  /// Who decided last, and when.
  public record Change(Instant at, String by) {}

  /// The file that a key was sealed into.
  ///
  /// @param retainUntil the key is not destroyed before
  /// @param sha256 of the file, 64 hex digits
  public record Sealing(Instant retainUntil, String sha256) {}

  /// A key that was just made.
  static KeyVersion online(VendorId vendor, int keyVersion, KeyId id) {
    return new KeyVersion(
        vendor, keyVersion, id, State.ONLINE, Optional.empty(), Optional.empty(), Optional.empty());
  }

  KeyVersion to(State next, Change change, Sealing sealed) {
    return new KeyVersion(
        vendor, keyVersion, id, next, madeAt, Optional.of(change), Optional.of(sealed));
  }

  /// Name of the key's file, without its suffix; [KeyStore] reads it back.
  String file() {
    return PREFIX + vendor + "-" + keyVersion + "-" + id;
  }

  /// Name of the key file with the secret of its keyed hashes.
  String hashFile() {
    return "secret-" + hashName();
  }

  /// Name of that secret.
  String hashName() {
    return "hash-" + file();
  }

  /// How names of key files of pseudonym keys begin.
  static final String PREFIX = "pseudonym-";

  /// Reads a name that [#file] wrote, as a key that is online.
  static KeyVersion ofFile(String name) {
    String rest = name.substring(PREFIX.length());
    int idAt = rest.lastIndexOf('-');
    int versionAt = rest.lastIndexOf('-', idAt - 1);
    return online(
        new VendorId(rest.substring(0, versionAt)),
        Integer.parseInt(rest.substring(versionAt + 1, idAt)),
        new KeyId(rest.substring(idAt + 1)));
  }
}
