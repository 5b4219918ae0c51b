package dev.firebreak.testkit.browser;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One page of a [Browser].
public final class Page {
  private static final Duration CALL_MAX = Duration.ofSeconds(20);

  private final DevTools devTools;
  private final String session;

  Page(DevTools devTools, String session) {
    this.devTools = devTools;
    this.session = session;
  }

  /// Sets the size of the page in pixels.
  public void resize(int width, int height) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /// Says which colors the reader prefers.
  public void prefer(boolean dark) throws IOException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /// Goes to an address and waits until the document is loaded.
  public void navigate(URI address) throws IOException {
    JsonNode result = call("Page.navigate", Map.of("url", address.toString()));
    if (result.has("errorText")) {
      throw new IOException(address + ": " + result.get("errorText").stringValue());
    }
    waitFor("location.href !== 'about:blank' && document.readyState === 'complete'", CALL_MAX);
  }

  /// The value of a JavaScript expression; a promise is awaited.
  ///
  /// @throws IOException where it throws
  public JsonNode evaluate(String expression) throws IOException {
    return evaluate(expression, CALL_MAX);
  }

  /// Waits until a JavaScript condition holds, asked every 20 ms in the page.
  ///
  /// @throws IOException where it does not hold in time
  public void waitFor(String condition, Duration atMost) throws IOException {
    String promise =
        """
        new Promise((hold, fail) => {
          const end = Date.now() + %d;
          const look = () => {
            if (%s) { hold(true); }
            else if (Date.now() > end) { fail(new Error('did not hold in time')); }
            else { setTimeout(look, 20); }
          };
          look();
        })
        """
            .formatted(atMost.toMillis(), condition);
    evaluate(promise, atMost.plusSeconds(5));
  }

  /// What the page shows, as PNG.
  public byte[] screenshot() throws IOException {
    JsonNode result = call("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(result.get("data").stringValue());
  }

  private JsonNode evaluate(String expression, Duration atMost) throws IOException {
    JsonNode result =
        devTools.call(
            session,
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true),
            atMost);
    if (result.has("exceptionDetails")) {
      throw new IOException("the page threw: " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    return devTools.call(session, method, parameters, CALL_MAX);
  }
}
