package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the console says of flows and policies, with real traffic.
class ConsoleFlowsIT {
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String EMAIL = "maya.okonjo@example.com";
  private static final String POLICY =
      """
      # what we let out
      vendor: mixpanel
      default: drop
      unclassified: drop
      categories: {user.behavior: pass, user.unique_id: pseudonymize, user.device.locale: pass}
      properties:
        plan: {category: user.account.settings, treatment: pass}
      """;

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  void mapOfFlowsSaysWhatBecameOfEachCategoryAndNothingOfAnybody() throws Exception {
    try (MixpanelEmulator vendor =
            MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
        ConsoleScene scene = ConsoleScene.live(folder, vendor.uri());
        ConsoleSession viewer = new ConsoleSession(scene, Role.VIEWER)) {
      assertThat(viewer.get("/flows").body()).contains("Nothing was delivered in this time");
      scene.pass(Duration.ofMinutes(1));
      traffic(scene);
      String map = viewer.get("/flows?days=1").body();
      assertThat(map)
          .contains(
              "heat hot\"><a href=\"/flows/mixpanel/user.behavior?days=1",
              "heat none\"><a href=\"/flows/mixpanel/user.contact.email?days=1",
              "heat token\"><a href=\"/flows/mixpanel/user.unique_id?days=1",
              "3 events",
              "What comes in now")
          .doesNotContain(EMAIL, "user-1");

      String email = viewer.get("/flows/mixpanel/user.contact.email?days=1").body();
      assertThat(email)
          .contains("withheld", "Fields of this kind that no rule names: drop", "$email")
          .contains("100 %", "Password Reset*");
      assertThat(viewer.in("de").get("/flows?days=90").body()).contains("3 Ereignisse");
      assertThat(viewer.get("/flows/mixpanel/no.such.key").statusCode()).isEqualTo(404);
      assertThat(viewer.get("/flows/nobody/user.behavior").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void policyIsShownWithWhatTheFileWouldChange() throws Exception {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, POLICY);
    try (MixpanelEmulator vendor =
            MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
        ConsoleScene scene = ConsoleScene.live(folder, vendor.uri(), "policy.yaml");
        ConsoleSession viewer = new ConsoleSession(scene, Role.VIEWER)) {
      assertThat(viewer.get("/policies").body()).contains("enforced", "as in force");
      assertThat(viewer.get("/policies/web").body())
          .contains(
              "Nothing: the file is what is in force.",
              "<span class=\"comment\"># what we let out</span>",
              "<span class=\"key\">default</span>: <span class=\"word\">drop</span>");

      Files.writeString(
          file, POLICY.replace("locale: pass", "locale: drop").replace("plan:", "tariff:"));
      String changed = viewer.get("/policies/web").body();
      assertThat(changed).contains("property plan", "property tariff", "stricter");

      Files.writeString(file, POLICY.replace("default: drop", "default: sometimes"));
      assertThat(viewer.get("/policies").body()).contains("cannot come into force");
      assertThat(viewer.get("/policies/web").body())
          .contains("Mend these lines", "id=\"line-3\" class=\"wrong\"", "href=\"#line-3\"");

      Files.delete(file);
      assertThat(viewer.get("/policies/web").body()).contains("The file cannot be read");
      assertThat(viewer.get("/policies/nobody").statusCode()).isEqualTo(404);
    }
  }

  @Test
  @NeedsTool("chromium")
  void mapAndSourceFitEveryWidth() throws Exception {
    try (MixpanelEmulator vendor =
            MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
        ConsoleScene scene = ConsoleScene.live(folder, vendor.uri());
        Browser browser = Browser.launch(profile)) {
      traffic(scene);
      Page page = browser.open();
      page.navigate(scene.at("/sign-in"));
      ConsolePage shown = new ConsolePage(page, PATIENCE);
      shown.signIn(scene, Role.VIEWER);
      for (String path :
          new String[] {
            "/flows", "/flows/mixpanel/user.contact.email", "/policies", "/policies/web"
          }) {
        page.navigate(scene.at(path));
        shown.arrive("location.pathname === '" + path + "'");
        shown.picture(path.substring(1).replace('/', '-'));
      }
    }
  }

  private static void traffic(ConsoleScene scene) throws Exception {
    for (int i = 0; i < 3; i++) {
      scene.send(
          "Opened",
          """
          , "$email": "%s", "$browser": "Firefox", "$current_url": "https://app.example.com/a/1"
          """
              .formatted(EMAIL)
              .strip());
    }
    assertThat(scene.path.orElseThrow().settle(SETTLE)).isTrue();
  }
}
