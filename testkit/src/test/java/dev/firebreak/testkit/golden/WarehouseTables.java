package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Warehouse tables of Segment (an archive of CSV files) and of RudderStack (a workbook).
final class WarehouseTables implements Vendor {
  private final boolean rudder;

  /// @param rudder whether they are RudderStack's
  WarehouseTables(boolean rudder) {
    this.rudder = rudder;
  }

  @Override
  public String name() {
    return rudder ? "rudderstack" : "segment-warehouse";
  }

  private String address() {
    return rudder ? "context_request_ip" : "context_ip";
  }

  private GoldenRow message(String table, Citizen who, long second) {
    String time = Instant.ofEpochSecond(second).toString();
    String id = String.format(Locale.ROOT, "m-%s-%x-%x", table, second, who.number());
    GoldenRow row =
        new GoldenRow()
            .put("id", id, Kind.OPERATIONS)
            .put("received_at", time, Kind.OPERATIONS)
            .put("sent_at", time, Kind.OPERATIONS)
            .put("timestamp", time, Kind.BEHAVIOR);
    if (rudder) {
      row.put("rudder_id", "4d4d0000-0000-4000-8000-" + hex(who), Kind.ACCOUNT);
    } else {
      row.put("uuid_ts", time, Kind.OPERATIONS);
    }
    return row.at(second);
  }

  private static String hex(Citizen who) {
    return String.format(Locale.ROOT, "%012x", who.number());
  }

  @Override
  public GoldenRow event(Visit visit) {
    GoldenRow row =
        message("tracks", visit.who(), visit.second())
            .put("event", "report_opened", Kind.BEHAVIOR)
            .put("event_text", "Report Opened", Kind.BEHAVIOR)
            .device("anonymous_id", visit.device())
            .put(address(), visit.who().address(), Kind.IP)
            .put("context_page_url", visit.page(), Kind.PAGES, visit.pageShown())
            .put("context_user_agent", SegmentMessages.agent(visit.who()), Kind.USER_AGENT)
            .put("report_kind", "weekly", Kind.UNCLASSIFIED);
    if (!visit.user().isEmpty()) {
      row.user("user_id", visit.user());
    }
    if (!visit.referrer().isEmpty()) {
      row.put("context_page_referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
    if (!visit.organization().isEmpty()) {
      row.organizationId("company_id", visit.organization(), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("message", visit.text(), Kind.TEXT);
    }
    return visit.finish(visit.contact(row, "context_traits_email", "context_traits_phone"));
  }

  @Override
  public Set<String> filledByVendor() {
    return rudder
        ? Set.of("context_request_ip", "rudder_id", "received_at")
        : Set.of("context_ip", "uuid_ts", "received_at");
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        message("identifies", who, visit.second())
            .user("user_id", visit.user())
            .device("anonymous_id", visit.device())
            .put(address(), who.address(), Kind.IP)
            .put("name", who.person().name(), Kind.NAME)
            .email("email", who.email())
            .phone("phone", who.phone()));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    return Optional.of(
        message("aliases", one, second)
            .user("user_id", one.account())
            .user("previous_id", other.account())
            .put(address(), "198.51.100.1", Kind.IP));
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    Map<String, List<GoldenRow>> tables = new LinkedHashMap<>();
    for (GoldenRow row : rows) {
      Map<String, Object> values = row.values();
      String table =
          values.containsKey("event")
              ? "tracks"
              : values.containsKey("previous_id") ? "aliases" : "identifies";
      tables.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
    }
    if (rudder) {
      Path book = folder.resolve("rudderstack-tables.xlsx");
      return new Haul(List.of(Containers.write(book, Containers.workbook(tables))), 0);
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    tables.forEach((name, all) ->
        files.put(name + ".csv", Containers.table(all, ',', StandardCharsets.UTF_8)));
    Path zip = folder.resolve("segment-warehouse.zip");
    return new Haul(List.of(Containers.write(zip, Containers.zip(files))), 0);
  }
}
