package dev.firebreak.testkit.browser;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /// From now on collects what the browser complains about: errors and warnings of its log, such as
  /// what a policy forbids or what could not be loaded, and what scripts throw.
  ///
  /// @return what was collected; grows as long as the page is open
  public List<String> complaints() throws IOException {
    List<String> complaints = new CopyOnWriteArrayList<>();
    devTools.watch(
        session,
        event -> {
          switch (event.path("method").asString("")) {
            case "Log.entryAdded" -> {
              JsonNode entry = event.path("params").path("entry");
              if (!entry.path("level").asString("").equals("verbose")) {
                complaints.add(entry.path("text").asString("") + " " + entry.path("url"));
              }
            }
            case "Runtime.exceptionThrown" ->
                complaints.add(event.path("params").path("exceptionDetails").toString());
            default -> {}
          }
        });
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
    return complaints;
  }

  /// Presses and releases a key on whatever has the focus.
  ///
  /// @param key as `Tab`, `Enter`, ` `
  public void press(String key) throws IOException {
    Map<String, Object> event =
        new HashMap<>(Map.of("key", key, "code", key.isBlank() ? "Space" : key));
    event.put("windowsVirtualKeyCode", virtualKey(key));
    if (key.equals("Enter")) {
      event.put("text", "\r");
    } else if (key.isBlank()) {
      event.put("text", key);
    }
    event.put("type", "keyDown");
    call("Input.dispatchKeyEvent", event);
    event.put("type", "keyUp");
    call("Input.dispatchKeyEvent", event);
  }

  private static int virtualKey(String key) {
    return switch (key) {
      case "Tab" -> 9;
      case "Enter" -> 13;
      case " " -> 32;
      case "ArrowDown" -> 40;
      default -> throw new IllegalArgumentException("no such key yet: " + key);
    };
  }

  /// Types a text into whatever has the focus.
  public void type(String text) throws IOException {
    call("Input.insertText", Map.of("text", text));
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

  /// Gives the page an authenticator that keeps passkeys.
  public VirtualAuthenticator authenticator() throws IOException {
    return VirtualAuthenticator.of(this);
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

  JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    return devTools.call(session, method, parameters, CALL_MAX);
  }
}
