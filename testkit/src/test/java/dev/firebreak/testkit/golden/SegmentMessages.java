package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Segment's raw archive: whole messages in gz files, a day each, in a compressed archive.
final class SegmentMessages implements Vendor {
  @Override
  public String name() {
    return "segment";
  }

  @Override
  public GoldenRow event(Visit visit) {
    GoldenRow row =
        message("track", visit, visit.second())
            .put("event", "Report Opened", Kind.BEHAVIOR)
            .put("properties/report_kind", "weekly", Kind.UNCLASSIFIED)
            .put("context/page/url", visit.page(), Kind.PAGES, visit.pageShown())
            .put("context/userAgent", agent(visit.who()), Kind.USER_AGENT)
            .put("context/locale", "en-GB", Kind.LOCALE)
            .put("context/ip", visit.who().address(), Kind.IP);
    if (!visit.referrer().isEmpty()) {
      row.put("context/page/referrer", visit.referrer(), Kind.REFERRER, visit.referrerShown());
    }
    if (!visit.organization().isEmpty()) {
      row.organizationId("context/groupId", visit.organization(), visit.organization());
    }
    if (!visit.text().isEmpty()) {
      row.put("properties/feedback", visit.text(), Kind.TEXT);
    }
    return visit.finish(visit.contact(row, "context/traits/email", "context/traits/phone"));
  }

  static String agent(Citizen who) {
    return "Mozilla/5.0 (X11; Linux x86_64) "
        + who.person().device().browser()
        + "/"
        + who.person().device().version();
  }

  private static GoldenRow message(String type, Visit visit, long second) {
    String time = Instant.ofEpochSecond(second).toString();
    GoldenRow row =
        new GoldenRow()
            .put("type", type, Kind.OPERATIONS)
            .put("messageId", messageId(visit.who(), second, type), Kind.OPERATIONS)
            .put("timestamp", time, Kind.BEHAVIOR)
            .put("receivedAt", time, Kind.OPERATIONS);
    if (!visit.user().isEmpty()) {
      row.user("userId", visit.user());
    }
    return row.device("anonymousId", visit.device());
  }

  private static String messageId(Citizen who, long second, String type) {
    return String.format(Locale.ROOT, "ajs-%s-%x-%x", type, second, who.number());
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of("context/ip", "receivedAt");
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    Citizen who = visit.who();
    return Optional.of(
        message("identify", visit, visit.second())
            .put("traits/name", who.person().name(), Kind.NAME)
            .email("traits/email", who.email())
            .phone("traits/phone", who.phone())
            .put("traits/birthday", "1980-01-02", Kind.BIRTH)
            .put("traits/address/city", who.person().place().city(), Kind.CITY)
            .put("traits/address/country", who.person().place().country(), Kind.COUNTRY)
            .organizationName(
                "traits/company/name",
                who.person().organization().name(),
                who.person().organization().name())
            .at(visit.second()));
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    String time = Instant.ofEpochSecond(second).toString();
    return Optional.of(
        new GoldenRow()
            .put("type", "alias", Kind.OPERATIONS)
            .put("messageId", messageId(one, second, "alias"), Kind.OPERATIONS)
            .put("timestamp", time, Kind.BEHAVIOR)
            .user("userId", one.account())
            .user("previousId", other.account())
            .at(second));
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    Map<String, List<Map<String, Object>>> days = new TreeMap<>();
    for (GoldenRow row : rows) {
      long day = row.seconds() / 86_400 * 86_400_000;
      days.computeIfAbsent("segment-logs/aB3/" + day + "/part-0.gz", _ -> new ArrayList<>())
          .add(row.nested());
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Map.Entry<String, List<Map<String, Object>>> day : days.entrySet()) {
      files.put(day.getKey(), Containers.gzip(Containers.lines(day.getValue())));
    }
    Path archive =
        Containers.write(
            folder.resolve("segment-logs.tar.gz"), Containers.gzip(Containers.tar(files)));
    return new Haul(List.of(archive), 0);
  }
}
