package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.header;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.policy;
import static dev.firebreak.policy.Fixture.properties;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The precedence of rules, what happens to detected spans, and the modes.
class TreatmentRulesTest {
  @Test
  void propertyRuleBeatsCategoryAndExactBeatsGlobAndLongerBeatsShorter() {
    JsonNode out =
        properties(
            policy(
                "vendor: mixpanel",
                "default: drop",
                "unclassified: drop",
                "categories: {user.behavior: pass}",
                "properties:",
                "  $city: pass",
                "  \"exp*\": drop",
                "  \"experiment_*\": {category: system.operations, treatment: pass}",
                "  experiment_secret: drop",
                "  a.b: pass",
                "  \"x\\\\.y\": pass",
                "  list[].id: pass"),
            "\"$city\":\"Lyon\",\"expand\":1,\"experiment_nav\":\"b\",\"experiment_secret\":1,"
                + "\"a\":{\"b\":1,\"c\":2},\"x.y\":5,\"list\":[{\"id\":7,\"n\":\"q\"}]");
    assertThat(out.toString())
        .contains("\"$city\":\"Lyon\"", "\"experiment_nav\":\"b\"", "\"a\":{\"b\":1}")
        .contains("\"x.y\":5", "\"list\":[{\"id\":7}]")
        .doesNotContain("expand", "experiment_secret", "\"c\"", "\"n\"");
  }

  @Test
  void passedFieldWithoutCategorySetsBit62() {
    EventHeader header =
        header(
            policy(
                "vendor: mixpanel",
                "default: drop",
                "unclassified: drop",
                "categories: {user.behavior: pass}",
                "properties: {zzz: pass}"),
            event("\"zzz\":1"));
    assertThat(header.masks().clear() & DataCategory.UNCLASSIFIED.mask()).isNotZero();
    assertThat(header(Fixture.shipped(), event("\"zzz\":1")).masks().clear())
        .isEqualTo(DataCategory.BEHAVIOR.mask());
  }

  @Test
  void detectedSpanGetsTheStricterTreatment() {
    Policy policy =
        passing(
            "categories: {user.contact.email: drop, user.device.ip_address: {generalize: prefix}}");
    JsonNode out =
        properties(
            policy,
            "\"memo\":\"mail kim@example.org from 203.0.113.57\",\"x\":\"kim@example.org\","
                + "\"y\":\"https://e.example/?u=kim%40example.org\"");
    assertThat(out.get("memo").asString()).isEqualTo("mail [user.contact.email] from 203.0.113.0");
    assertThat(out.has("x")).isFalse();
    assertThat(out.get("y").asString()).isEqualTo("https://e.example/?u=[user.contact.email]");
  }

  @Test
  void keyedValuesAreFoundInJsonInsideAStringOfJson() {
    String inner = "{\\\"user\\\":{\\\"name\\\":\\\"Kim Ek\\\",\\\"password\\\":\\\"hunter2\\\"}}";
    String nested = "{\\\"state\\\":\\\"" + inner.replace("\\", "\\\\\\") + "\\\"}";
    for (String text : new String[] {inner, nested}) {
      String out = Fixture.out(Fixture.shipped(), event("\"plan\":\"" + text + "\""));
      assertThat(out).contains("user").doesNotContain("Kim").doesNotContain("hunter2");
    }
  }

  @Test
  void pseudonymizedSpanBecomesATokenInPlace() {
    String memo =
        properties(
                passing("categories: {user.contact.email: pseudonymize}"),
                "\"memo\":\"mail kim@example.org now\"")
            .get("memo")
            .asString();
    assertThat(memo).startsWith("mail fb1sab2c").endsWith(" now").doesNotContain("kim");
  }

  @Test
  void secretsAreRedactedUnderEveryPolicyAndMode() {
    String json =
        event(
            "\"memo\":\"key sk-test-000000000000000000000000 card 4111 1111 1111 1111\","
                + "\"password\":\"hunter2\",\"ssn\":\"078-05-1120\",\"pan\":4111111111111111,"
                + "\"u\":\"https://a:pw@example.com/?token=abc\"");
    for (boolean observe : new boolean[] {false, true}) {
      TreatedMessage treated =
          Fixture.treatment(passing(), Fixture.KEY, observe)
              .treat(Fixture.tokens(json), MessageKind.EVENT, Fixture.RECEIVED);
      TreatedMessage.Forward forward = Fixture.forward(treated);
      assertThat(new String(forward.payload(), StandardCharsets.UTF_8))
          .contains("[system.authentication.api_key]", "[user.financial.credit_card]")
          .contains("[user.authorization.password]", "[user.government_id]")
          .doesNotContain("0000000", "4111", "hunter2", "078-05", ":pw@", "=abc");
      assertThat(DataCategory.ofMask(forward.header().masks().withheld()))
          .contains(DataCategory.PASSWORD, DataCategory.CREDIT_CARD, DataCategory.API_KEY);
    }
  }

  @Test
  void observeModeSendsAllAsItCameAndCountsWhatThePolicyWouldDo() {
    PolicyTreatment treatment = Fixture.treatment(Fixture.shipped(), Fixture.KEY, true);
    String json =
        event(
            "\"distinct_id\":\"u1\",\"$email\":\"a@example.com\",\"zzz\":\"b@example.com\","
                + "\"$browser\":\"Chrome 142\",\"token\":\"T\"");
    TreatedMessage.Forward forward =
        Fixture.forward(treatment.treat(Fixture.tokens(json), MessageKind.EVENT, Fixture.RECEIVED));
    assertThat(new String(forward.payload(), StandardCharsets.UTF_8))
        .contains("\"distinct_id\":\"u1\"", "\"$email\":\"a@example.com\"", "b@example.com")
        .doesNotContain("\"T\"");
    assertThat(forward.header().masks().withheld()).isZero();
    assertThat(forward.header().masks().clear() & DataCategory.EMAIL.mask()).isNotZero();
    ObservedEffects effects = treatment.observedEffects();
    assertThat(effects.messages()).isEqualTo(1);
    assertThat(effects.byCategory().get(DataCategory.EMAIL))
        .isEqualTo(new ObservedEffects.Counts(0, 0, 1));
    assertThat(effects.byCategory().get(DataCategory.ACCOUNT_ID))
        .isEqualTo(new ObservedEffects.Counts(0, 1, 0));
  }

  @Test
  void theEventsOwnNameIsFoundInItsOtherStrings() {
    Policy policy = passing("categories: {user.name: drop, user.contact.phone_number: drop}");
    JsonNode out =
        properties(
            policy,
            "\"memo\":\"Billing of MAYA  okonjo\",\"q2\":\"x?a=maya+okonjo%20z\","
                + "\"p\":\"call 061 234-5678\",\"last\":\"okonjo, maya!\","
                + "\"$name\":\"Maya Okonjo\",\"$phone\":\"0612345678\"");
    assertThat(out.toString().toLowerCase(java.util.Locale.ROOT)).doesNotContain("okonjo", "5678");
    assertThat(out.get("memo").asString()).isEqualTo("Billing of [user.name]");
  }

  @Test
  void keyThatHoldsAValueIsDroppedWithIt() {
    String out =
        out(
            passing("categories: {user.contact.email: drop, user.name: drop}"),
            event(
                "\"maya@example.com\":1,\"o\":{\"kim%40example.org\":2,\"ok\":3},"
                    + "\"Maya Okonjo\":4,\"$name\":\"Maya Okonjo\""));
    assertThat(out).doesNotContain("example", "Okonjo").contains("\"o\":{\"ok\":3}");
  }

  @Test
  void whatTheScanLimitLeavesOverIsRedacted() {
    String long1 = "word ".repeat(2000);
    String text =
        properties(passing(), "\"memo\":\"" + long1 + "kim@example.org\"").get("memo").asString();
    assertThat(text).hasSizeLessThan(8192).endsWith("[unscanned]").doesNotContain("kim");
  }

  @Test
  void timeIsCutDownToTheHourInItsOwnUnit() {
    Policy policy = passing("properties: {time: {generalize: hour}}");
    assertThat(properties(policy, "\"time\":1762683630.456").get("time").asLong())
        .isEqualTo(1762682400L);
    assertThat(properties(policy, "\"time\":1762683630456").get("time").asLong())
        .isEqualTo(1762682400000L);
    assertThat(header(policy, event("\"time\":1762683630.456")).eventTimeMillis())
        .isEqualTo(1762682400000L);
  }

  @Test
  void locationKeepsTheLevelAndDropsTheFiner() {
    JsonNode out =
        properties(
            passing("categories: {user.location: {generalize: region}}"),
            "\"$city\":\"Lyon\",\"$region\":\"Rhone\",\"mp_country_code\":\"FR\","
                + "\"$latitude\":4.5");
    assertThat(out.has("$city")).isFalse();
    assertThat(out.has("$latitude")).isFalse();
    assertThat(out.get("$region").asString()).isEqualTo("Rhone");
    assertThat(out.get("mp_country_code").asString()).isEqualTo("FR");
  }

  @Test
  void numbersFallIntoBands() {
    assertThat(Generalizer.band("37")).contains("20");
    assertThat(Generalizer.band("19.99")).contains("10");
    assertThat(Generalizer.band("-730")).contains("-500");
    assertThat(Generalizer.band("0.03")).contains("0.02");
    assertThat(Generalizer.band("1e400")).isEmpty();
    assertThat(Generalizer.band("0")).contains("0");
  }

  @Test
  void namesInUrlPathsDoNotSurviveTheTemplate() {
    JsonNode out =
        properties(
            Fixture.shipped(),
            "\"$current_url\":\"https://u:p@app.example.com:8443/users/maya/A1/settings#x\","
                + "\"current_url_path\":\"/o/acme/billing\",\"current_page_title\":\"Maya\"");
    assertThat(out.get("$current_url").asString())
        .isEqualTo("https://app.example.com:8443/users/:id/:id/settings");
    assertThat(out.get("current_url_path").asString()).isEqualTo("/o/:id/billing");
    assertThat(out.has("current_page_title")).isFalse();
  }
}
