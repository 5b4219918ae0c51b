package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.header;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.properties;
import static dev.firebreak.policy.Fixture.shipped;
import static dev.firebreak.policy.Fixture.treat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PolicyTreatmentTest {
  private static final String DEVICE = "982c2aae-850d-4575-91f2-91c4ba7e0de5";

  private static String resolved(JsonNode node) {
    return resolved(node.asString());
  }

  private static String resolved(String token) {
    return Fixture.RESOLVER.resolve(token).map(PseudonymResolver.Resolved::id).orElseThrow();
  }

  @Test
  void droppedFieldNeverReachesVendor() {
    JsonNode out =
        properties(
            shipped(),
            "\"distinct_id\":\"user-9f41c2\",\"$email\":\"maya.okonjo@example.com\","
                + "\"$name\":\"Maya Okonjo\",\"$city\":\"Lyon\",\"$region\":\"Rhône\",\"x\":1");
    assertThat(out.propertyNames()).containsExactlyInAnyOrder("distinct_id", "time", "$insert_id");
  }

  @Test
  void oneIdHasOneTokenInEverySlotOfItsDomain() {
    JsonNode out =
        properties(
            shipped(),
            "\"distinct_id\":\"u1\",\"$user_id\":\"u1\",\"alias\":\"u1\",\"user_id\":\"u1\","
                + "\"$device_id\":\"u1\",\"company\":\"u1\"");
    String token = out.get("distinct_id").asString();
    assertThat(resolved(token)).isEqualTo("u1");
    assertThat(out.get("$user_id").asString()).isEqualTo(token);
    assertThat(out.get("alias").asString()).isEqualTo(token);
    assertThat(out.get("user_id").asString()).isEqualTo(token);
    assertThat(out.get("$device_id").asString()).isEqualTo(token);
    assertThat(out.get("company").asString()).isNotEqualTo(token);
    assertThat(resolved(out.get("company"))).isEqualTo("u1");
  }

  @Test
  void nextVendorGetsAnotherToken() {
    String json = event("\"distinct_id\":\"u1\"");
    byte[] next =
        Fixture.forward(
                Fixture.treatment(shipped(), Fixture.NEXT_KEY, false)
                    .treat(Fixture.tokens(json), MessageKind.EVENT, Fixture.RECEIVED))
            .payload();
    String token = properties(shipped(), "\"distinct_id\":\"u1\"").get("distinct_id").asString();
    assertThat(new String(next, StandardCharsets.UTF_8)).doesNotContain(token).contains("fb1sxy7z");
  }

  @Test
  void devicePrefixStaysOutsideTheToken() {
    JsonNode out =
        properties(
            shipped(),
            "\"distinct_id\":\"$device:" + DEVICE + "\",\"$device_id\":\"" + DEVICE + "\"");
    assertThat(out.get("distinct_id").asString())
        .isEqualTo("$device:" + out.get("$device_id").asString());
    assertThat(resolved(out.get("$device_id"))).isEqualTo(DEVICE);
  }

  @Test
  void numericIdsAreTokenisedAsTheirText() {
    JsonNode number = properties(shipped(), "\"distinct_id\":12345");
    JsonNode text = properties(shipped(), "\"distinct_id\":\"12345\"");
    assertThat(number.get("distinct_id")).isEqualTo(text.get("distinct_id"));
    assertThat(resolved(number.get("distinct_id"))).isEqualTo("12345");
  }

  @Test
  void nullAndEmptyIdsStayWhatTheyAre() {
    JsonNode out = properties(shipped(), "\"distinct_id\":null,\"$user_id\":\"\"");
    assertThat(out.get("distinct_id").isNull()).isTrue();
    assertThat(out.get("$user_id").asString()).isEmpty();
  }

  @Test
  void idsAbove48BytesBecomeKeyedHashes() {
    String id = "u".repeat(49);
    JsonNode out = properties(shipped(), "\"distinct_id\":\"" + id + "\"");
    assertThat(out.get("distinct_id").asString()).startsWith("fb1hab2c").hasSizeLessThan(48);
  }

  @Test
  void groupsAreTokenisedItemByItemInTheDomainOrg() {
    JsonNode list = properties(shipped(), "\"company\":[\"org-1\",\"org-2\"]").get("company");
    JsonNode group =
        Fixture.tree(
            shipped(),
            MessageKind.GROUP,
            "{\"$group_key\":\"company\",\"$group_id\":\"org-1\",\"$set\":{\"$name\":\"Acme\"}}");
    assertThat(group.get("$group_id")).isEqualTo(list.get(0));
    assertThat(group.get("$group_key").asString()).isEqualTo("company");
    assertThat(group.get("$set").isEmpty()).isTrue();
    assertThat(resolved(list.get(1))).isEqualTo("org-2");
  }

  @Test
  void numbersPassCharacterByCharacter() {
    String out =
        out(passing(), event("\"a\":1.10,\"b\":1e400,\"c\":1795368963.145,\"d\":-0.0,\"e\":1E+2"));
    assertThat(out)
        .contains("\"a\":1.10", "\"b\":1e400", "\"c\":1795368963.145", "\"d\":-0.0", "\"e\":1E+2");
  }

  @Test
  void everyDuplicateOfAKeyIsTreated() {
    String out = out(shipped(), event("\"$email\":\"a@example.com\",\"$email\":\"b@example.com\""));
    assertThat(out).doesNotContain("example.com");
  }

  @Test
  void duplicateIdentityTimeOrDedupeKeyIsQuarantinedWithoutValues() {
    for (String slot : new String[] {"distinct_id", "time", "$insert_id", "$user_id"}) {
      String json = event("\"" + slot + "\":\"maya-1\",\"" + slot + "\":\"maya-2\"");
      TreatedMessage treated = treat(shipped(), MessageKind.EVENT, json);
      assertThat(treated).isInstanceOf(TreatedMessage.Quarantined.class);
      var quarantined = (TreatedMessage.Quarantined) treated;
      assertThat(quarantined.reason()).isEqualTo(QuarantineReason.DUPLICATE_KEY);
      assertThat(new String(quarantined.skeleton(), StandardCharsets.UTF_8))
          .contains("\"reason\":\"duplicate_key\"")
          .doesNotContain("maya");
    }
  }

  @Test
  void credentialsInTheirSlotAreStripped() {
    String json =
        "{\"event\":\"E\",\"token\":\"T0\",\"properties\":{\"token\":\"T1\",\"$token\":\"T2\","
            + "\"api_key\":\"T3\",\"$lib_custom_api_host\":\"fb.example.com\"}}";
    assertThat(out(passing(), json)).doesNotContain("T0", "T1", "T2", "T3", "fb.example.com");
  }

  @Test
  void missingTimeAndDedupeIdAreStamped() {
    EventHeader header = header(shipped(), event("\"distinct_id\":\"u1\""));
    JsonNode out = properties(shipped(), "\"distinct_id\":\"u1\"");
    assertThat(out.get("time").asLong()).isEqualTo(Fixture.RECEIVED.toEpochMilli());
    assertThat(header.eventTimeMillis()).isEqualTo(Fixture.RECEIVED.toEpochMilli());
    assertThat(out.get("$insert_id").asString()).matches("[0-9a-f]{32}");
    assertThat(header.dedupeId()).isEqualTo(out.get("$insert_id").asString());
  }

  @Test
  void presentDedupeIdIsKeptOnlyInAShapeThatSaysNothing() {
    assertThat(properties(shipped(), "\"$insert_id\":\"" + DEVICE + "\"").get("$insert_id"))
        .hasToString("\"" + DEVICE + "\"");
    JsonNode first = properties(shipped(), "\"$insert_id\":\"maya-okonjo-1\"").get("$insert_id");
    JsonNode again = properties(shipped(), "\"$insert_id\":\"maya-okonjo-1\"").get("$insert_id");
    assertThat(first.asString()).matches("[0-9a-f]{32}").isEqualTo(again.asString());
  }

  @Test
  void droppedEventNameDropsTheMessage() {
    assertThat(
            treat(
                shipped(),
                MessageKind.EVENT,
                "{\"event\":\"Password Reset Asked\",\"properties\":{}}"))
        .isEqualTo(new TreatedMessage.Dropped(DropReason.POLICY, MessageKind.EVENT));
  }

  @Test
  void browserUrlAndReferrerAreGeneralized() {
    JsonNode out =
        properties(
            shipped(),
            "\"$browser\":\"Chrome 142.0.7444.60\",\"$browser_version\":142,"
                + "\"$referrer\":\"https://search.example.org/?q=maya+okonjo\","
                + "\"$current_url\":\"https://app.example.com/o/org-77b1/billing?email=m%40e.com\","
                + "\"mp_country_code\":\"FR\"");
    assertThat(out.get("$browser").asString()).isEqualTo("Chrome");
    assertThat(out.has("$browser_version")).isFalse();
    assertThat(out.get("$referrer").asString()).isEqualTo("https://search.example.org");
    assertThat(out.get("$current_url").asString())
        .isEqualTo("https://app.example.com/o/:id/billing");
    assertThat(out.get("mp_country_code").asString()).isEqualTo("FR");
  }

  @Test
  void masksSayWhatHappenedToEachCategory() {
    EventHeader header =
        header(
            shipped(),
            event(
                "\"distinct_id\":\"u1\",\"$email\":\"a@example.com\",\"$browser\":\"Firefox\","
                    + "\"mp_country_code\":\"FR\",\"plan\":\"team\""));
    assertThat(DataCategory.ofMask(header.masks().clear()))
        .containsExactly(
            DataCategory.COUNTRY, DataCategory.BEHAVIOR, DataCategory.ACCOUNT_SETTINGS);
    assertThat(DataCategory.ofMask(header.masks().generalized()))
        .containsExactly(DataCategory.USER_AGENT);
    assertThat(DataCategory.ofMask(header.masks().tokenized()))
        .containsExactly(DataCategory.ACCOUNT_ID);
    assertThat(DataCategory.ofMask(header.masks().withheld())).containsExactly(DataCategory.EMAIL);
  }

  @Test
  void headerHasTheAccountTheLinkAndTheIdAtTheVendor() {
    String json =
        "{\"event\":\"$identify\",\"properties\":{\"distinct_id\":\"u1\",\"$user_id\":\"u1\","
            + "\"$anon_distinct_id\":\"$device:"
            + DEVICE
            + "\"}}";
    EventHeader header = header(shipped(), json);
    assertThat(header.subjectKey()).isEqualTo(Fixture.SUBJECTS.account("u1"));
    assertThat(header.linkedDeviceKey()).isEqualTo(Fixture.SUBJECTS.device(DEVICE));
    assertThat(resolved(header.vendorSubjectId().orElseThrow())).isEqualTo("u1");
  }

  @Test
  void aliasLinksTheIdSoFarToTheAccount() {
    String json =
        "{\"event\":\"$create_alias\",\"properties\":{\"distinct_id\":\"anon-7\","
            + "\"alias\":\"u1\"}}";
    EventHeader header = header(shipped(), json);
    assertThat(header.subjectKey()).isEqualTo(Fixture.SUBJECTS.account("u1"));
    assertThat(header.linkedDeviceKey()).isEqualTo(Fixture.SUBJECTS.device("anon-7"));
    assertThat(resolved(header.vendorSubjectId().orElseThrow())).isEqualTo("u1");
  }

  @Test
  void anonymousEventHasTheDeviceAsSubject() {
    EventHeader header = header(shipped(), event("\"distinct_id\":\"$device:" + DEVICE + "\""));
    assertThat(header.subjectKey()).isEqualTo(Fixture.SUBJECTS.device(DEVICE));
    assertThat(header.vendorSubjectId().orElseThrow()).startsWith("$device:fb1s");
  }

  @Test
  void addAndAppendAreNotIdempotent() {
    for (String operation : new String[] {"$add", "$append"}) {
      TreatedMessage treated =
          treat(
              shipped(),
              MessageKind.PROFILE,
              "{\"$distinct_id\":\"u1\",\"" + operation + "\":{\"plan\":1}}");
      assertThat(Fixture.forward(treated).header().idempotent()).isFalse();
    }
  }

  @Test
  void profileOperandsArePropertyContainers() {
    JsonNode out =
        Fixture.tree(
            shipped(),
            MessageKind.PROFILE,
            "{\"$token\":\"T\",\"$distinct_id\":\"u1\",\"$ip\":\"203.0.113.57\",\"$latitude\":45.7,"
                + "\"$set\":{\"$email\":\"m@example.com\",\"plan\":\"team\"},"
                + "\"$union\":{\"company\":[\"org-1\"]},\"$unset\":[\"plan\",\"$email\"]}");
    assertThat(out.propertyNames())
        .containsExactlyInAnyOrder("$distinct_id", "$set", "$union", "$unset");
    assertThat(out.get("$set").toString()).isEqualTo("{\"plan\":\"team\"}");
    assertThat(resolved(out.get("$union").get("company").get(0))).isEqualTo("org-1");
    assertThat(out.get("$unset").toString()).isEqualTo("[\"plan\"]");
  }

  @Test
  void profileWithoutIdentityIsQuarantined() {
    TreatedMessage treated = treat(shipped(), MessageKind.PROFILE, "{\"$set\":{\"plan\":\"a\"}}");
    assertThat(((TreatedMessage.Quarantined) treated).reason())
        .isEqualTo(QuarantineReason.NO_IDENTITY);
  }

  @Test
  void wrongShapesAreQuarantined() {
    for (String json :
        new String[] {"{}", "{\"event\":1}", "{\"event\":\"E\",\"properties\":[]}", "[]"}) {
      assertThat(((TreatedMessage.Quarantined) treat(shipped(), MessageKind.EVENT, json)).reason())
          .isEqualTo(QuarantineReason.WRONG_SHAPE);
    }
  }

  @Test
  void tooDeepMessageIsQuarantined() {
    String json = event("\"a\":" + "[".repeat(80) + "]".repeat(80));
    assertThat(((TreatedMessage.Quarantined) treat(passing(), MessageKind.EVENT, json)).reason())
        .isEqualTo(QuarantineReason.TOO_DEEP);
  }
}
