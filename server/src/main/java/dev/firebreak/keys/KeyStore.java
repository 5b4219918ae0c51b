package dev.firebreak.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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
  private static final AesGcmParameters WRAPPING = aesGcm();

  /// Segments that the cipher is called for often enough to be compiled soon: with 1 MiB a gibibyte
  /// went by before (ADR 12).
  private static final int SEGMENT_BYTES = 16 << 10;

  private static final AesGcmHkdfStreamingParameters STREAMS = streams();

  static {
    try {
      AeadConfig.register();
      DeterministicAeadConfig.register();
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final KeyFiles files;
  private final Aead master;
  private final KeyChecks checks;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SecretBytes> secrets = new ConcurrentHashMap<>();
  private final Map<String, KeysetHandle> keysets = new ConcurrentHashMap<>();
  private final Map<String, PseudonymKey> pseudonymKeys = new TreeMap<>();

  private KeyStore(KeyFiles files, Aead master, KeyChecks checks) {
    this.files = files;
    this.master = master;
    this.checks = checks;
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
    KeyChecks checks = new KeyChecks(register);
    KeyStore store = new KeyStore(new KeyFiles(files), masterAead(masterKey), checks);
    checks.requireAll(store.names(), mayBegin);
    store.secret("check");
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
    return primitive(keyset("aead-" + name, WRAPPING), Aead.class);
  }

  /// A key for sealing streams (AES-256-GCM-HKDF, 16 KiB segments), made at the first call.
  public StreamingAead streamingAead(String name) {
    return primitive(keyset("stream-" + name, STREAMS), StreamingAead.class);
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

  /// The vendor's current pseudonym key, the first one made at the first call.
  public synchronized PseudonymKey pseudonymKey(VendorId vendor) {
    return pseudonymKeys.values().stream()
        .filter(key -> key.vendor().equals(vendor))
        .max((a, b) -> Integer.compare(a.keyVersion(), b.keyVersion()))
        .orElseGet(() -> createPseudonymKey(vendor, 1));
  }

  /// All pseudonym keys of all vendors and versions, for resolving.
  public synchronized List<PseudonymKey> pseudonymKeys() {
    return List.copyOf(pseudonymKeys.values());
  }

  private PseudonymKey createPseudonymKey(VendorId vendor, int keyVersion) {
    Set<KeyId> taken =
        pseudonymKeys.values().stream().map(PseudonymKey::id).collect(Collectors.toSet());
    KeyId id = KeyId.random(random);
    while (taken.contains(id)) {
      id = KeyId.random(random);
    }
    String name = "pseudonym-" + vendor + "-" + keyVersion + "-" + id;
    PseudonymKey key = pseudonymKey(name, vendor, keyVersion, id);
    pseudonymKeys.put(name, key);
    return key;
  }

  private PseudonymKey pseudonymKey(String name, VendorId vendor, int keyVersion, KeyId id) {
    DeterministicAead cipher = primitive(keyset(name, aesSiv()), DeterministicAead.class);
    return new PseudonymKey(vendor, keyVersion, id, cipher, secret("hash-" + name));
  }

  private void loadPseudonymKeys() {
    for (String name : names("pseudonym-")) {
      String rest = name.substring("pseudonym-".length());
      int idAt = rest.lastIndexOf('-');
      int versionAt = rest.lastIndexOf('-', idAt - 1);
      VendorId vendor = new VendorId(rest.substring(0, versionAt));
      int keyVersion = Integer.parseInt(rest.substring(versionAt + 1, idAt));
      KeyId id = new KeyId(rest.substring(idAt + 1));
      pseudonymKeys.put(name, pseudonymKey(name, vendor, keyVersion, id));
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
    KeysetHandle wrapping = KeysetHandle.generateNew(WRAPPING, RegistryConfiguration.get());
    byte[] wrappingBytes =
        TinkProtoKeysetFormat.serializeKeyset(
            wrapping, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
    files.write(
        name,
        new KeyFiles.Wrapped(
            master.encrypt(wrappingBytes, aad), primitive(wrapping, Aead.class).encrypt(key, aad)));
  }

  private byte[] read(String name) throws IOException, GeneralSecurityException {
    byte[] aad = KeyFiles.associatedData(name);
    KeyFiles.Wrapped wrapped = files.read(name);
    KeysetHandle wrapping =
        TinkProtoKeysetFormat.parseKeyset(
            master.decrypt(wrapped.wrapping(), aad),
            InsecureSecretKeyAccess.get(),
            RegistryConfiguration.get());
    return primitive(wrapping, Aead.class).decrypt(wrapped.key(), aad);
  }

  private static <P> P primitive(KeysetHandle handle, Class<P> type) {
    try {
      return handle.getPrimitive(RegistryConfiguration.get(), type);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink offers no " + type.getSimpleName(), e);
    }
  }

  private static Aead masterAead(SecretBytes masterKey) {
    byte[] bytes = masterKey.toByteArray(CleartextAccess.KEY_USE);
    if (bytes.length != 32) {
      throw new FirebreakException(
          ErrorCode.KEY_UNREADABLE, "a master key has 32 bytes, not " + bytes.length);
    }
    try {
      return masterAead(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-GCM", e);
    }
  }

  @com.google.crypto.tink.AccessesPartialKey
  private static Aead masterAead(byte[] bytes) throws GeneralSecurityException {
    AesGcmKey key =
        AesGcmKey.builder()
            .setParameters(rawAesGcm())
            .setKeyBytes(
                com.google.crypto.tink.util.SecretBytes.copyFrom(
                    bytes, InsecureSecretKeyAccess.get()))
            .build();
    KeysetHandle handle =
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
            .build();
    return primitive(handle, Aead.class);
  }

  private static AesGcmHkdfStreamingParameters streams() {
    try {
      return AesGcmHkdfStreamingParameters.builder()
          .setKeySizeBytes(32)
          .setDerivedAesGcmKeySizeBytes(32)
          .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
          .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AesGcmParameters aesGcm() {
    return gcm(AesGcmParameters.Variant.TINK);
  }

  private static AesGcmParameters rawAesGcm() {
    return gcm(AesGcmParameters.Variant.NO_PREFIX);
  }

  private static AesGcmParameters gcm(AesGcmParameters.Variant variant) {
    try {
      return AesGcmParameters.builder()
          .setKeySizeBytes(32)
          .setIvSizeBytes(12)
          .setTagSizeBytes(16)
          .setVariant(variant)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-GCM", e);
    }
  }

  private static AesSivParameters aesSiv() {
    try {
      return AesSivParameters.builder()
          .setKeySizeBytes(64)
          .setVariant(AesSivParameters.Variant.NO_PREFIX)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses AES-256-SIV", e);
    }
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
