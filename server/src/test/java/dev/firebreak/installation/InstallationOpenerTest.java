package dev.firebreak.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that are gone are missed, not replaced.
class InstallationOpenerTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");

  @TempDir Path folder;
  private Path keys;
  private FirebreakConfig config;

  @BeforeEach
  void write() throws IOException {
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        "company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}");
    config = ConfigLoader.load(settings, Map.of());
    keys = folder.resolve("data/keys");
    try (Installation installation = open()) {
      installation.keys().secret("ledger");
      installation.keys().secret("skeleton");
      installation.keys().pseudonymKey(VENDOR);
      installation.keys().streamingAead("incident-one");
    }
  }

  @Test
  void aMissingLedgerKeyIsRefusedByNameAndNotMadeAnew() throws IOException {
    Files.delete(keys.resolve("secret-ledger.json"));
    refuses("secret-ledger");
    refuses("secret-ledger");
    assertThat(keys.resolve("secret-ledger.json")).doesNotExist();
  }

  @Test
  void aMissingPseudonymKeyIsRefusedByNameAndNotMadeAnew() throws IOException {
    Path pseudonym = one("pseudonym-mixpanel-1-");
    Path kept = Files.move(pseudonym, folder.resolve("kept"));
    refuses("pseudonym-mixpanel-1-");
    Files.move(kept, pseudonym);
    open().close();
  }

  @Test
  void aMissingKeyOfOneIncidentIsRefusedWhereItIsWanted() throws IOException {
    Files.delete(keys.resolve("stream-incident-one.json"));
    try (Installation installation = open()) {
      assertThatThrownBy(() -> installation.keys().streamingAead("incident-one"))
          .hasMessageContaining("stream-incident-one");
      assertThat(installation.keys().streamingAead("incident-two")).isNotNull();
    }
  }

  @Test
  void anotherKeyUnderTheSameNameIsRefused() throws IOException {
    Path first = Files.copy(keys.resolve("secret-ledger.json"), folder.resolve("kept"));
    Files.delete(folder.resolve("data/control.db"));
    Files.delete(keys.resolve("secret-ledger.json"));
    try (Installation installation = open()) {
      installation.keys().secret("ledger");
    }
    Files.copy(first, keys.resolve("secret-ledger.json"), StandardCopyOption.REPLACE_EXISTING);
    refuses("secret-ledger");
  }

  @Test
  void withDataButWithoutARegisterTheKeysThatAllDataNeedsMustBeThere() throws IOException {
    Files.createDirectories(folder.resolve("data/journal/web"));
    Files.write(
        folder.resolve("data/journal/web/journal-00000000000000000000.seg"), new byte[] {1});
    Files.delete(folder.resolve("data/control.db"));
    Files.delete(keys.resolve("secret-ledger.json"));
    refuses("secret-ledger");
  }

  @Test
  void aKeyThatWasDestroyedIsNotMissed() throws IOException {
    try (Installation installation = open()) {
      installation.keys().destroy("incident-one");
    }
    try (Installation installation = open()) {
      assertThat(installation.keys().exists("incident-one")).isFalse();
    }
  }

  private Installation open() {
    return InstallationOpener.open(config, Clock.systemUTC());
  }

  private void refuses(String message) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNREADABLE))
        .hasMessageContaining(message);
  }

  private Path one(String prefix) throws IOException {
    try (var files = Files.list(keys)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }
}
