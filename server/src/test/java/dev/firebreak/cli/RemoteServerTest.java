package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteServerTest {
  private static final String TOKEN = "fbk_of-a-test";
  private static final String HTTPS = "https://firebreak.example.com:8443";

  @TempDir Path folder;

  @BeforeEach
  void writeToken() throws IOException {
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    mode("rw-------");
  }

  @Test
  void commandsRunHereWhereNoServerIsNamed() {
    assertThat(RemoteServer.of(List.of("status"), Map.of(), folder)).isEmpty();
    assertThat(RemoteServer.of(List.of(), Map.of(), folder)).isEmpty();
  }

  @Test
  void serverAndTokenAreNamedBeforeTheCommandOrByTheEnvironment() {
    RemoteServer expected =
        new RemoteServer(URI.create(HTTPS), TOKEN, List.of("--config", "f", "status", "--json"));
    assertThat(of("--server", HTTPS, "--config", "f", "--token-file=token", "status", "--json"))
        .isEqualTo(expected);
    Map<String, String> environment =
        Map.of("FIREBREAK_SERVER", HTTPS, "FIREBREAK_TOKEN_FILE", "token");
    assertThat(RemoteServer.of(List.of("--config", "f", "status", "--json"), environment, folder))
        .contains(expected);
    assertThat(expected.toString()).doesNotContain(TOKEN);
  }

  @Test
  void optionOfTheCommandWithTheSameNameIsTheCommands() {
    assertThat(of("--server", HTTPS, "--token-file", "token", "notice", "domain", "--server", "a"))
        .extracting(RemoteServer::arguments)
        .isEqualTo(List.of("notice", "domain", "--server", "a"));
    assertThat(RemoteServer.of(List.of("notice", "domain", "--server", "a"), Map.of(), folder))
        .isEmpty();
  }

  @Test
  void tokenThatOthersCanReadIsRefused() throws IOException {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      mode(mode);
      assertRefused("chmod 600", "--server", HTTPS, "--token-file", "token", "status");
    }
    mode("r--------");
    assertThat(of("--server", HTTPS, "--token-file", "token", "status").token()).isEqualTo(TOKEN);
  }

  @Test
  void tokenNeverTravelsInTheClearBeyondThisMachine() {
    assertRefused("https", "--server", "http://192.0.2.1", "--token-file", "token", "status");
    assertRefused("https", "--server", "firebreak", "--token-file", "token", "status");
    assertRefused("https", "--server", "not an address", "--token-file", "token", "status");
    assertThat(of("--server", "http://127.0.0.1:8443", "--token-file", "token", "status").uri())
        .isEqualTo(URI.create("http://127.0.0.1:8443"));
  }

  @Test
  void whatIsMissingIsSaid() {
    assertRefused("FIREBREAK_TOKEN_FILE", "--server", HTTPS, "status");
    assertRefused("--server URL", "--token-file", "token", "status");
    assertRefused("token create", "--server", HTTPS, "--token-file", "none", "status");
  }

  private RemoteServer of(String... arguments) {
    return RemoteServer.of(List.of(arguments), Map.of(), folder).orElseThrow();
  }

  private void assertRefused(String said, String... arguments) {
    assertThatThrownBy(() -> RemoteServer.of(List.of(arguments), Map.of(), folder))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining(TOKEN);
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString(mode));
  }
}
