package dev.firebreak.testkit.path;

import static dev.firebreak.testkit.path.ConsoleBrowserIT.arrive;
import static dev.firebreak.testkit.path.ConsoleBrowserIT.click;
import static dev.firebreak.testkit.path.ConsoleBrowserIT.fill;
import static dev.firebreak.testkit.path.ConsoleBrowserIT.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages by which somebody sets up their own access, in a real browser.
class EnrolBrowserIT {
  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  @NeedsTool("chromium")
  void linkLeadsThroughTheFormToRecoveryCodesAndTheOverview() throws Exception {
    Files.createDirectories(Path.of("target", "console"));
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty());
        Browser browser = Browser.launch(profile)) {
      String word =
          scene
              .installation
              .access()
              .invitations()
              .invite(scene.confirmed(Role.ADMIN), "maya", Role.RESPONDER);
      Page page = browser.open();
      page.navigate(scene.at("/enrol/" + word));
      for (String language : new String[] {"de", "en"}) {
        click(page, "button[value=" + language + "]");
        arrive(page, "document.documentElement.lang === '" + language + "'");
        look(page, language + "-enrol");
      }
      String secret = page.evaluate("document.getElementById('secret').textContent").asString();
      fill(page, "password", ConsoleScene.PASSWORD);
      fill(page, "again", ConsoleScene.PASSWORD);
      fill(page, "code", Totp.code(Authenticator.secret(secret.replace(" ", "")), scene.now()));
      page.evaluate("void document.querySelector('form.fields').requestSubmit()");
      arrive(page, "document.querySelectorAll('ol.codes li').length === 10");
      look(page, "en-enrolled");
      click(page, "main a[href='/']");
      arrive(page, "location.pathname === '/'");
      assertThat(page.evaluate("document.querySelector('.who').textContent").asString())
          .contains("maya");
    }
  }
}
