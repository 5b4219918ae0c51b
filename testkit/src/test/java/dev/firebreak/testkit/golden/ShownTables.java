package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Device;
import dev.firebreak.testkit.company.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Mixpanel's own pages let download: tables with the names that they show, as spreadsheets
/// save them, separated by tabs in UTF-16.
final class ShownTables implements Vendor {
  @Override
  public String name() {
    return "mixpanel-tables";
  }

  @Override
  public GoldenRow event(Visit visit) {
    Place place = visit.who().person().place();
    Device device = visit.who().person().device();
    String time = Instant.ofEpochSecond(visit.second()).toString();
    GoldenRow row =
        new GoldenRow()
            .put("Event", "Report Opened", Kind.BEHAVIOR)
            .put("Time", time.substring(0, 19), Kind.BEHAVIOR);
    if (visit.user().isEmpty()) {
      row.device("Distinct ID", visit.device());
      row.values().put("Distinct ID", "$device:" + visit.device());
    } else {
      row.user("Distinct ID", visit.user());
      row.device("Device ID", visit.device());
    }
    row.put("City", place.city(), Kind.CITY)
        .put("Region", place.region(), Kind.REGION)
        .put("Country", place.country(), Kind.COUNTRY)
        .put("Browser", device.browser(), Kind.USER_AGENT, Shown.GENERALIZED)
        .put("Operating System", device.os(), Kind.USER_AGENT, Shown.GENERALIZED)
        .put("Current URL", visit.page(), Kind.PAGES, visit.pageShown())
        .put("report_kind", "weekly", Kind.UNCLASSIFIED);
    if (!visit.referrer().isEmpty()) {
      row.put("Referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
    if (!visit.organization().isEmpty()) {
      row.organizationId("Group ID", visit.organization(), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("Comment", visit.text(), Kind.TEXT);
    }
    return visit.finish(visit.contact(row, "Email", "Phone"));
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of("City", "Region", "Country", "Country Code", "Last Seen");
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        new GoldenRow()
            .user("Distinct ID", visit.user())
            .put("Name", who.person().name(), Kind.NAME)
            .email("Email", who.email())
            .phone("Phone", who.phone())
            .put("Country Code", who.person().place().country(), Kind.COUNTRY)
            .put("Last Seen", "2025-11-08T11:06:40", Kind.BEHAVIOR)
            .put("plan", who.person().organization().plan(), Kind.SETTINGS));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    return Optional.empty();
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    return new Haul(
        List.of(
            table(
                rows.stream().filter(row -> row.values().containsKey("Event")).toList(),
                folder.resolve("events.tsv")),
            table(
                rows.stream().filter(row -> !row.values().containsKey("Event")).toList(),
                folder.resolve("people.tsv"))),
        0);
  }

  /// With the mark that says the order of bytes, as the JDK's UTF-16 writes it.
  private static Path table(List<GoldenRow> rows, Path file) throws IOException {
    return Containers.write(file, Containers.table(rows, '\t', StandardCharsets.UTF_16));
  }
}
