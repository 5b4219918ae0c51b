package dev.firebreak.console;

import dev.firebreak.access.Role;
import dev.firebreak.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One of the pages of an incident. Public for the templates alone.
///
/// @param title key of its title
/// @param here whether it is the page that is open
public record IncidentTab(String path, String title, boolean here) {
  private static final List<Route> PAGES =
      List.of(
          Route.INCIDENT,
          Route.INCIDENT_DUTIES,
          Route.INCIDENT_FINDINGS,
          Route.INCIDENT_FILES,
          Route.INCIDENT_PEOPLE);

  /// The pages that the operator may open. Once an incident's files are destroyed, the first alone
  /// has something to say.
  public static List<IncidentTab> of(Frame frame, Incident incident) {
    Role role = frame.signed().orElseThrow().role();
    List<IncidentTab> tabs = new ArrayList<>();
    for (Route route : PAGES) {
      boolean readable = route == Route.INCIDENT || incident.destroyedAt().isEmpty();
      if (readable && role.includes(route.role().orElseThrow())) {
        String path = route.path().replace("*", incident.id());
        String title = "tab." + route.name().toLowerCase(Locale.ROOT);
        tabs.add(new IncidentTab(path, title, path.equals(frame.path())));
      }
    }
    return tabs;
  }
}
