package dev.firebreak.testkit.golden;

import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What Mixpanel exports of events that went through Firebreak under the shipped policy: ids are
/// tokens, addresses, names and texts are gone, pages are templates. Rows that went past it are as
/// an old version of the app sends them.
final class GatewayRows implements Vendor {
  /// Everything that the policy lets through in any form.
  static final Set<Kind> SENT =
      EnumSet.of(
          Kind.BEHAVIOR,
          Kind.COUNTRY,
          Kind.SETTINGS,
          Kind.OPERATIONS,
          Kind.USER_AGENT,
          Kind.PAGES,
          Kind.REFERRER,
          Kind.ACCOUNT,
          Kind.DEVICE,
          Kind.ORGANIZATION);

  private final Pseudonymizer tokens;
  private int number;

  /// @param tokens those of the vendor
  GatewayRows(Pseudonymizer tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "mixpanel-gateway";
  }

  @Override
  public String groundOfId() {
    return "token";
  }

  @Override
  public boolean showsContacts() {
    return false;
  }

  private String person(String id) {
    return tokens.token(Domain.PERSON, id);
  }

  @Override
  public GoldenRow event(Visit visit) {
    GoldenRow row =
        new GoldenRow()
            .put("event", "Report Opened", Kind.BEHAVIOR)
            .put("properties/time", visit.second(), Kind.BEHAVIOR);
    if (visit.user().isEmpty()) {
      String token = person(visit.device());
      row.token("properties/distinct_id", "device_id", token, Kind.DEVICE);
      row.values().put("properties/distinct_id", "$device:" + token);
    } else {
      row.token("properties/distinct_id", "user_id", person(visit.user()), Kind.ACCOUNT);
      row.token("properties/$device_id", "device_id", person(visit.device()), Kind.DEVICE);
    }
    row.put("properties/$insert_id", "i" + visit.second() + number++, Kind.OPERATIONS)
        .put("properties/mp_lib", "web", Kind.OPERATIONS)
        .put("properties/mp_country_code", visit.who().person().place().country(), Kind.COUNTRY)
        .put(
            "properties/$browser",
            visit.who().person().device().browser(),
            Kind.USER_AGENT,
            Shown.GENERALIZED)
        .put(
            "properties/$current_url",
            "https://app.example.com/reports/:id",
            Kind.PAGES,
            Shown.GENERALIZED)
        .put("properties/plan", visit.who().person().organization().plan(), Kind.SETTINGS)
        .nothing("properties/$el_text", "[user.contact.email]");
    if (!visit.referrer().isEmpty()) {
      String origin = visit.referrer().replaceFirst("(https://[^/]+/).*", "$1");
      row.put("properties/$referrer", origin, Kind.REFERRER, Shown.GENERALIZED);
    }
    if (!visit.organization().isEmpty()) {
      String token = tokens.token(Domain.ORG, visit.organization());
      row.organizationToken("properties/organization_id", token, visit.organization());
    }
    return visit.finish(row);
  }

  @Override
  public Set<String> filledByVendor() {
    return Set.of("properties/mp_country_code", "properties/$city");
  }

  @Override
  public GoldenRow past(Visit visit) {
    GoldenRow row =
        new GoldenRow()
            .put("event", "Report Opened", Kind.BEHAVIOR)
            .put("properties/time", visit.second(), Kind.BEHAVIOR)
            .user("properties/distinct_id", visit.user())
            .email("properties/$email", visit.who().email())
            .put("properties/$city", visit.who().person().place().city(), Kind.CITY)
            .put("properties/qzxv_ref", "r" + visit.who().number(), Kind.UNCLASSIFIED)
            .put("properties/mp_lib", "android", Kind.OPERATIONS);
    return visit.finish(row);
  }

  @Override
  public Optional<GoldenRow> profile(Visit visit) {
    return Optional.empty();
  }

  @Override
  public Optional<GoldenRow> merged(Citizen one, Citizen other, long second) {
    String first = person(one.account());
    String last = person(other.account());
    return Optional.of(
        new GoldenRow()
            .put("event", "$merge", Kind.BEHAVIOR)
            .put("properties/time", second, Kind.BEHAVIOR)
            .token("properties/$distinct_ids", "user_id", first, Kind.ACCOUNT)
            .token("properties/$distinct_ids", "user_id", last, Kind.ACCOUNT)
            .nothing("properties/$distinct_ids", List.of(first, last))
            .aboutNobody()
            .at(second));
  }

  @Override
  public Haul write(List<GoldenRow> rows, Path folder) throws IOException {
    List<Map<String, Object>> lines = rows.stream().map(GoldenRow::nested).toList();
    Path file = folder.resolve("export-2025-11-09.json.gz");
    return new Haul(List.of(Containers.write(file, Containers.gzip(Containers.lines(lines)))), 0);
  }
}
