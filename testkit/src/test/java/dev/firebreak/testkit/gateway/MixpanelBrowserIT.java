package dev.firebreak.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.NpmPackages;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The real mixpanel-browser in a real browser, on a page of another origin, against a real
/// gateway.
@NeedsTool({"chromium", "npm"})
class MixpanelBrowserIT {
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>Shop</title><button id="b">Buy</button>
      <script src="/mixpanel.js"></script>
      """;

  private static final String MODULE =
      """
      window.mixpanel = (function () {
        const module = {exports: {}};
        const exports = module.exports;
        MODULE
        return module.exports;
      })();
      """;

  @TempDir Path profile;

  @Test
  void batchesBeaconsAndIdentifyArriveFromAnotherOrigin() throws Exception {
    Path script =
        NpmPackages.install().resolve("node_modules/mixpanel-browser/dist/mixpanel.cjs.js");
    HttpServer site = site(script);
    try (TestGateway gateway = new TestGateway(AsDecoded::new);
        Browser browser = Browser.launch(profile)) {
      Page page = browser.open();
      page.navigate(URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/"));
      page.evaluate(start(gateway.uri()));
      for (String expected : List.of("Immediate", "Batched", "$identify", "$set")) {
        awaitMessage(gateway, page, '"' + expected + '"');
      }
      page.waitFor("window.answers.length > 0", Duration.ofSeconds(10));
      assertThat(page.evaluate("window.answers[0]").intValue()).isEqualTo(1);
      page.evaluate(
          "mixpanel.track('Beacon', {n: 1}, {transport: 'sendBeacon', send_immediately: true})");
      awaitMessage(gateway, page, "\"Beacon\"");
      List<JsonNode> read =
          gateway.journal().payloads().stream().map(RecordedRequest::parse).toList();
      assertThat(read)
          .filteredOn(message -> message.path("event").asString("").equals("Batched"))
          .singleElement()
          .satisfies(message ->
              assertThat(message.get("properties").get("name").stringValue())
                  .isEqualTo("Maya Ökönjo 玛雅 🦊"));
      assertThat(read)
          .anyMatch(message -> message.path("event").asString("").equals("$identify"))
          .anyMatch(message -> message.has("$set"));
      assertThat(page.screenshot()).startsWith(0x89, 'P', 'N', 'G');
    } finally {
      site.stop(0);
    }
  }

  /// Base64, since that is what the SDK sends to any host that is not Mixpanel's own.
  private static String start(URI gateway) {
    return """
    window.answers = [];
    mixpanel.init('%s', {api_host: '%s', batch_flush_interval_ms: 200, flags: true,
      record_sessions_percent: 0, ignore_dnt: true, loaded: () => {
        mixpanel.identify('user-9f41c2');
        mixpanel.track('Immediate', {n: 1.50}, {send_immediately: true},
          (answer) => window.answers.push(answer));
        mixpanel.track('Batched', {name: 'Maya Ökönjo 玛雅 🦊'});
        mixpanel.people.set({plan: 'team'});
      }});
    """
        .formatted(TestGateway.TOKEN, gateway);
  }

  /// Waits in steps of the page's own timer until the journal has a message with this part.
  private static void awaitMessage(TestGateway gateway, Page page, String part) throws IOException {
    for (int i = 0; i < 200; i++) {
      if (gateway.journal().payloads().stream().anyMatch(text -> text.contains(part))) {
        return;
      }
      page.evaluate("new Promise((wake) => setTimeout(wake, 50))");
    }
    throw new AssertionError("the journal did not get " + part);
  }

  private static HttpServer site(Path script) throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          boolean isScript = exchange.getRequestURI().getPath().equals("/mixpanel.js");
          String text = isScript ? MODULE.replace("MODULE", Files.readString(script)) : PAGE;
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", isScript ? "text/javascript" : "text/html");
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    site.start();
    return site;
  }
}
