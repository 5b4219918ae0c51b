package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RouteTest {
  @Test
  void everyRouteIsFoundByItsMethodAndPath() {
    for (Route route : Route.values()) {
      assertThat(Route.find(route.method(), route.path().replace("*", "mixpanel")))
          .hasValueSatisfying(match -> assertThat(match.route()).isEqualTo(route));
    }
  }

  @Test
  void pathNamesWhatIsShown() {
    assertThat(Route.find("GET", "/incidents/2025-11/report"))
        .contains(new Route.Match(Route.REPORT, List.of("2025-11")));
    assertThat(Route.find("GET", "/vendors/mixpanel"))
        .contains(new Route.Match(Route.VENDOR, List.of("mixpanel")));
    assertThat(Route.find("POST", "/vendors/mixpanel/sign/dns-and-csp"))
        .contains(new Route.Match(Route.CUT_ITEM, List.of("mixpanel", "dns-and-csp")));
  }

  @Test
  void whatIsNotInTheTableDoesNotExist() {
    for (String path :
        new String[] {"", "vendors", "/vendors/", "//", "/vendors/a/b", "/audit/", "/AUDIT", "*"}) {
      assertThat(Route.find("GET", path)).as(path).isEmpty();
    }
    assertThat(Route.find("POST", "/audit")).isEmpty();
    assertThat(Route.find("DELETE", "/")).isEmpty();
  }
}
