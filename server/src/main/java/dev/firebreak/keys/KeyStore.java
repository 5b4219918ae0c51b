package dev.firebreak.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of an installation, one file each, in the data directory's `keys` folder.
///
/// ```
/// NAME.json   { "kind": "...", "wrapping": AES-GCM under the master key,
///               "key": AES-GCM under this file's own wrapping key, ... }
/// ```
///
/// Every key is random and wrapped by a wrapping key of its own, so that deleting one file destroys
/// one key for good. A long-lived key that was made once and whose file is gone is refused, never
/// made anew: [KeyRegister]. The master key lies outside the data directory: a copied directory
/// alone opens nothing. Names bind: a file that is renamed does not open. Thread-safe.
public final class KeyStore {
  private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

  private final KeyFiles files;
  private final Aead master;
  private final KeyChecks checks;
  private final KeyRegister register;
  private final ReentrantLock decisions = new ReentrantLock();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SecretBytes> secrets = new ConcurrentHashMap<>();
  private final Map<String, KeysetHandle> keysets = new ConcurrentHashMap<>();

  /// The keys that make tokens now; asked with every request.
  private final Map<VendorId, PseudonymKey> current = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private final Map<String, PseudonymKey> pseudonymKeys = new TreeMap<>();

  private KeyStore(KeyFiles files, Aead master, KeyRegister register) {
    this.files = files;
    this.master = master;
    this.register = register;
    checks = new KeyChecks(register);
  }

  /// Opens the folder, creating it where missing, and checks the master key against what is there.
  ///
  /// @throws FirebreakException DISK where it cannot be used, KEY_UNREADABLE where a key in it does
  ///   not open
  public static KeyStore open(Path folder, SecretBytes masterKey) {
    try {
      return open(DiskFiles.in(folder), masterKey);
    } catch (IOException e) {
      throw disk("the folder of keys " + folder, e);
    }
  }

  /// As above, over these files.
  public static KeyStore open(DurableFiles files, SecretBytes masterKey) {
    return open(files, masterKey, new InMemoryKeyRegister(), true);
  }

  /// As above, with a register that misses a file that is gone.
  ///
  /// @param mayBegin true where there is no data yet; else keys that all data needs must be there
  public static KeyStore open(
      DurableFiles files, SecretBytes masterKey, KeyRegister register, boolean mayBegin) {
    KeyStore store = new KeyStore(new KeyFiles(files), Ciphers.aead(masterKey), register);
    store.checks.requireAll(store.names(), mayBegin);
    store.secret("check");
    store.endTakingOut();
    store.loadPseudonymKeys();
    store.loadSecrets();
    return store;
  }

  /// The company's subject keys: the ledger, the gateway and whoever looks people up in the ledger
  /// use this one.
  public SubjectKeyring subjectKeyring() {
    return new SubjectKeyring(secret("ledger"));
  }

  /// The 32 random bytes of this name, made at the first call.
  public SecretBytes secret(String name) {
    return secrets.computeIfAbsent(name, this::loadOrCreateSecret);
  }

  /// An AES-256-GCM key of this name, made at the first call.
  public Aead aead(String name) {
    return Ciphers.primitive(keyset("aead-" + name, Ciphers.WRAPPING), Aead.class);
  }

  /// A key for sealing streams (AES-256-GCM-HKDF, 16 KiB segments), made at the first call.
  public StreamingAead streamingAead(String name) {
    return Ciphers.primitive(keyset("stream-" + name, Ciphers.STREAMS), StreamingAead.class);
  }

  /// True where [#aead] or [#streamingAead] already made a key of this name.
  public boolean exists(String name) {
    try {
      return files.exists("aead-" + name) || files.exists("stream-" + name);
    } catch (IOException e) {
      throw disk("the folder of keys", e);
    }
  }

  /// Destroys the AEAD and streaming keys of this name for good, durably; what they sealed is lost.
  public void destroy(String name) {
    for (String file : List.of("aead-" + name, "stream-" + name)) {
      keysets.remove(file);
      try {
        files.delete(file);
        checks.destroyed(file);
      } catch (IOException e) {
        throw new FirebreakException(
            ErrorCode.DISK, "the key " + name + " could not be deleted; try again", e);
      }
    }
  }

  /// The vendor's current pseudonym key. It is made at the first call, and where the newest one is
  /// sealed or destroyed.
  public PseudonymKey pseudonymKey(VendorId vendor) {
    PseudonymKey key = current.get(vendor);
    return key == null ? firstKey(vendor) : key;
  }

  /// The same, but for making one; empty where there is none. Cheap.
  public Optional<PseudonymKey> currentKey(VendorId vendor) {
    return Optional.ofNullable(current.get(vendor));
  }

  /// All pseudonym keys of all vendors and versions that are here, for resolving.
  public synchronized List<PseudonymKey> pseudonymKeys() {
    return List.copyOf(pseudonymKeys.values());
  }

  /// Every keyVersion that there ever was, by vendor and keyVersion.
  public List<KeyVersion> keyVersions() {
    return register.versions();
  }

  /// Begins a new keyVersion of a vendor. It makes the vendor's tokens when this returns; those of
  /// versions before still resolve.
  ///
  /// @param announced told of the version when its key is durable and before it makes a token, done
  ///   together with noting it; where that fails, the version before stays the current one
  synchronized PseudonymKey rotate(VendorId vendor, Consumer<KeyVersion> announced) {
    KeyVersion version = KeyVersion.online(vendor, newestVersion(vendor) + 1, newKeyId());
    PseudonymKey key = load(version);
    try {
      register.together(() -> {
        register.begun(version, false);
        announced.accept(version);
      });
    } catch (RuntimeException e) {
      forget(version, e);
      throw e;
    }
    current.put(vendor, key);
    return key;
  }

  /// A key that was made but not begun: the next opening must not take it for one that was.
  @GuardedBy("this")
  private void forget(KeyVersion version, RuntimeException cause) {
    pseudonymKeys.remove(version.file());
    keysets.remove(version.file());
    secrets.remove(version.hashName());
    try {
      deleteFiles(version);
      register.destroyed(version.file());
      register.destroyed(version.hashFile());
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /// Held by whoever decides about where a key is, from looking to acting.
  ReentrantLock decisions() {
    return decisions;
  }

  /// The secrets of a version that is here.
  synchronized KeyMaterial material(KeyVersion version) {
    if (!pseudonymKeys.containsKey(version.file())) {
      throw new IllegalStateException("the key " + version.file() + " is not here");
    }
    return new KeyMaterial(
        SecretBytes.copyOf(existing(version.file())), secret(version.hashName()));
  }

  /// Takes a version out of the folder. The register knows it first: where the files cannot go now,
  /// or the process ends, they go at the next opening.
  ///
  /// @param next what the register says of it from now on
  /// @param audited done together with that
  synchronized void takeOut(KeyVersion next, Runnable audited) {
    register.together(() -> {
      audited.run();
      register.changed(next);
      register.destroyed(next.file());
      register.destroyed(next.hashFile());
    });
    pseudonymKeys.remove(next.file());
    keysets.remove(next.file());
    secrets.remove(next.hashName());
    currentKey(next.vendor())
        .filter(key -> key.id().equals(next.id()))
        .ifPresent(key -> current.remove(next.vendor(), key));
    try {
      deleteFiles(next);
    } catch (FirebreakException e) {
      LOG.atError().addKeyValue("key", next.file()).setCause(e).log("KeyFilesNotDeleted");
    }
  }

  /// True where a file of the version is in the folder.
  boolean hasFiles(KeyVersion version) {
    List<String> there = names();
    return there.contains(version.file()) || there.contains(version.hashFile());
  }

  /// Deletes what is left in the folder of a version that was taken out, or throws DISK.
  synchronized void requireGone(KeyVersion version) {
    if (hasFiles(version)) {
      deleteFiles(version);
    }
  }

  /// Brings a version back into the folder, for resolving.
  ///
  /// @param next what the register says of it from now on
  /// @param audited done together with that, before anything resolves
  synchronized void bringBack(KeyVersion next, KeyMaterial material, Runnable audited) {
    put(next.file(), material.keyset());
    put(next.hashFile(), material.hashKey());
    try {
      note(next, audited);
    } catch (RuntimeException e) {
      deleteFiles(next);
      throw e;
    }
    load(next);
  }

  /// Changes what the register says of a version that is not here.
  synchronized void note(KeyVersion next, Runnable audited) {
    register.together(() -> {
      audited.run();
      register.changed(next);
    });
  }

  private synchronized PseudonymKey firstKey(VendorId vendor) {
    PseudonymKey key = current.get(vendor);
    return key == null ? rotate(vendor, _ -> {}) : key;
  }

  private int newestVersion(VendorId vendor) {
    return register.versions().stream()
        .filter(version -> version.vendor().equals(vendor))
        .mapToInt(KeyVersion::keyVersion)
        .max()
        .orElse(0);
  }

  private KeyId newKeyId() {
    Set<KeyId> taken = register.versions().stream().map(KeyVersion::id).collect(Collectors.toSet());
    KeyId id = KeyId.random(random);
    while (taken.contains(id)) {
      id = KeyId.random(random);
    }
    return id;
  }

  @GuardedBy("this")
  private PseudonymKey load(KeyVersion version) {
    DeterministicAead cipher =
        Ciphers.primitive(keyset(version.file(), Ciphers.TOKENS), DeterministicAead.class);
    PseudonymKey key =
        new PseudonymKey(
            version.vendor(),
            version.keyVersion(),
            version.id(),
            cipher,
            secret(version.hashName()));
    pseudonymKeys.put(version.file(), key);
    return key;
  }

  /// Deletes what a restored folder, or a process that ended too early, has of keys that are
  /// elsewhere or nowhere.
  private void endTakingOut() {
    Set<String> there = Set.copyOf(names());
    for (KeyVersion version : register.versions()) {
      if (!version.state().isHere()
          && (there.contains(version.file()) || there.contains(version.hashFile()))) {
        deleteFiles(version);
      }
    }
  }

  private void deleteFiles(KeyVersion version) {
    try {
      files.deleteBoth(version.file(), version.hashFile());
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the key files of "
              + version.file()
              + " could not be deleted now; they go at the next start, and open nothing until then",
          e);
    }
  }

  private synchronized void loadPseudonymKeys() {
    for (String name : names(KeyVersion.PREFIX)) {
      KeyVersion version = KeyVersion.ofFile(name);
      load(version);
      register.begun(version, true);
    }
    Map<VendorId, KeyVersion> newest = new HashMap<>();
    for (KeyVersion version : register.versions()) {
      newest.put(version.vendor(), version);
    }
    for (KeyVersion version : newest.values()) {
      PseudonymKey key = pseudonymKeys.get(version.file());
      if (key != null && version.state() == KeyVersion.State.ONLINE) {
        current.put(version.vendor(), key);
      }
    }
  }

  /// So that those of an installation that had no register come to stand in it.
  private void loadSecrets() {
    for (String name : names("secret-")) {
      secret(name.substring("secret-".length()));
    }
  }

  private SecretBytes loadOrCreateSecret(String name) {
    return SecretBytes.copyOf(loadOrCreate("secret-" + name, this::newSecret));
  }

  private byte[] newSecret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private KeysetHandle keyset(String file, Parameters parameters) {
    return keysets.computeIfAbsent(file, name -> loadOrCreateKeyset(name, parameters));
  }

  private KeysetHandle loadOrCreateKeyset(String file, Parameters parameters) {
    try {
      return TinkProtoKeysetFormat.parseKeyset(
          loadOrCreate(file, () -> newKeyset(parameters)),
          InsecureSecretKeyAccess.get(),
          RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  private static byte[] newKeyset(Parameters parameters) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(parameters, RegistryConfiguration.get()),
        InsecureSecretKeyAccess.get(),
        RegistryConfiguration.get());
  }

  /// The bytes in a key file that is there.
  private byte[] existing(String file) {
    try {
      return read(file);
    } catch (IOException e) {
      throw disk("the key file " + file, e);
    } catch (GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  /// Writes a key file anew.
  private void put(String file, SecretBytes key) {
    try {
      write(file, key.toByteArray(CleartextAccess.KEY_USE));
    } catch (IOException e) {
      throw disk("the key file " + file, e);
    } catch (GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  private interface NewKey {
    byte[] make() throws GeneralSecurityException;
  }

  /// The bytes in a key file; a new key where there never was one of this name.
  private byte[] loadOrCreate(String file, NewKey newKey) {
    try {
      if (!files.exists(file)) {
        checks.requireNew(file);
        write(file, newKey.make());
      }
      byte[] key = read(file);
      checks.check(file, key);
      return key;
    } catch (IOException e) {
      throw disk("the key file " + file, e);
    } catch (GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  private void write(String name, byte[] key) throws IOException, GeneralSecurityException {
    byte[] aad = KeyFiles.associatedData(name);
    KeysetHandle wrapping = KeysetHandle.generateNew(Ciphers.WRAPPING, RegistryConfiguration.get());
    byte[] wrappingBytes =
        TinkProtoKeysetFormat.serializeKeyset(
            wrapping, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
    files.write(
        name,
        new KeyFiles.Wrapped(
            master.encrypt(wrappingBytes, aad),
            Ciphers.primitive(wrapping, Aead.class).encrypt(key, aad)));
  }

  private byte[] read(String name) throws IOException, GeneralSecurityException {
    byte[] aad = KeyFiles.associatedData(name);
    KeyFiles.Wrapped wrapped = files.read(name);
    KeysetHandle wrapping =
        TinkProtoKeysetFormat.parseKeyset(
            master.decrypt(wrapped.wrapping(), aad),
            InsecureSecretKeyAccess.get(),
            RegistryConfiguration.get());
    return Ciphers.primitive(wrapping, Aead.class).decrypt(wrapped.key(), aad);
  }

  private static FirebreakException unreadable(String name, Exception e) {
    return new FirebreakException(
        ErrorCode.KEY_UNREADABLE,
        "the key file "
            + name
            + " cannot be opened with this master key: either the master key is another one (check"
            + " master-key-file in firebreak.yaml) or the file is damaged (restore it from a"
            + " backup)",
        e);
  }

  private static FirebreakException disk(String what, IOException e) {
    return new FirebreakException(
        ErrorCode.DISK,
        what + " cannot be read or written now (" + e.getMessage() + "); see to the disk",
        e);
  }

  /// Everything this store has made, by file name; for `key list` and backups.
  public List<String> names() {
    return names("");
  }

  private List<String> names(String prefix) {
    try {
      return files.names(prefix);
    } catch (IOException e) {
      throw disk("the folder of keys", e);
    }
  }
}
