package dev.firebreak.demo;

import dev.firebreak.console.Route;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pages of the console in a real browser, as somebody sees them who is signed in and follows
/// its links: one page of every route. Confined to one thread.
final class ConsoleTour implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// What is no page of the console's own look: files, and documents that stand for themselves.
  private static final Set<Route> NO_PAGES =
      EnumSet.of(
          Route.STYLE,
          Route.PASSKEY_SCRIPT,
          Route.ICON,
          Route.SIGN_IN_PAGE,
          Route.REPORT,
          Route.DECISION_RECORD);

  private final URI console;
  private final Browser browser;
  private final Page page;

  /// @param profile an empty folder for the browser
  /// @throws IOException where no Chromium can be started
  ConsoleTour(URI console, Path profile) throws IOException {
    this.console = console;
    browser = Browser.launch(profile);
    try {
      page = browser.open();
    } catch (IOException e) {
      browser.close();
      throw e;
    }
  }

  Page page() {
    return page;
  }

  /// Signs in, with a code that was not used before.
  void signIn(String name, String password, String code) throws IOException {
    go(Route.SIGN_IN_PAGE.path());
    fill("name", name);
    fill("password", password);
    fill("code", code);
    page.evaluate("void document.querySelector('form.fields').requestSubmit()");
    arrive("location.pathname === '/'");
  }

  /// Changes the language, where the page that is open lets choose.
  void language(String code) throws IOException {
    page.evaluate("void document.querySelector('button[value=" + code + "]').click()");
    arrive("document.documentElement.lang === '" + code + "'");
  }

  void go(String path) throws IOException {
    page.navigate(console.resolve(path));
  }

  /// One address of every route that the operator reaches by links, in the order of finding.
  ///
  /// @param first opened first, so that its links are preferred
  List<String> pages(List<String> first) throws IOException {
    Deque<String> open = new ArrayDeque<>(first);
    for (Route route : Route.values()) {
      if (route.method().equals("GET") && !route.path().contains("*")) {
        open.add(route.path());
      }
    }
    Set<Route> seen = EnumSet.noneOf(Route.class);
    List<String> pages = new ArrayList<>();
    while (!open.isEmpty()) {
      String path = open.removeFirst();
      Optional<Route> route = route(path);
      if (route.isPresent() && !NO_PAGES.contains(route.get()) && seen.add(route.get())) {
        pages.add(path);
        go(path);
        open.addAll(links());
      }
    }
    return pages;
  }

  private List<String> links() throws IOException {
    String links =
        page.evaluate(
                "JSON.stringify([...document.querySelectorAll('a[href]')]"
                    + ".filter(a => a.origin === location.origin).map(a => a.pathname))")
            .asString();
    List<String> paths = new ArrayList<>();
    for (JsonNode path : JsonMapper.shared().readTree(links)) {
      paths.add(path.asString());
    }
    return paths;
  }

  private static Optional<Route> route(String path) {
    return Arrays.stream(Route.values())
        .filter(route -> route.method().equals("GET"))
        .filter(route -> path.matches(route.path().replace("*", "[^/]+")))
        .findFirst();
  }

  /// Waits for a page that a form leads to; the one that was asked meanwhile goes away.
  void arrive(String condition) throws IOException {
    for (int left = 20; ; left--) {
      try {
        page.waitFor("document.readyState === 'complete' && " + condition, PATIENCE);
        return;
      } catch (IOException e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains("navigated")) {
          throw e;
        }
      }
    }
  }

  private void fill(String id, String value) throws IOException {
    page.evaluate("void (document.getElementById('%s').value = '%s')".formatted(id, value));
  }

  @Override
  public void close() {
    browser.close();
  }
}
