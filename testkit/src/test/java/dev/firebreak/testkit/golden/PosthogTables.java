package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Device;
import dev.firebreak.testkit.company.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// PostHog's batch exports of events and persons as Parquet; properties are JSON in a column.
final class PosthogTables implements Vendor {
  @Override
  public String name() {
    return "posthog";
  }

  private static String personId(Citizen who) {
    return String.format(Locale.ROOT, "0193bbbb-0000-7000-8000-%012x", who.number());
  }

  private GoldenRow message(Citizen who, String event, long second) {
    String time = Instant.ofEpochSecond(second).toString();
    return new GoldenRow()
        .put(
            "uuid",
            String.format(
                Locale.ROOT, "0193aaaa-0000-7000-8000-%012x", second * 999 + who.number()),
            Kind.OPERATIONS)
        .put("event", event, Kind.BEHAVIOR)
        .put("timestamp", time, Kind.BEHAVIOR)
        .put("created_at", time, Kind.BEHAVIOR)
        .user("person_id", personId(who))
        .at(second);
  }

  @Override
  public GoldenRow event(Visit visit) {
    Citizen who = visit.who();
    Place place = who.person().place();
    Device device = who.person().device();
    GoldenRow row = message(who, "report opened", visit.second());
    if (visit.user().isEmpty()) {
      row.put("distinct_id", visit.device(), Kind.ACCOUNT);
    } else {
      row.user("distinct_id", visit.user());
    }
    row.device("properties/$device_id", visit.device())
        .put("properties/$session_id", "0193dddd-0000-7000-8000-00000000000a", Kind.SESSION)
        .put("properties/$browser", device.browser(), Kind.USER_AGENT, Shown.GENERALIZED)
        .put("properties/$os", device.os(), Kind.USER_AGENT, Shown.GENERALIZED)
        .put("properties/$ip", who.address(), Kind.IP)
        .put("properties/$geoip_city_name", place.city(), Kind.CITY)
        .put("properties/$geoip_country_code", place.country(), Kind.COUNTRY)
        .put("properties/$geoip_latitude", 45.7512, Kind.PRECISE_PLACE)
        .put("properties/$current_url", visit.page(), Kind.PAGES, visit.pageShown())
        .put("properties/$lib", "web", Kind.OPERATIONS)
        .put("properties/report_kind", "weekly", Kind.UNCLASSIFIED);
    if (!visit.referrer().isEmpty()) {
      row.put("properties/$referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
    if (!visit.organization().isEmpty()) {
      row.organizationId("properties/$groups/company", visit.organization(), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("properties/$el_text", visit.text(), Kind.TEXT);
    }
    return visit.finish(visit.contact(row, "person_properties/email", "person_properties/phone"));
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of(
        "person_id",
        "person_version",
        "uuid",
        "created_at",
        "properties/$ip",
        "properties/$geoip_city_name",
        "properties/$geoip_country_code",
        "properties/$geoip_latitude");
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        new GoldenRow()
            .user("person_id", personId(who))
            .user("distinct_id", visit.user())
            .put("person_version", 3, Kind.OPERATIONS)
            .put("created_at", "2025-01-02T00:00:00Z", Kind.BEHAVIOR)
            .put("properties/name", who.person().name(), Kind.NAME)
            .email("properties/email", who.email())
            .phone("properties/phone", who.phone()));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    return Optional.of(
        message(one, "$create_alias", second)
            .user("distinct_id", one.account())
            .user("properties/alias", other.account()));
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    Path haul = Files.createDirectories(folder.resolve("posthog-export"));
    Containers.parquet(
        rows.stream().filter(row -> row.values().containsKey("event")).toList(),
        haul.resolve("events.parquet"));
    Containers.parquet(
        rows.stream().filter(row -> !row.values().containsKey("event")).toList(),
        haul.resolve("persons.parquet"));
    return new Haul(List.of(haul), 0);
  }
}
