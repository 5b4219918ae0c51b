package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RetreatmentTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Path FOLDER =
      Path.of(System.getProperty("firebreak.root"), "core/src/test/resources/vendor/mixpanel");

  private static Stream<String> messages() throws IOException {
    return GoldenMessagesTest.messages();
  }

  /// Treating again what was passed is the same as treating it under today's policy at once.
  @ParameterizedTest
  @MethodSource("messages")
  void whatWasPassedIsTreatedAsIfItCameToday(String name) throws IOException {
    JsonNode golden = MAPPER.readTree(Files.readString(FOLDER.resolve(name + ".json")));
    MessageKind kind = MessageKind.valueOf(golden.get("kind").asString());
    String message = golden.get("message").toString();
    Policy now = Fixture.shipped();
    TreatedMessage.Forward direct = Fixture.forward(Fixture.treat(now, kind, message));

    Retreatment.Again again =
        again(
                Fixture.passing(),
                now,
                Fixture.forward(Fixture.treat(Fixture.passing(), kind, message)))
            .orElseThrow();

    assertThat(text(again.payload())).isEqualTo(text(direct.payload()));
    Masks masks = again.header().masks();
    Masks once = direct.header().masks();
    assertThat(masks.clear()).isEqualTo(once.clear());
    assertThat(masks.generalized()).isEqualTo(once.generalized());
    assertThat(masks.tokenized()).isEqualTo(once.tokenized());
    // what went with a coarser form is known to be gone, as it was seen before
    assertThat(masks.withheld() & once.withheld()).isEqualTo(once.withheld());
    assertThat(masks.withheld() & masks.disclosed() & ~once.withheld()).isZero();
    assertThat(again.header().idAtVendor()).isEqualTo(direct.header().idAtVendor());
    assertThat(again.header().subjectKey()).isEqualTo(direct.header().subjectKey());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void underTheSamePolicyNothingChanges(String name) throws IOException {
    JsonNode golden = MAPPER.readTree(Files.readString(FOLDER.resolve(name + ".json")));
    MessageKind kind = MessageKind.valueOf(golden.get("kind").asString());
    Policy policy = Fixture.shipped();
    TreatedMessage.Forward first =
        Fixture.forward(Fixture.treat(policy, kind, golden.get("message").toString()));

    Retreatment.Again again = again(policy, policy, first).orElseThrow();

    assertThat(text(again.payload())).isEqualTo(text(first.payload()));
    assertThat(again.header()).isEqualTo(first.header());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void tokensStayUnderACapOfTokensAndTheRestGoes(String name) throws IOException {
    JsonNode golden = MAPPER.readTree(Files.readString(FOLDER.resolve(name + ".json")));
    MessageKind kind = MessageKind.valueOf(golden.get("kind").asString());
    Policy before = Fixture.shipped();
    Policy now = before.cappedBy(List.of(PolicyCap.tokensOnly("review expired")));
    TreatedMessage.Forward first =
        Fixture.forward(Fixture.treat(before, kind, golden.get("message").toString()));

    Optional<Retreatment.Again> again = again(before, now, first);

    long allowed =
        DataCategory.ACCOUNT_ID.mask()
            | DataCategory.DEVICE_ID.mask()
            | DataCategory.ORGANIZATION_ID.mask()
            | DataCategory.BEHAVIOR.mask()
            | DataCategory.OPERATIONS.mask();
    again.ifPresent(each -> {
      Masks masks = each.header().masks();
      assertThat(masks.disclosed() & ~allowed).isZero();
      assertThat(masks.disclosed() | masks.withheld() | DataCategory.UNCLASSIFIED.mask())
          .isEqualTo(
              first.header().masks().disclosed()
                  | first.header().masks().withheld()
                  | DataCategory.UNCLASSIFIED.mask());
      assertThat(each.header().idAtVendor()).isEqualTo(first.header().idAtVendor());
      assertThat(each.header().dedupeId()).isEqualTo(first.header().dedupeId());
    });
  }

  @Test
  void valuesThatAreWithheldTodayAreGone() {
    Policy before = Fixture.passing();
    Policy now = Fixture.passing("categories: {user.contact.email: drop, user.name: redact}");
    TreatedMessage.Forward first =
        treated(
            before,
            "\"distinct_id\":\"u1\",\"$email\":\"maya@example.org\",\"$name\":\"Maya Lind\","
                + "\"note\":\"write to maya@example.org\",\"plan\":\"pro\"");
    Retreatment.Again again = again(before, now, first).orElseThrow();
    assertThat(text(again.payload()))
        .contains("\"plan\":\"pro\"", "[user.name]", "[user.contact.email]")
        .doesNotContain("maya@example.org", "Maya Lind");
    Masks masks = again.header().masks();
    assertThat(masks.clear() & DataCategory.EMAIL.mask()).isZero();
    assertThat(masks.withheld() & DataCategory.EMAIL.mask()).isNotZero();
  }

  @Test
  void whatCannotBeMadeOutOfWhatIsLeftGoes() {
    Policy before =
        Fixture.passing(
            "categories: {user.device.user_agent: {generalize: family},"
                + " user.unique_id: pseudonymize}");
    Policy now =
        Fixture.passing("categories: {user.device.user_agent: drop, user.unique_id: redact}");
    TreatedMessage.Forward first =
        treated(before, "\"distinct_id\":\"u1\",\"$browser\":\"Firefox 131\",\"plan\":\"pro\"");
    assertThat(text(first.payload())).contains("Firefox", "fb1s");
    Retreatment.Again again = again(before, now, first).orElseThrow();
    assertThat(text(again.payload()))
        .contains("\"plan\":\"pro\"", "\"distinct_id\":\"[user.unique_id]\"")
        .doesNotContain("Firefox", "fb1s");
    assertThat(again.header().masks().tokenized()).isZero();
  }

  private static final String NOTE =
      "\"distinct_id\":\"u1\",\"$email\":\"maya@example.org\","
          + "\"note\":\"write to maya@example.org or leo@example.org\"";

  /// A token inside a text says of whom it is as one in a field of its own does.
  @Test
  void tokensInsideTextsGoWhereTheirCategoryIsWithheldToday() {
    Policy before =
        Fixture.passing(
            "categories: {user.contact.email: pseudonymize, user.unique_id: pseudonymize}");
    Policy now =
        Fixture.passing("categories: {user.contact.email: drop, user.unique_id: pseudonymize}");
    TreatedMessage.Forward first = treated(before, NOTE);
    assertThat(text(first.payload())).containsPattern("write to fb1s\\S+ or fb1s\\S+\"");

    Retreatment.Again again = again(before, now, first).orElseThrow();

    assertThat(text(again.payload()))
        .contains("write to [unclassified] or [unclassified]\"")
        .containsPattern("\"distinct_id\":\"fb1s");
    assertThat(again.header().masks().tokenized()).isEqualTo(DataCategory.ACCOUNT_ID.mask());
    assertThat(again.header().masks().withheld() & DataCategory.EMAIL.mask()).isNotZero();
  }

  @Test
  void tokensInsideTextsStayAsTheyAreWhereTokensMayGoOut() {
    Policy before =
        Fixture.passing(
            "categories: {user.contact.email: pseudonymize, user.unique_id: pseudonymize}");
    Policy now =
        Fixture.passing(
            "categories: {user.contact.email: pseudonymize, user.unique_id: pseudonymize,"
                + " user.name: drop}");
    TreatedMessage.Forward first = treated(before, NOTE);

    Retreatment.Again again = again(before, now, first).orElseThrow();

    assertThat(text(again.payload())).isEqualTo(text(first.payload()));
    assertThat(again.header()).isEqualTo(first.header());
  }

  /// Of which of two categories a token is nobody can tell: it goes where one of them must.
  @Test
  void aTokenThatMayBeOfAWithheldCategoryGoes() {
    Policy before =
        Fixture.passing(
            "categories: {user.contact.email: pseudonymize,"
                + " user.contact.phone_number: pseudonymize}");
    Policy now =
        Fixture.passing(
            "categories: {user.contact.email: pseudonymize, user.contact.phone_number: redact}");
    TreatedMessage.Forward first =
        treated(
            before,
            "\"distinct_id\":\"u1\",\"$phone\":\"+4915112345678\","
                + "\"note\":\"write to maya@example.org\"");
    Retreatment.Again again = again(before, now, first).orElseThrow();
    assertThat(text(again.payload()))
        .contains("write to [unclassified]\"")
        .doesNotContain("write to fb1s");
  }

  @Test
  void aTokenThatCanOnlyBeOfOneCategoryIsReplacedByItsName() {
    Policy before = Fixture.passing("categories: {user.contact.email: pseudonymize}");
    Policy now = Fixture.passing("categories: {user.contact.email: redact}");
    TreatedMessage.Forward first =
        treated(before, "\"distinct_id\":\"u1\",\"note\":\"write to maya@example.org\"");
    assertThat(text(again(before, now, first).orElseThrow().payload()))
        .contains("write to [user.contact.email]\"");
  }

  @Test
  void whatOnlyLooksLikeATokenIsDataLikeAnyOther() {
    Policy before = Fixture.passing();
    Policy now = Fixture.passing("categories: {user.contact.email: drop}");
    String text = "see fb1sabcdAAAAAAAAAAAAAAAAAAAAAAAA there";
    TreatedMessage.Forward first =
        treated(before, "\"distinct_id\":\"u1\",\"note\":\"" + text + "\"");
    assertThat(text(again(before, now, first).orElseThrow().payload())).contains(text);
  }

  @Test
  void anEventThatThePolicyDropsTodayIsNothing() {
    Policy before = Fixture.passing();
    Policy now = Fixture.passing("events: {Opened: drop}");
    assertThat(again(before, now, treated(before, "\"distinct_id\":\"u1\""))).isEmpty();
  }

  private static TreatedMessage.Forward treated(Policy policy, String properties) {
    return Fixture.forward(Fixture.treat(policy, MessageKind.EVENT, Fixture.event(properties)));
  }

  /// What came while its policy was only counted is treated as if it came today, whether the policy
  /// changed or not.
  @ParameterizedTest
  @MethodSource("messages")
  void whatCameWhileObservedIsTreatedAsIfItCameToday(String name) throws IOException {
    JsonNode golden = MAPPER.readTree(Files.readString(FOLDER.resolve(name + ".json")));
    MessageKind kind = MessageKind.valueOf(golden.get("kind").asString());
    String message = golden.get("message").toString();
    Policy now = Fixture.shipped();
    TreatedMessage.Forward direct = Fixture.forward(Fixture.treat(now, kind, message));
    for (Policy before : List.of(now, Fixture.passing())) {
      TreatedMessage.Forward first =
          Fixture.forward(
              Fixture.treatment(before, Fixture.KEY, true)
                  .treat(Fixture.tokens(message), kind, Fixture.RECEIVED));

      Retreatment.Again again = again(before, true, now, first).orElseThrow();

      assertThat(withoutMadeIds(again.payload())).isEqualTo(withoutMadeIds(direct.payload()));
      assertThat(again.header().masks().disclosed()).isEqualTo(direct.header().masks().disclosed());
      assertThat(again.header().idAtVendor()).isEqualTo(direct.header().idAtVendor());
    }
  }

  /// A field that the policy would have made coarser did not become so while it was only counted.
  @Test
  void nothingThatCameWhileObservedCountsAsCoarse() {
    Policy policy = Fixture.passing("categories: {user.device.user_agent: {generalize: family}}");
    TreatedMessage.Forward first =
        Fixture.forward(
            Fixture.treatment(policy, Fixture.KEY, true)
                .treat(
                    Fixture.tokens(
                        Fixture.event("\"distinct_id\":\"u1\",\"$browser\":\"Firefox 131.0.2\"")),
                    MessageKind.EVENT,
                    Fixture.RECEIVED));
    assertThat(text(first.payload())).contains("131.0.2");
    Retreatment.Again again = again(policy, true, policy, first).orElseThrow();
    assertThat(text(again.payload())).doesNotContain("131.0.2");
    assertThat(again.header().masks().clear() & DataCategory.USER_AGENT.mask()).isZero();
  }

  private static Optional<Retreatment.Again> again(
      Policy before, Policy now, TreatedMessage.Forward first) {
    return again(before, false, now, first);
  }

  private static Optional<Retreatment.Again> again(
      Policy before, boolean observed, Policy now, TreatedMessage.Forward first) {
    EventHeader header = first.header();
    TreatmentSettings settings = TreatmentSettings.enforcing(now, Set.of("company"));
    byte[] secret = new byte[32];
    return new Retreatment(
            settings, before, observed, new Pseudonymizer(Fixture.KEY), SecretBytes.copyOf(secret))
        .apply(header, first.payload(), Fixture.RECEIVED);
  }

  /// Dedupe ids of messages that came without one are made at the first treatment.
  private static String withoutMadeIds(byte[] payload) {
    return text(payload).replaceAll("\"[0-9a-f]{32}\"", "made");
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
