package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.Incidents;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An incident from opening to a signed duty, with the keyboard alone: nothing is clicked.
class ConsoleKeyboardIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int TABS_MAX = 120;

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  @NeedsTool("chromium")
  void incidentIsOpenedAndADutySignedWithoutAPointer() throws Exception {
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty());
        Browser browser = Browser.launch(profile)) {
      Page page = browser.open();
      page.navigate(scene.at("/sign-in"));
      type(page, "#name", ConsoleScene.name(Role.PRIVACY_OFFICER));
      type(page, "#password", ConsoleScene.PASSWORD);
      type(page, "#code", scene.code(Role.PRIVACY_OFFICER));
      page.press("Enter");
      arrive(page, "location.pathname === '/'");

      follow(page, "nav a[href='/incidents']", "/incidents");
      follow(page, "a[href='/open-incident']", "/open-incident");
      type(page, "#title", "Data copied at the vendor");
      type(page, "#vendor", "mixpanel");
      type(page, "#id", "2025-11-keyboard");
      confirm(page, scene);
      arrive(page, "location.pathname === '/incidents/2025-11-keyboard'");
      assertThat(main(page)).contains("The incident 2025-11-keyboard is open.");

      follow(page, "a[href$='/moment']", "/incidents/2025-11-keyboard/moment");
      tabTo(page, "#moment");
      for (int down = 0; down < Moment.VENDOR_TOLD_US.ordinal(); down++) {
        page.press("ArrowDown");
      }
      type(page, "#at", "2025-11-25 14:30");
      type(page, "#evidence", "the vendor's letter");
      confirm(page, scene);
      arrive(page, "location.pathname === '/incidents/2025-11-keyboard'");

      Incidents incidents = IncidentServices.of(scene.installation).incidents();
      assertThat(incidents.moments("2025-11-keyboard"))
          .hasEntrySatisfying(
              Moment.VENDOR_TOLD_US,
              told -> assertThat(told.at()).isEqualTo(Instant.parse("2025-11-25T14:30:00Z")));

      follow(page, "a[href$='2025-11-keyboard/duties']", "/incidents/2025-11-keyboard/duties");
      follow(
          page,
          "a[href$='/duties/eu-gdpr-33-authority']",
          "/incidents/2025-11-keyboard/duties/eu-gdpr-33-authority");
      tabTo(page, "#decision");
      page.press("ArrowDown");
      type(page, "#because", "many people, telling data");
      tabTo(page, "#missing");
      confirm(page, scene);
      arrive(page, "location.pathname === '/incidents/2025-11-keyboard/duties'");
      assertThat(main(page)).contains("many people, telling data", "owed");
      assertThat(incidents.decisions("2025-11-keyboard")).hasSize(1);
    }
  }

  /// Types the next code into the field that comes next, and sends the form by Enter.
  private static void confirm(Page page, ConsoleScene scene) throws IOException {
    scene.pass(Duration.ofSeconds(31));
    type(page, "#code", scene.code(Role.PRIVACY_OFFICER));
    page.press("Enter");
  }

  private static void follow(Page page, String link, String path) throws IOException {
    tabTo(page, link);
    page.press("Enter");
    arrive(page, "location.pathname === '" + path + "'");
  }

  private static void type(Page page, String field, String text) throws IOException {
    tabTo(page, field);
    page.type(text);
  }

  /// Goes on by the tabulator; what has the focus must be seen to have it.
  private static void tabTo(Page page, String selector) throws IOException {
    for (int tabs = 0; tabs < TABS_MAX; tabs++) {
      if (page.evaluate("document.activeElement.matches(\"" + selector + "\")").asBoolean()) {
        assertThat(
                page.evaluate("getComputedStyle(document.activeElement).outlineStyle").asString())
            .as("outline of " + selector)
            .isEqualTo("solid");
        return;
      }
      page.press("Tab");
    }
    throw new AssertionError("the tabulator does not lead to " + selector);
  }

  private static String main(Page page) throws IOException {
    return page.evaluate("document.querySelector('main').innerText").asString();
  }

  private static void arrive(Page page, String condition) throws IOException {
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
}
