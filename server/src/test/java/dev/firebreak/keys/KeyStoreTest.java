package dev.firebreak.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.FaultyFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
  private static final SecretBytes MASTER = master(7);

  @TempDir Path folder;

  @Test
  void keysSurviveReopening() throws GeneralSecurityException {
    KeyStore first = KeyStore.open(folder, MASTER);
    VendorId vendor = new VendorId("mixpanel");
    byte[] sealed = first.aead("incident").encrypt("text".getBytes(UTF_8), new byte[0]);
    String token = new Pseudonymizer(first.pseudonymKey(vendor)).token(Domain.PERSON, "user-1");
    SecretBytes ledgerKey = first.secret("ledger");

    KeyStore again = KeyStore.open(folder, MASTER);

    assertThat(again.aead("incident").decrypt(sealed, new byte[0]))
        .isEqualTo("text".getBytes(UTF_8));
    assertThat(again.secret("ledger")).isEqualTo(ledgerKey);
    assertThat(new PseudonymResolver(again.pseudonymKeys()).resolve(token))
        .map(PseudonymResolver.Resolved::id)
        .contains("user-1");
  }

  @Test
  void anotherMasterKeyOpensNothing() {
    KeyStore.open(folder, MASTER);

    assertThatThrownBy(() -> KeyStore.open(folder, master(8)))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNREADABLE))
        .hasMessageContaining("master-key-file");
  }

  @Test
  void aDamagedKeysetIsToldByName() throws IOException {
    KeyStore.open(folder, MASTER).secret("ledger");
    Files.writeString(folder.resolve("secret-ledger.json"), "{\"format\":1}");

    assertThatThrownBy(() -> KeyStore.open(folder, MASTER).secret("ledger"))
        .hasMessageContaining("secret-ledger");
  }

  @Test
  void aDiskThatFailsIsNotCalledAWrongKey() throws IOException {
    KeyStore.open(folder, MASTER).secret("ledger");
    FaultyFiles files = new FaultyFiles(DiskFiles.in(folder));
    files.failReads("secret-ledger");
    assertDisk(() -> KeyStore.open(files, MASTER), "secret-ledger");
    files.heal();
    KeyStore store = KeyStore.open(files, MASTER);
    files.fill("aead-new");
    assertDisk(() -> store.aead("new"), "aead-new");
    assertThat(store.exists("new")).isFalse();
    files.makeRoom();
    assertThat(store.aead("new")).isNotNull();
  }

  private static void assertDisk(ThrowingCallable work, String file) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK))
        .hasMessageContaining(file);
  }

  @Test
  void aRenamedKeyFileDoesNotOpen() throws IOException {
    KeyStore store = KeyStore.open(folder, MASTER);
    store.secret("one");
    Files.move(folder.resolve("secret-one.json"), folder.resolve("secret-two.json"));

    assertThatThrownBy(() -> KeyStore.open(folder, MASTER).secret("two"))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void aDestroyedKeyOpensNothingAnyMore() throws GeneralSecurityException {
    KeyStore store = KeyStore.open(folder, MASTER);
    Aead before = store.aead("incident");
    byte[] sealed = before.encrypt(new byte[] {1}, new byte[0]);

    store.destroy("incident");

    assertThat(store.exists("incident")).isFalse();
    assertThatThrownBy(() -> store.aead("incident").decrypt(sealed, new byte[0]))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void eachVendorHasAKeyOfItsOwn() {
    KeyStore store = KeyStore.open(folder, MASTER);
    PseudonymKey one = store.pseudonymKey(new VendorId("mixpanel"));
    PseudonymKey other = store.pseudonymKey(new VendorId("vendor-with-dashes"));

    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(KeyStore.open(folder, MASTER).pseudonymKeys())
        .extracting(key -> key.vendor().value())
        .containsExactlyInAnyOrder("mixpanel", "vendor-with-dashes");
    assertThat(new Pseudonymizer(one).token(Domain.PERSON, "user-1"))
        .isNotEqualTo(new Pseudonymizer(other).token(Domain.PERSON, "user-1"));
  }

  @Test
  void filesAreReadableByTheOwnerAlone() throws IOException {
    KeyStore.open(folder.resolve("keys"), MASTER).secret("ledger");

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("keys/secret-ledger.json"))))
        .isEqualTo("rw-------");
  }

  private static SecretBytes master(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return SecretBytes.copyOf(bytes);
  }
}
