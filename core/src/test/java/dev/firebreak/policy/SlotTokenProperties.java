package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import dev.firebreak.pseudonym.PseudonymKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One id gives one token in every slot of its domain, and another at the next vendor. The slots
/// are those of [Slot]: a new name is tried by itself, a new kind of slot does not compile here
/// until it is sorted.
class SlotTokenProperties {
  private static final String GROUP_KEY = "company";
  private static final Policy TOKENS =
      Fixture.passing(
          "categories:",
          "  user.unique_id: pseudonymize",
          "  user.device.device_id: pseudonymize",
          "  org.identifier: pseudonymize");

  /// A message with one id in one slot.
  ///
  /// @param json the message, with `%s` where the id stands, in quotes or not
  /// @param pointer where the id's token is in what the vendor gets
  private record Place(MessageKind kind, String json, String pointer) {
    /// The token that stands in the id's place.
    private String token(PolicyTreatment treatment, String id) {
      byte[] payload =
          Fixture.forward(
                  treatment.treat(Fixture.tokens(json.formatted(id)), kind, Fixture.RECEIVED))
              .payload();
      JsonNode out = JsonMapper.shared().readTree(new String(payload, StandardCharsets.UTF_8));
      return out.at(pointer).asString();
    }
  }

  @Property(tries = 60)
  void onePersonHasOneTokenInEverySlotAndAnotherAtTheNextVendor(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String id) {
    oneTokenEach(places(Slot.PERSON), "\"" + id + "\"", id);
  }

  /// Mixpanel's prefix of a device stays outside the token.
  @Property(tries = 30)
  void oneDeviceHasOneTokenInEverySlotAndAnotherAtTheNextVendor(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String id) {
    Set<String> tokens = tokens(places(Slot.PERSON), Fixture.KEY, "\"$device:" + id + "\"");
    Set<String> bare = tokens(places(Slot.PERSON), Fixture.KEY, "\"" + id + "\"");
    assertThat(tokens).containsExactly("$device:" + bare.iterator().next());
    assertThat(tokens(places(Slot.PERSON), Fixture.NEXT_KEY, "\"$device:" + id + "\""))
        .hasSize(1)
        .doesNotContainAnyElementsOf(tokens);
  }

  /// A number is tokenized as its text.
  @Property(tries = 30)
  void numericIdHasTheTokenOfItsTextInEverySlot(@ForAll @IntRange(min = 1, max = 99_999) int id) {
    for (Slot slot : List.of(Slot.PERSON, Slot.GROUP)) {
      oneTokenEach(places(slot), Integer.toString(id), Integer.toString(id));
      assertThat(tokens(places(slot), Fixture.KEY, Integer.toString(id)))
          .isEqualTo(tokens(places(slot), Fixture.KEY, "\"" + id + "\""));
    }
  }

  @Property(tries = 60)
  void oneGroupHasOneTokenInEverySlotAndAnotherAtTheNextVendor(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String id) {
    oneTokenEach(places(Slot.GROUP), "\"" + id + "\"", id);
    assertThat(tokens(places(Slot.GROUP), Fixture.KEY, "\"" + id + "\""))
        .doesNotContainAnyElementsOf(tokens(places(Slot.PERSON), Fixture.KEY, "\"" + id + "\""));
  }

  /// Every slot is either an id's, and then has places, or is known to hold none.
  @Property(tries = 1)
  void everySlotIsSorted() {
    for (Slot slot : Slot.values()) {
      switch (slot) {
        case PERSON ->
            assertThat(places(slot))
                .hasSizeGreaterThan(slot.properties().size() + slot.messageFields().size());
        case GROUP -> assertThat(places(slot)).hasSizeGreaterThan(4);
        case PLAIN, TIME, DEDUPE, STRIPPED -> assertThat(places(slot)).isEmpty();
      }
    }
  }

  private static void oneTokenEach(List<Place> places, String json, String id) {
    Set<String> here = tokens(places, Fixture.KEY, json);
    Set<String> there = tokens(places, Fixture.NEXT_KEY, json);
    assertThat(here).hasSize(1).allMatch(token -> token.startsWith("fb1"));
    assertThat(there).hasSize(1).allMatch(token -> token.startsWith("fb1"));
    assertThat(there).doesNotContainAnyElementsOf(here);
    if (id.length() <= 48) {
      for (String token : List.of(here.iterator().next(), there.iterator().next())) {
        assertThat(Fixture.RESOLVER.resolve(token).orElseThrow().id()).isEqualTo(id);
      }
    }
  }

  private static Set<String> tokens(List<Place> places, PseudonymKey key, String id) {
    PolicyTreatment treatment = Fixture.treatment(TOKENS, key, false);
    Set<String> tokens = new HashSet<>();
    for (Place place : places) {
      String token = place.token(treatment, id);
      assertThat(token).as("%s %s", place.json(), place.pointer()).isNotEmpty();
      tokens.add(token);
    }
    return tokens;
  }

  /// Where an id of this slot can stand: in events, in the operands of profiles and groups, and in
  /// their messages themselves.
  private static List<Place> places(Slot slot) {
    return switch (slot) {
      case PERSON -> {
        List<Place> places = new ArrayList<>();
        for (String name : slot.properties()) {
          inProperties(places, name, isList(name));
        }
        for (String name : slot.messageFields()) {
          inMessage(places, name, isList(name));
        }
        yield places;
      }
      case GROUP -> {
        List<Place> places = new ArrayList<>();
        for (String name : slot.properties()) {
          inProperties(places, name, false);
        }
        for (String name : slot.messageFields()) {
          inMessage(places, name, false);
        }
        inProperties(places, GROUP_KEY, false);
        inProperties(places, GROUP_KEY, true);
        yield places;
      }
      case PLAIN, TIME, DEDUPE, STRIPPED -> List.of();
    };
  }

  private static boolean isList(String name) {
    return name.equals("$distinct_ids");
  }

  private static void inProperties(List<Place> places, String name, boolean list) {
    String field = field(name, list);
    String at = "/" + name + (list ? "/0" : "");
    String event = name.equals("$distinct_ids") ? "$merge" : "Opened";
    places.add(
        new Place(
            MessageKind.EVENT,
            "{\"event\":\"" + event + "\",\"properties\":{" + field + "}}",
            "/properties" + at));
    for (String operation : List.of("$set", "$set_once")) {
      places.add(
          new Place(
              MessageKind.PROFILE,
              "{\"$distinct_id\":\"other\",\"" + operation + "\":{" + field + "}}",
              "/" + operation + at));
      places.add(
          new Place(
              MessageKind.GROUP,
              "{\"$group_key\":\""
                  + GROUP_KEY
                  + "\",\"$group_id\":\"other\",\""
                  + operation
                  + "\":{"
                  + field
                  + "}}",
              "/" + operation + at));
    }
  }

  private static void inMessage(List<Place> places, String name, boolean list) {
    String field = field(name, list);
    String at = "/" + name + (list ? "/0" : "");
    String person = name.equals("$distinct_id") ? "" : ",\"$distinct_id\":\"other\"";
    String group = name.equals("$group_id") ? "" : ",\"$group_id\":\"other\"";
    String set = ",\"$set\":{\"plan\":\"team\"}";
    places.add(new Place(MessageKind.PROFILE, "{" + field + person + set + "}", at));
    places.add(
        new Place(
            MessageKind.GROUP,
            "{\"$group_key\":\"" + GROUP_KEY + "\"," + field + group + set + "}",
            at));
  }

  private static String field(String name, boolean list) {
    return "\"" + name + "\":" + (list ? "[%s]" : "%s");
  }
}
