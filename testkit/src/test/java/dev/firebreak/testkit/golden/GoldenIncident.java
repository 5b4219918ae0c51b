package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// An incident that is opened, assessed and read at the command line, and what came of it in the
/// form of the truth.
final class GoldenIncident {
  private final Desk desk;
  private final String id;

  /// Opens it.
  GoldenIncident(Desk desk, String id, String vendor) throws IOException {
    this.desk = desk;
    this.id = id;
    desk.confirmed("incident", "open", id, "--vendor", vendor, "--title", "Stolen export");
  }

  /// Records when something happened.
  void moment(String moment, String at) throws IOException {
    desk.confirmed("incident", "moment", id, moment, at, "--evidence", "the vendor's mail");
  }

  /// Assesses what was handed over and gives everything that was found.
  JsonNode assess(GoldenFiles files) throws IOException {
    List<String> words = new ArrayList<>(List.of("incident", "assess", id));
    files.haul().files().forEach(file -> words.add(file.toString()));
    words.addAll(List.of("--accounts", files.accounts().toString()));
    words.addAll(List.of("--canaries", files.canaries().toString()));
    JsonNode findings = desk.confirmed(words.toArray(String[]::new));
    Path people = desk.folder().resolve(id + "-people.json");
    Files.deleteIfExists(people);
    desk.run(
        "incident",
        "people",
        id,
        "--because",
        "comparison",
        "--out",
        people.toString(),
        "--operator",
        "nadia",
        "--json");
    JsonNode organizations =
        desk.confirmed(
            "incident", "organizations", id, "--top", "1000000", "--because", "comparison");
    Map<String, Object> found = found(findings, Containers.JSON.readTree(people), organizations);
    found.put("reconciliation", reconciliation(findings));
    return Containers.JSON.valueToTree(found);
  }

  /// The comparison with the ledger: numbers, everybody of whom the two differ, organisations.
  private Map<String, Object> reconciliation(JsonNode findings) throws IOException {
    JsonNode figures = findings.get("reconciliation");
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!figures.get("compared").asBoolean()) {
      tree.put("compared", false);
      return tree;
    }
    figures.properties().forEach(each -> tree.put(each.getKey(), each.getValue()));
    Map<String, Object> people = new TreeMap<>();
    for (JsonNode person : desk.confirmed("incident", "reconcile", id, "--because", "comparison")) {
      String account = person.get("accountId").asString();
      String name = account.isEmpty() ? person.get("person").asString() : account;
      people.put(name, without(person, "person", "accountId"));
    }
    tree.put("people", people);
    Map<String, Object> cards = new TreeMap<>();
    for (JsonNode card :
        desk.confirmed("incident", "reconcile", id, "--organizations", "--because", "comparison")) {
      cards.put(card.get("organization").asString(), without(card, "organization"));
    }
    tree.put("byOrganization", cards);
    for (String name : List.of("sentButNotInFile", "inFileButNeverSent")) {
      tree.put(name, sorted(findings.get(name)));
    }
    return tree;
  }

  private static Map<String, Object> without(JsonNode document, String... names) {
    Map<String, Object> entry = new LinkedHashMap<>();
    document
        .properties()
        .forEach(each -> {
          JsonNode value = each.getValue();
          entry.put(each.getKey(), value.isArray() ? sorted(value) : value);
        });
    List.of(names).forEach(entry::remove);
    return entry;
  }

  private static Map<String, Object> found(
      JsonNode findings, JsonNode people, JsonNode organizations) {
    JsonNode counts = findings.get("assessment");
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "rows", Map.of("read", counts.get("rowsRead"), "rejected", counts.get("rowsRejected")));
    for (String count : List.of("found", "ambiguous", "unresolved")) {
      tree.put(count, counts.get(count));
    }
    tree.put("joinedAccounts", findings.get("joinedAccounts"));
    tree.put("exposed", exposed(findings.get("exposed")));
    Map<String, Object> absences = new TreeMap<>();
    findings
        .get("absences")
        .forEach(each -> absences.put(each.get("category").asString(), each.get("grade")));
    tree.put("absences", absences);
    tree.put("surprises", surprises(findings.get("surprises")));
    tree.put("addedByVendor", sorted(findings.get("addedByVendor")));
    tree.put("unexplainedFields", findings.get("unexplainedFields"));
    tree.put("completeness", completeness(findings.get("completeness")));
    Map<String, Object> persons = new TreeMap<>();
    people.forEach(person -> persons.put(key(person), person(person)));
    tree.put("people", persons);
    Map<String, Object> cards = new TreeMap<>();
    organizations
        .get("organizations")
        .forEach(card -> cards.put(card.get("organization").asString(), card(card)));
    tree.put("organizations", cards);
    return tree;
  }

  private static Map<String, Object> exposed(JsonNode categories) {
    Map<String, Object> exposed = new TreeMap<>();
    for (String category : categories.propertyNames()) {
      JsonNode forms = categories.get(category);
      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("clear", forms.get("clear"));
      counts.put("generalized", forms.get("generalized"));
      counts.put("token", forms.get("tokenized"));
      exposed.put(category, counts);
    }
    return exposed;
  }

  /// Sort, place and kind with how many; of unknown fields there is no kind, and times differ by
  /// their words.
  private static Map<String, Object> surprises(JsonNode list) {
    Map<String, Object> surprises = new TreeMap<>();
    for (JsonNode each : list) {
      String sort = each.get("kind").asString();
      String key =
          sort.equals("times")
              ? "times: " + each.get("words").asString()
              : Stream.of("kind", "place", "category")
                  .filter(each::has)
                  .map(name -> each.get(name).asString())
                  .collect(Collectors.joining(" "));
      if (surprises.put(key, each.get("count")) != null) {
        throw new AssertionError("told twice: " + key);
      }
    }
    return surprises;
  }

  private static Map<String, Object> completeness(JsonNode completeness) {
    Map<String, Object> entry = new LinkedHashMap<>();
    for (String name :
        List.of("planted", "counted", "found", "confidence", "ledgerPeople", "ledgerFound")) {
      entry.put(name, completeness.get(name));
    }
    for (String name : List.of("low", "high")) {
      entry.put(name, CanaryBook.rounded(completeness.get(name).asDouble()));
    }
    return entry;
  }

  private static String key(JsonNode person) {
    String account = person.get("accountId").asString();
    return account.isEmpty() ? String.join(" ", sorted(person.get("identifiers"))) : account;
  }

  private static Map<String, Object> person(JsonNode person) {
    Map<String, Object> entry = new LinkedHashMap<>();
    for (String name : List.of("accountId", "ambiguous", "rows", "firstSeen", "lastSeen")) {
      entry.put(name, person.get(name));
    }
    for (String name :
        List.of("accounts", "methods", "identifiers", "clear", "generalized", "token")) {
      entry.put(name, sorted(person.get(name)));
    }
    return entry;
  }

  private static Map<String, Object> card(JsonNode card) {
    Map<String, Object> entry = new LinkedHashMap<>();
    for (String name :
        List.of(
            "known", "members", "membersFound", "adminsFound", "rows", "firstSeen", "lastSeen")) {
      entry.put(name, card.get(name));
    }
    for (String name : List.of("admins", "namedAs", "clear", "generalized", "token")) {
      entry.put(name, sorted(card.get(name)));
    }
    return entry;
  }

  private static List<String> sorted(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asString)
        .sorted()
        .toList();
  }
}
