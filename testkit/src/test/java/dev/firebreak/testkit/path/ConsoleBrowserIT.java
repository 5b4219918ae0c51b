package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console in a real browser. What it looked like lies in `target/console` afterwards.
class ConsoleBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path PICTURES = Path.of("target", "console");
  private static final List<String> PAGES =
      List.of(
          "/",
          "/incidents",
          "/incidents/" + ConsoleScene.INCIDENT,
          "/incidents/" + ConsoleScene.INCIDENT + "/notice-decision",
          "/notices",
          "/notices/" + ConsoleScene.CAMPAIGN,
          "/notices/" + ConsoleScene.CAMPAIGN + "/preview",
          "/flows",
          "/flows/mixpanel/user.contact.email",
          "/policies",
          "/policies/web",
          "/vendors",
          "/vendors/mixpanel",
          "/vendors/mixpanel/resume",
          "/vendors/mixpanel/sign/dns-and-csp",
          "/audit",
          "/operators",
          "/settings",
          "/account",
          "/nowhere");

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  @NeedsTool("chromium")
  void everyPageFitsInBothLanguagesWidthsAndColors() throws Exception {
    Files.createDirectories(PICTURES);
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty());
        Browser browser = Browser.launch(profile)) {
      Page page = browser.open();
      page.navigate(scene.at("/"));
      arrive(page, "location.pathname === '/sign-in'");
      look(page, "sign-in");
      signIn(page, scene, "wrong horse battery");
      arrive(page, "document.querySelector('[role=alert]') !== null");
      signIn(page, scene, ConsoleScene.PASSWORD);
      arrive(page, "location.pathname === '/'");
      assertThat(page.evaluate("document.cookie").asString()).isEmpty();
      for (String language : List.of("en", "de")) {
        click(page, "button[value=" + language + "]");
        arrive(page, "document.documentElement.lang === '" + language + "'");
        for (String path : PAGES) {
          page.navigate(scene.at(path));
          arrive(page, "document.documentElement.lang === '" + language + "'");
          look(page, language + path.replace('/', '-'));
        }
      }
      click(page, "form[action='/sign-out'] button");
      arrive(page, "location.pathname === '/sign-in'");
    }
  }

  /// Waits for a page that a form leads to; the one that was asked meanwhile goes away.
  static void arrive(Page page, String condition) throws IOException {
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

  private static void signIn(Page page, ConsoleScene scene, String password) throws IOException {
    fill(page, "name", ConsoleScene.name(Role.ADMIN));
    fill(page, "password", password);
    fill(page, "code", scene.code(Role.ADMIN));
    page.evaluate("void document.querySelector('form.fields').requestSubmit()");
  }

  static void fill(Page page, String id, String value) throws IOException {
    page.evaluate("void (document.getElementById('%s').value = '%s')".formatted(id, value));
  }

  static void click(Page page, String selector) throws IOException {
    page.evaluate("void document.querySelector(\"" + selector + "\").click()");
  }

  /// The page as it is: wholly within its width, with its style and icon, and nothing that the
  /// browser was forbidden to use.
  static void look(Page page, String name) throws IOException {
    assertThat(page.evaluate("document.styleSheets[0].cssRules.length").intValue())
        .isGreaterThan(50);
    assertThat(
            page.evaluate(
                    "document.querySelectorAll("
                        + "'script:not([src=\"/passkeys.js\"]),style,[style]').length")
                .intValue())
        .isZero();
    assertThat(
            page.evaluate(
                    "performance.getEntriesByType('resource')"
                        + ".filter(each => each.responseStatus !== 200).length")
                .intValue())
        .isZero();
    assertThat(page.evaluate("document.querySelectorAll('h1').length").intValue()).isEqualTo(1);
    for (boolean dark : List.of(false, true)) {
      page.prefer(dark);
      for (int width : List.of(1280, 390)) {
        page.resize(width, 900);
        assertThat(page.evaluate("document.documentElement.scrollWidth").intValue())
            .as(name + " at " + width)
            .isLessThanOrEqualTo(width);
        Files.write(
            PICTURES.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"),
            page.screenshot());
      }
    }
  }
}
