package dev.firebreak.testkit.golden;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Ways in which a truth can be made wrong, each by the least: whatever compares has to notice.
@SuppressWarnings("ImmutableEnumChecker") // the changes keep nothing
enum Wrong {
  PERSON_LEFT_OUT(tree -> people(tree).remove(someFound(tree))),
  PERSON_INVENTED(tree -> people(tree).set("user-of-nobody", found(tree).deepCopy())),
  CATEGORY_ADDED(tree -> list(found(tree), "clear").add("user.content.prompt")),
  CATEGORY_LEFT_OUT(tree -> list(found(tree), "clear").remove(0)),
  CATEGORY_IN_ANOTHER_FORM(tree -> list(found(tree), "token").add("user.behavior")),
  METHOD_ADDED(tree -> list(found(tree), "methods").add("phone_hash")),
  IDENTIFIER_LEFT_OUT(tree -> list(found(tree), "identifiers").remove(0)),
  ROW_TOO_MANY(tree -> found(tree).put("rows", found(tree).get("rows").asLong() + 1)),
  SECOND_LATER(tree -> found(tree).put("lastSeen", "2025-11-09T12:00:01Z")),
  AMBIGUITY_DECIDED(tree -> ambiguous(tree).put("ambiguous", false)),
  ORGANIZATION_LEFT_OUT(tree -> cards(tree).remove(first(cards(tree)))),
  MEMBER_TOO_MANY(tree -> {
    ObjectNode card = (ObjectNode) cards(tree).get(first(cards(tree)));
    card.put("membersFound", card.get("membersFound").asLong() + 1);
  }),
  ABSENCE_STRONGER(tree -> ((ObjectNode) tree.get("absences")).put("user.biometric", "both")),
  SECRET_ELSEWHERE(tree -> {
    ObjectNode surprises = (ObjectNode) tree.get("surprises");
    String secret =
        surprises.propertyNames().stream()
            .filter(name -> name.startsWith("secret "))
            .findFirst()
            .orElseThrow();
    surprises.set(secret.replace(" ", " properties."), surprises.remove(secret));
  }),
  SURPRISE_LARGER(tree -> {
    ObjectNode surprises = (ObjectNode) tree.get("surprises");
    String some = first(surprises);
    surprises.put(some, surprises.get(some).asLong() + 1);
  }),
  VENDOR_ADDED_LESS(tree -> list(tree, "addedByVendor").remove(0)),
  PLANTED_RECORD_LOST(tree -> {
    ObjectNode completeness = (ObjectNode) tree.get("completeness");
    completeness.put("found", completeness.get("found").asLong() - 1);
  }),
  INTERVAL_NARROWER(tree -> {
    ObjectNode completeness = (ObjectNode) tree.get("completeness");
    completeness.put("low", completeness.get("low").asDouble() + 0.001);
  }),
  COUNT_TOO_LOW(tree -> tree.put("unresolved", tree.get("unresolved").asLong() - 1)),
  NOBODY_MISSING(tree -> ((ObjectNode) tree.at("/reconciliation/causes")).remove("missing")),
  CAUSE_OTHER(tree -> ledgerOnly(tree).put("cause", "mentioned")),
  DIFFERENCE_MORE(tree -> list(ledgerOnly(tree), "missing").add("user.name")),
  ORGANIZATION_AGREES(tree -> {
    ObjectNode cards = (ObjectNode) tree.at("/reconciliation/byOrganization");
    cards.remove(first(cards));
  }),
  LEDGER_ALL_FOUND(tree -> {
    ObjectNode completeness = (ObjectNode) tree.get("completeness");
    completeness.put("ledgerPeople", completeness.get("ledgerFound").asLong() - 1);
  });

  /// Those that a truth of a company with a ledger can be made wrong by.
  static final Set<Wrong> OF_LEDGER =
      EnumSet.of(
          NOBODY_MISSING, CAUSE_OTHER, DIFFERENCE_MORE, ORGANIZATION_AGREES, LEDGER_ALL_FOUND);

  /// Those that every truth can be made wrong by.
  static final Set<Wrong> OF_ANY = EnumSet.complementOf(EnumSet.copyOf(OF_LEDGER));

  private final Consumer<ObjectNode> change;

  Wrong(Consumer<ObjectNode> change) {
    this.change = change;
  }

  /// A wrong copy of a truth.
  JsonNode of(JsonNode truth) {
    ObjectNode copy = (ObjectNode) truth.deepCopy();
    change.accept(copy);
    return copy;
  }

  private static ObjectNode people(ObjectNode tree) {
    return (ObjectNode) tree.get("people");
  }

  private static ObjectNode cards(ObjectNode tree) {
    return (ObjectNode) tree.get("organizations");
  }

  private static String first(ObjectNode node) {
    return node.propertyNames().iterator().next();
  }

  private static String someFound(ObjectNode tree) {
    List<String> names = List.copyOf(people(tree).propertyNames());
    return names.stream().filter(name -> name.startsWith("user-")).findFirst().orElseThrow();
  }

  private static ObjectNode found(ObjectNode tree) {
    return (ObjectNode) people(tree).get(someFound(tree));
  }

  private static ObjectNode ledgerOnly(ObjectNode tree) {
    ObjectNode people = (ObjectNode) tree.at("/reconciliation/people");
    return (ObjectNode)
        StreamSupport.stream(people.spliterator(), false)
            .filter(person -> person.get("side").asString().equals("ledger_only"))
            .findFirst()
            .orElseThrow();
  }

  private static ObjectNode ambiguous(ObjectNode tree) {
    return (ObjectNode)
        StreamSupport.stream(people(tree).spliterator(), false)
            .filter(person -> person.get("ambiguous").asBoolean())
            .findFirst()
            .orElseThrow();
  }

  private static ArrayNode list(ObjectNode node, String name) {
    return (ArrayNode) node.get(name);
  }
}
