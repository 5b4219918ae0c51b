package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Device;
import dev.firebreak.testkit.company.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Amplitude's export: an archive of gz files, an hour each, with the merges of ids beside them.
final class AmplitudeRows implements Vendor {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_H").withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return "amplitude";
  }

  private static long amplitudeId(Citizen who) {
    return 901_000_000_000L + who.number();
  }

  @Override
  public GoldenRow event(Visit visit) {
    Place place = visit.who().person().place();
    Device device = visit.who().person().device();
    String time = TIME.format(Instant.ofEpochSecond(visit.second()));
    GoldenRow row =
        new GoldenRow()
            .put("$insert_id", insertId(visit), Kind.OPERATIONS)
            .put("event_type", "Report Opened", Kind.BEHAVIOR)
            .put("event_time", time, Kind.BEHAVIOR)
            .put("server_upload_time", time, Kind.OPERATIONS)
            .put("uuid", uuid(visit), Kind.OPERATIONS)
            .put("app", 570001, Kind.OPERATIONS)
            .user("amplitude_id", amplitudeId(visit.who()))
            .device("device_id", visit.device())
            .nothing("user_id", null)
            .nothing("adid", null)
            .put("city", place.city(), Kind.CITY)
            .put("region", place.region(), Kind.REGION)
            .put("country", place.country(), Kind.COUNTRY)
            .put("ip_address", visit.who().address(), Kind.IP)
            .put("language", "English", Kind.LOCALE)
            .put("os_name", device.browser(), Kind.USER_AGENT, Shown.GENERALIZED)
            .put("os_version", device.version(), Kind.USER_AGENT)
            .put("platform", "Web", Kind.USER_AGENT, Shown.GENERALIZED)
            .put("session_id", visit.second() * 1000, Kind.SESSION)
            .put(
                "event_properties/[Amplitude] Page URL",
                visit.page(),
                Kind.PAGES,
                visit.pageShown())
            .put("event_properties/report_kind", "weekly", Kind.UNCLASSIFIED)
            .nothing("user_properties/initial_utm_source", "EMPTY");
    optional(visit, row);
    return visit.finish(
        visit.contact(row, "user_properties/email", "user_properties/phone_number"));
  }

  private static void optional(Visit visit, GoldenRow row) {
    if (!visit.user().isEmpty()) {
      row.user("user_id", visit.user());
    }
    if (visit.referrer().isEmpty()) {
      row.nothing("user_properties/referrer", "EMPTY");
    } else {
      row.put("user_properties/referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
    if (!visit.organization().isEmpty()) {
      row.organizationId("groups/org", List.of(visit.organization()), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("event_properties/message", visit.text(), Kind.TEXT);
    }
  }

  private static String insertId(Visit visit) {
    return "a" + Long.toHexString(visit.second() * 1_000_003 + visit.who().number());
  }

  private static String uuid(Visit visit) {
    return String.format(
        java.util.Locale.ROOT,
        "aaaaaaaa-0000-4000-8000-%012x",
        visit.second() * 1_000 + visit.who().number());
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of(
        "amplitude_id",
        "merged_amplitude_id",
        "server_upload_time",
        "uuid",
        "app",
        "city",
        "region",
        "country",
        "ip_address",
        "first_used",
        "last_used",
        "merge_event_time");
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        new GoldenRow()
            .user("amplitude_id", amplitudeId(who))
            .user("user_id", visit.user())
            .put("user_properties/name", who.person().name(), Kind.NAME)
            .email("user_properties/email", who.email())
            .phone("user_properties/phone_number", who.phone())
            .put("user_properties/title", "Head of data", Kind.JOB_TITLE)
            .put("first_used", "2025-01-02", Kind.BEHAVIOR)
            .put("last_used", "2025-11-08", Kind.BEHAVIOR));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    String time = TIME.format(Instant.ofEpochSecond(second));
    return Optional.of(
        new GoldenRow()
            .user("amplitude_id", amplitudeId(one))
            .user("merged_amplitude_id", amplitudeId(other))
            .put("merge_event_time", time, Kind.OPERATIONS)
            .aboutNobody());
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    Map<String, List<Map<String, Object>>> files = new TreeMap<>();
    for (GoldenRow row : rows) {
      String name = "570001/570001_merges.json.gz";
      if (row.values().containsKey("event_type")) {
        name = "570001/570001_" + HOUR.format(Instant.ofEpochSecond(row.seconds())) + "#0.json.gz";
      } else if (row.values().containsKey("first_used")) {
        name = "570001/570001_users.json.gz";
      }
      files.computeIfAbsent(name, _ -> new java.util.ArrayList<>()).add(row.nested());
    }
    Map<String, byte[]> zipped = new LinkedHashMap<>();
    for (Map.Entry<String, List<Map<String, Object>>> file : files.entrySet()) {
      zipped.put(file.getKey(), Containers.gzip(Containers.lines(file.getValue())));
    }
    Path zip = Containers.write(folder.resolve("amplitude-export.zip"), Containers.zip(zipped));
    return new Haul(List.of(zip), 0);
  }
}
