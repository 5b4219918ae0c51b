package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Device;
import dev.firebreak.testkit.company.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Mixpanel's raw export of events and its export of profiles: lines in gz, several files, a page
/// of JSON. One line is cut short.
final class MixpanelRows implements Vendor {
  private int number;

  @Override
  public String name() {
    return "mixpanel";
  }

  @Override
  public GoldenRow event(Visit visit) {
    GoldenRow row =
        new GoldenRow()
            .put("event", "Report Opened", Kind.BEHAVIOR)
            .put("properties/time", visit.second(), Kind.BEHAVIOR);
    if (visit.user().isEmpty()) {
      row.device("properties/distinct_id", visit.device());
      row.values().put("properties/distinct_id", "$device:" + visit.device());
    } else {
      row.user("properties/distinct_id", visit.user());
      row.put("properties/$user_id", visit.user(), Kind.ACCOUNT);
      row.device("properties/$device_id", visit.device());
    }
    row.put("properties/$insert_id", insertId(visit), Kind.OPERATIONS)
        .put("properties/mp_lib", "web", Kind.OPERATIONS)
        .put("properties/mp_processing_time_ms", processed(visit), Kind.OPERATIONS)
        .put("properties/report_kind", "weekly", Kind.UNCLASSIFIED);
    where(visit, row);
    if (!visit.organization().isEmpty()) {
      row.organizationId(
          "properties/organization_id", List.of(visit.organization()), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("properties/comment", visit.text(), Kind.TEXT);
    }
    return visit.finish(visit.contact(row, "properties/email", "properties/phone"));
  }

  private static void where(Visit visit, GoldenRow row) {
    Place place = visit.who().person().place();
    Device device = visit.who().person().device();
    row.put("properties/$city", place.city(), Kind.CITY)
        .put("properties/$region", place.region(), Kind.REGION)
        .put("properties/mp_country_code", place.country(), Kind.COUNTRY)
        .put("properties/$browser", device.browser(), Kind.USER_AGENT, Shown.GENERALIZED)
        .put("properties/$browser_version", device.version(), Kind.USER_AGENT)
        .put("properties/$os", device.os(), Kind.USER_AGENT, Shown.GENERALIZED)
        .put("properties/$current_url", visit.page(), Kind.PAGES, visit.pageShown());
    if (visit.referrer().isEmpty()) {
      row.put("properties/$referrer", "$direct", Kind.REFERRER, Shown.GENERALIZED);
    } else {
      row.put("properties/$referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
  }

  private static String insertId(Visit visit) {
    return "i" + Long.toHexString(visit.second() * 1_000_003 + visit.who().number());
  }

  private long processed(Visit visit) {
    return visit.second() * 1000 + 40 + number++ % 7;
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of(
        "properties/$city",
        "properties/$region",
        "properties/mp_country_code",
        "properties/mp_processing_time_ms",
        "$properties/$city",
        "$properties/$country_code",
        "$properties/$timezone",
        "$properties/$last_seen");
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        new GoldenRow()
            .user("$distinct_id", visit.user())
            .put("$properties/$name", who.person().name(), Kind.NAME)
            .email("$properties/$email", who.email())
            .phone("$properties/$phone", who.phone())
            .put("$properties/$city", who.person().place().city(), Kind.CITY)
            .put("$properties/$country_code", who.person().place().country(), Kind.COUNTRY)
            .put("$properties/$timezone", "Europe/Berlin", Kind.LOCALE)
            .put("$properties/$last_seen", "2025-11-08T11:06:40", Kind.BEHAVIOR)
            .put("$properties/plan", who.person().organization().plan(), Kind.SETTINGS));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    return Optional.of(
        new GoldenRow()
            .put("event", "$merge", Kind.BEHAVIOR)
            .put("properties/time", second, Kind.BEHAVIOR)
            .user("properties/$distinct_ids", one.account())
            .user("properties/$distinct_ids", other.account())
            .nothing("properties/$distinct_ids", List.of(one.account(), other.account()))
            .aboutNobody()
            .at(second));
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    List<Map<String, Object>> events = new ArrayList<>();
    List<Map<String, Object>> profiles = new ArrayList<>();
    for (GoldenRow row : rows) {
      (row.values().containsKey("event") ? events : profiles).add(row.nested());
    }
    int half = events.size() / 2;
    String cut = "{\"event\":\"Report Opened\",\"properties\":{\"time\":1762";
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("page", 0);
    page.put("page_size", 1000);
    page.put("session_id", "1762600000-abc");
    page.put("status", "ok");
    page.put("total", profiles.size());
    page.put("results", profiles);
    Path haul = folder.resolve("mixpanel-export");
    Containers.write(
        haul.resolve("events-1.json.gz"),
        Containers.gzip(Containers.lines(events.subList(0, half))));
    String rest =
        new String(Containers.lines(events.subList(half, events.size())), StandardCharsets.UTF_8);
    Containers.write(
        haul.resolve("events-2.json.gz"), Containers.gzip(Containers.utf8(rest + cut)));
    Containers.write(
        haul.resolve("engage.json"), Containers.utf8(Containers.JSON.writeValueAsString(page)));
    return new Haul(List.of(haul), 1);
  }
}
