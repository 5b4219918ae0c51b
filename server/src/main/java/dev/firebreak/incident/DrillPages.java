package dev.firebreak.incident;

import dev.firebreak.installation.Installation;
import dev.firebreak.template.Templates;
import java.util.List;
import java.util.Map;

/// Drills as self-contained pages. Thread-safe.
public final class DrillPages {
  private final Templates templates = new Templates();
  private final Installation installation;

  public DrillPages(Installation installation) {
    this.installation = installation;
  }

  /// One vendor's.
  public String html(Drill drill) {
    return templates.render("drill/drill.jte", Map.of("view", view(drill)));
  }

  /// All vendors beside each other.
  public String html(DrillLeague league) {
    List<DrillView> views = league.places().stream().map(place -> view(place.drill())).toList();
    return templates.render("drill/league.jte", Map.of("league", league, "views", views));
  }

  private DrillView view(Drill drill) {
    return DrillView.of(
        installation.config().company().name(),
        VendorNames.of(installation, drill.vendor()),
        drill);
  }
}
