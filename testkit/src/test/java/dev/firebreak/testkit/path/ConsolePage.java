package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A page of the console in a real browser: what a person does on it, and what it looks like.
/// Confined to one thread.
final class ConsolePage {
  private static final Path PICTURES = Path.of("target", "console");

  private final Page page;
  private final Duration patience;

  ConsolePage(Page page, Duration patience) {
    this.page = page;
    this.patience = patience;
  }

  /// Waits for a page that a form or a link leads to; the one that was asked meanwhile goes away.
  void arrive(String condition) throws IOException {
    for (int left = 20; ; left--) {
      try {
        page.waitFor("document.readyState === 'complete' && (" + condition + ")", patience);
        return;
      } catch (IOException e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains("navigated")) {
          throw e;
        }
      }
    }
  }

  /// From the sign-in page.
  void signIn(ConsoleScene scene, Role role) throws IOException {
    arrive("location.pathname === '/sign-in'");
    fill("name", ConsoleScene.name(role));
    fill("password", ConsoleScene.PASSWORD);
    fill("code", scene.code(role));
    submit("location.pathname === '/'");
  }

  void fill(String id, String value) throws IOException {
    page.evaluate("void (document.getElementById('%s').value = '%s')".formatted(id, value));
  }

  void click(String selector) throws IOException {
    page.evaluate("void document.querySelector(\"" + selector + "\").click()");
  }

  /// Goes where a link leads.
  void follow(String selector, String path) throws IOException {
    click(selector);
    arrive("location.pathname === '" + path + "'");
  }

  /// Sends the page's form of fields, and waits until something holds of a page that came after it.
  void submit(String condition) throws IOException {
    page.evaluate("void (document.body.id = 'sent')");
    page.evaluate("void document.querySelector('form.fields').requestSubmit()");
    arrive("document.body.id !== 'sent' && " + condition);
  }

  /// Keeps what it looks like, and makes sure that it is wholly within its width.
  void picture(String name) throws IOException {
    Files.createDirectories(PICTURES);
    for (boolean dark : List.of(false, true)) {
      page.prefer(dark);
      for (int width : List.of(1280, 390)) {
        page.resize(width, 900);
        assertThat(page.evaluate("document.documentElement.scrollWidth").intValue())
            .as(name + " at " + width)
            .isLessThanOrEqualTo(width);
        String file = name + "-" + width + (dark ? "-dark" : "") + ".png";
        Files.write(PICTURES.resolve(file), page.screenshot());
      }
    }
  }
}
