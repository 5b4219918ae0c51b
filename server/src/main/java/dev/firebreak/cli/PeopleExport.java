package dev.firebreak.cli;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.document.CsvText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// People and organisations of findings as rows of CSV (RFC 4180) and as JSON. CSV is for
/// spreadsheets and its identifiers come from a stolen file, so no cell begins as a formula does.
final class PeopleExport {
  static final String HEADER =
      "person,account_id,ambiguous,methods,identifiers,accounts,clear,generalized,token,rows,"
          + "first_seen,last_seen,email,name,country,region,organization_id,role,mfa\r\n";

  private PeopleExport() {}

  /// One line, with its end.
  static String csv(PersonExposure person) {
    StringJoiner line = new StringJoiner(",", "", "\r\n");
    document(person).values().forEach(value -> line.add(CsvText.cell(text(value))));
    return line.toString();
  }

  /// The columns in their order, as values.
  static Map<String, Object> document(PersonExposure person) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("person", person.person());
    map.put("accountId", person.accountId().orElse(""));
    map.put("ambiguous", person.ambiguous());
    map.put("methods", person.methods());
    map.put(
        "identifiers",
        person.identifiers().stream().map(each -> each.kind() + ":" + each.value()).toList());
    map.put("accounts", person.accounts());
    map.put("clear", PeoplePrinter.keys(person.clear()));
    map.put("generalized", PeoplePrinter.keys(person.generalized()));
    map.put("token", PeoplePrinter.keys(person.tokenized()));
    map.put("rows", person.rows());
    map.put("firstSeen", time(person.firstSeenMillis()));
    map.put("lastSeen", time(person.lastSeenMillis()));
    put(map, "email", person.email());
    put(map, "name", person.name());
    put(map, "country", person.country());
    put(map, "region", person.region());
    put(map, "organizationId", person.organizationId());
    put(map, "role", person.role());
    put(map, "mfa", person.mfa());
    return map;
  }

  /// A card.
  ///
  /// @param named whether it names admins, and organisations that the directory does not have
  static Map<String, Object> document(OrganizationExposure card, boolean named) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("organization", card.known() || named ? card.organization() : "");
    map.put("name", card.name().orElse(""));
    map.put("known", card.known());
    map.put("members", card.members());
    map.put("membersFound", card.membersFound());
    map.put("adminCount", card.adminCount());
    map.put("adminsFound", card.adminsFound());
    if (named) {
      map.put("admins", card.admins());
    }
    map.put("namedAs", card.namedAs());
    map.put("rows", card.rows());
    map.put("clear", PeoplePrinter.keys(card.clear()));
    map.put("generalized", PeoplePrinter.keys(card.generalized()));
    map.put("token", PeoplePrinter.keys(card.tokenized()));
    map.put("firstSeen", time(card.firstSeenMillis()));
    map.put("lastSeen", time(card.lastSeenMillis()));
    return map;
  }

  private static void put(Map<String, Object> map, String key, Optional<String> value) {
    map.put(key, value.orElse(""));
  }

  private static String time(long millis) {
    return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(" ", list.stream().map(String::valueOf).toList())
        : value.toString();
  }
}
