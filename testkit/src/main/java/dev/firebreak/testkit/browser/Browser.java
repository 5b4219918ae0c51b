package dev.firebreak.testkit.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A headless Chromium of its own, with an empty profile. Closing it ends the process.
public final class Browser implements AutoCloseable {
  private static final Duration CALL_MAX = Duration.ofSeconds(20);
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final DevTools devTools;

  private Browser(Process process, DevTools devTools) {
    this.process = process;
    this.devTools = devTools;
  }

  /// Starts `chromium` from `PATH`.
  ///
  /// @param profile an empty folder for its profile
  public static Browser launch(Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, new DevTools(devToolsAddress(process)));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /// Opens an empty page.
  public Page open() throws IOException {
    JsonNode target =
        devTools.call(null, "Target.createTarget", Map.of("url", "about:blank"), CALL_MAX);
    JsonNode session =
        devTools.call(
            null,
            "Target.attachToTarget",
            Map.of("targetId", target.get("targetId").stringValue(), "flatten", true),
            CALL_MAX);
    return new Page(devTools, session.get("sessionId").stringValue());
  }

  @Override
  public void close() {
    devTools.close();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Reads what the browser says until it names its address, then lets a thread read the rest, so
  /// that it never blocks on a full pipe.
  private static URI devToolsAddress(Process process) throws IOException {
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    String line = errors.readLine();
    while (line != null) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().name("browser-errors").start(() -> errors.lines().forEach(_ -> {}));
        return URI.create(line.substring(LISTENING.length()).strip());
      }
      line = errors.readLine();
    }
    throw new IOException("chromium ended before it listened; see whether it runs by itself");
  }
}
