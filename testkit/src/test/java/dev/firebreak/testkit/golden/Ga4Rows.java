package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Device;
import dev.firebreak.testkit.company.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// GA4's export out of BigQuery: lines with lists of parameters, in every other line the value
/// before its key, compressed by zstd.
final class Ga4Rows implements Vendor {
  @Override
  public String name() {
    return "ga4";
  }

  /// As the cookie has it: two numbers.
  private static String pseudoId(String device) {
    return Integer.toUnsignedString(device.hashCode()) + ".1762500000";
  }

  @Override
  public GoldenRow event(Visit visit) {
    Place place = visit.who().person().place();
    Device device = visit.who().person().device();
    GoldenRow row =
        new GoldenRow()
            .put("event_date", "20251108", Kind.BEHAVIOR)
            .put("event_timestamp", visit.second() + "000000", Kind.BEHAVIOR)
            .put("event_name", "page_view", Kind.BEHAVIOR)
            .device("user_pseudo_id", pseudoId(visit.device()))
            .put("event_params/ga_session_id", visit.second(), Kind.SESSION)
            .put("event_params/page_location", visit.page(), Kind.PAGES, visit.pageShown())
            .put("event_params/report_kind", "weekly", Kind.UNCLASSIFIED)
            .put("geo/city", place.city(), Kind.CITY)
            .put("geo/region", place.region(), Kind.REGION)
            .put("geo/country", place.country(), Kind.COUNTRY)
            .nothing("geo/metro", "(not set)")
            .put("device/web_info/browser", device.browser(), Kind.USER_AGENT, Shown.GENERALIZED)
            .put("device/web_info/browser_version", device.version(), Kind.USER_AGENT)
            .put("device/language", "en-gb", Kind.LOCALE)
            .put("privacy_info/analytics_storage", "Yes", Kind.PREFERENCES)
            .put("stream_id", "1", Kind.OPERATIONS);
    if (!visit.user().isEmpty()) {
      row.user("user_id", visit.user());
    }
    if (!visit.referrer().isEmpty()) {
      row.put("event_params/page_referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
    if (!visit.organization().isEmpty()) {
      row.organizationId("event_params/org_id", visit.organization(), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("event_params/comment", visit.text(), Kind.TEXT);
    }
    return visit.finish(
        visit.contact(row, "user_properties/user_email", "user_properties/phone_number"));
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of("geo/city", "geo/region", "geo/country", "geo/metro");
  }

  /// Properties of a person stand in their events; of an account the address, number and name.
  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        event(visit)
            .put("user_properties/full_name", who.person().name(), Kind.NAME)
            .email("user_properties/user_email", who.email())
            .phone("user_properties/phone_number", who.phone()));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    return Optional.empty();
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (GoldenRow row : rows) {
      boolean keyFirst = lines.size() % 2 == 0;
      Map<String, Object> line = new LinkedHashMap<>(row.nested());
      line.computeIfPresent("event_params", (_, params) -> list((Map<?, ?>) params, keyFirst));
      line.computeIfPresent("user_properties", (_, params) -> list((Map<?, ?>) params, keyFirst));
      lines.add(line);
    }
    Path file = folder.resolve("events_20251108.json.zst");
    return new Haul(List.of(Containers.write(file, Containers.zstd(Containers.lines(lines)))), 0);
  }

  private static List<Map<String, Object>> list(Map<?, ?> parameters, boolean keyFirst) {
    List<Map<String, Object>> list = new ArrayList<>();
    parameters.forEach((key, value) -> {
      String unit = value instanceof Number ? "int_value" : "string_value";
      Map<String, Object> parameter = new LinkedHashMap<>();
      if (keyFirst) {
        parameter.put("key", key);
      }
      parameter.put("value", Map.of(unit, value.toString()));
      parameter.putIfAbsent("key", key);
      list.add(parameter);
    });
    return list;
  }
}
