package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.config.AuditConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditHeadsTest {
  private static final AuditConfig CONFIG = new AuditConfig(Duration.ofHours(1), 10);

  @TempDir Path folder;
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private ControlDatabase control;
  private HashChainAuditLog log;
  private AuditHeads heads;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    log = new HashChainAuditLog(control, clock);
    heads = new AuditHeads(control, keys("keys"), CONFIG, clock);
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void headIsSignedAfterSoManyEntriesOrSoMuchTime() {
    assertThat(heads.signIfDue()).as("nothing to sign").isEmpty();
    append(1);
    assertThat(heads.signIfDue().orElseThrow().head()).isEqualTo(log.head());
    append(9);
    assertThat(heads.signIfDue()).isEmpty();
    append(1);
    assertThat(heads.signIfDue().orElseThrow().head().sequence()).isEqualTo(11);
    append(1);
    now = now.plus(Duration.ofMinutes(59));
    assertThat(heads.signIfDue()).isEmpty();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(heads.signIfDue().orElseThrow().head().sequence()).isEqualTo(12);
    now = now.plus(Duration.ofDays(1));
    assertThat(heads.signIfDue()).as("no entry came").isEmpty();
    assertThat(heads.sign()).isEmpty();
    assertThat(heads.list(2)).extracting(each -> each.head().sequence()).containsExactly(11L, 12L);
  }

  /// By other code than signs: the JDK's.
  @Test
  void anybodyWithTheKeyCanCheckASignature() throws Exception {
    append(3);
    SignedHead signed = heads.sign().orElseThrow();
    assertThat(signed.at()).isEqualTo(now);
    String pem = heads.key().pem();
    byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(
        ("firebreak audit head 1\n" + signed.head() + "\n" + now.toEpochMilli() + "\n")
            .getBytes(StandardCharsets.UTF_8));
    assertThat(verifier.verify(Base64.getDecoder().decode(signed.signature()))).isTrue();
    assertThat(AuditKey.parse(pem).signed(signed)).isTrue();
  }

  @Test
  void changedHeadAndOtherKeyAreFound() {
    append(3);
    SignedHead signed = heads.sign().orElseThrow();
    AuditKey key = heads.key();
    AuditHead other = new AuditHead(2, signed.head().hash());
    assertThat(key.signed(new SignedHead(other, signed.at(), signed.signature()))).isFalse();
    assertThat(
            key.signed(
                new SignedHead(signed.head(), signed.at().plusMillis(1), signed.signature())))
        .isFalse();
    for (String signature : List.of("", "AAAA", "not base64", "A".repeat(86) + "==")) {
      assertThat(key.signed(new SignedHead(signed.head(), signed.at(), signature))).isFalse();
    }
    AuditKey another = new AuditHeads(control, keys("others"), CONFIG, clock).key();
    assertThat(another.signed(signed)).isFalse();
  }

  @Test
  void fileOfHeadsIsReadAsItWasWritten() {
    append(1);
    heads.sign();
    append(1);
    heads.sign();
    String lines = SignedHeads.lines(heads.list(10));
    assertThat(lines.lines()).hasSize(2);
    assertThat(SignedHeads.parse("\n" + lines + "\n")).isEqualTo(heads.list(10));
    for (String wrong : List.of("", "{}", "1:2", "{\"head\":\"1:2\"}", "[]", "nothing")) {
      assertThatThrownBy(() -> SignedHeads.parse(wrong)).isInstanceOf(FirebreakException.class);
    }
    for (String wrong : List.of("", heads.key().pem().replace("MCow", "MCox"))) {
      assertThatThrownBy(() -> AuditKey.parse(wrong)).isInstanceOf(FirebreakException.class);
    }
  }

  @Test
  void headsKeptElsewhereShowACutAndAChainWrittenAnew() {
    append(5);
    AuditHead early = heads.sign().orElseThrow().head();
    append(5);
    AuditHead late = heads.sign().orElseThrow().head();
    assertThat(log.verify(List.of(late, early)).whole()).isTrue();
    control.writer().useHandle(handle -> handle.execute("DELETE FROM audit_entry"));
    append(4);
    assertThat(log.verify(List.of(late, early)).fault().orElseThrow().kind())
        .isEqualTo(AuditVerification.Kind.CUT);
    append(6);
    assertThat(log.verify(List.of(early, late)).fault())
        .contains(new AuditVerification.Fault(5, AuditVerification.Kind.OTHER_CHAIN));
  }

  private void append(int entries) {
    for (int i = 0; i < entries; i++) {
      now = now.plusMillis(1);
      log.append("ines", "VendorCut", "vendor:a", Map.of());
    }
  }

  private KeyStore keys(String name) {
    return KeyStore.open(folder.resolve(name), SecretBytes.copyOf(new byte[32]));
  }
}
