package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static dev.firebreak.assessment.AssessmentFixture.exposure;
import static dev.firebreak.assessment.AssessmentFixture.people;
import static dev.firebreak.assessment.AssessmentFixture.search;
import static dev.firebreak.assessment.AssessmentFixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetAssessorTest {
  private static final String DIRECT =
      """
      {"event":"Signed Up","properties":{"distinct_id":"user-a","$device_id":"dev-1","time":1762600000,"$insert_id":"i1","$city":"Stockholm","mp_country_code":"SE","$browser":"Firefox","$browser_version":143,"$referrer":"https://search.example/?q=ek"}}
      {"event":"Page","properties":{"distinct_id":"$device:dev-1","$device_id":"dev-1","time":1762500000,"$insert_id":"i2","$city":"Stockholm"}}
      {"event":"Page","properties":{"distinct_id":"user-b","time":1762700000,"$city":"Fresno","mp_country_code":"US","$browser":"Chrome"}}
      {"event":"Page","properties":{"distinct_id":"legacy-77","time":1762700001,"$email":"shared@example.org"}}
      {"event":"Page","properties":{"distinct_id":"$device:dev-9","$device_id":"dev-9","time":1762700002}}
      """;
  private static final String PROFILES =
      """
      {"$distinct_id":"user-a","$properties":{"$email":"Ada@Example.com","$name":"Ada Ek"}}
      {"$distinct_id":"crm-2","$properties":{"$email":"bo@example.com","$name":"Bo Diaz"}}
      """;

  @TempDir Path folder;

  @Test
  void peopleOfADirectExportAreFoundWithTheirGrounds() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("events.json", DIRECT)
            .file("profiles.json", PROFILES)
            .accounts(ACCOUNTS)
            .assess();
    AssessmentFixture.People people = people(assessment, folder);

    assertThat(assessment.shape()).containsExactly("mixpanel-events", "mixpanel-profiles");
    assertThat(assessment.rowsRead()).isEqualTo(7);
    assertThat(assessment.rowsRejected()).isZero();
    assertThat(assessment.found()).isEqualTo(2);
    assertThat(assessment.ambiguous()).isEqualTo(1);
    assertThat(assessment.unresolved()).isEqualTo(1);
    assertThat(people.names()).containsExactlyInAnyOrder("user-a", "user-b", "legacy-77", "dev-9");
    PersonExposure ada = people.person("user-a");
    assertThat(ada.methods()).containsExactly("account_id", "email");
    assertThat(ada.rows()).isEqualTo(3);
    assertThat(ada.firstSeenMillis()).isEqualTo(1762500000000L);
    assertThat(ada.email()).contains("ada@example.com");
    assertThat(DataCategory.ofMask(ada.clear()))
        .contains(DataCategory.NAME, DataCategory.EMAIL, DataCategory.CITY, DataCategory.REFERRER);
    assertThat(people.person("user-b").rows()).isEqualTo(2);
    assertThat(people.person("legacy-77").ambiguous()).isTrue();
    assertThat(people.person("legacy-77").accountId()).isEmpty();
  }

  @Test
  void categoriesCountPeopleByForm() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("events.json", DIRECT)
            .file("profiles.json", PROFILES)
            .accounts(ACCOUNTS)
            .assess();

    assertThat(exposure(assessment, DataCategory.NAME))
        .isEqualTo(new Assessment.CategoryExposure(2, 0, 0, 2));
    assertThat(exposure(assessment, DataCategory.CITY))
        .isEqualTo(new Assessment.CategoryExposure(2, 0, 0, 2));
    assertThat(exposure(assessment, DataCategory.USER_AGENT))
        .isEqualTo(new Assessment.CategoryExposure(1, 2, 0, 1));
    assertThat(assessment.categories()).doesNotContainKey(DataCategory.PHONE);
    assertThat(assessment.fields())
        .anySatisfy(field -> {
          assertThat(field.path()).isEqualTo("$properties.$email");
          assertThat(field.category()).contains(DataCategory.EMAIL);
          assertThat(field.meaning().reason()).isEqualTo("dialect");
          assertThat(field.form()).isEqualTo(Form.CLEAR);
          assertThat(field.values()).isEqualTo(2);
        });
    assertThat(search(assessment, DataCategory.EMAIL).detections()).isEqualTo(3);
  }

  @Test
  void addressThatIsTheNameOfAFieldIsFound() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "events.json",
                """
                {"event":"Page","properties":{"distinct_id":"user-a","time":1762600000,"seats":{"bo@example.com":1}}}
                """)
            .accounts(ACCOUNTS)
            .assess();

    assertThat(search(assessment, DataCategory.EMAIL).detections()).isEqualTo(1);
    assertThat(assessment.fields())
        .extracting(Assessment.Field::path)
        .contains("properties.seats.[user.contact.email]")
        .noneMatch(path -> path.contains("bo@"));
  }

  @Test
  void tokensAreResolvedInOneCallAndShowNothingInClear() throws Exception {
    AssessmentFixture.CountingLookup lookup =
        new AssessmentFixture.CountingLookup().knowing("user-a", "dev-1");
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "events.json",
                """
                {"event":"Page","properties":{"distinct_id":"%s","$device_id":"%s","time":1762600000,"mp_country_code":"SE"}}
                {"event":"Page","properties":{"distinct_id":"$device:%s","$device_id":"%s","time":1762500000}}
                {"event":"Page","properties":{"distinct_id":"%s","time":1762500000}}
                """
                    .formatted(
                        token("user-a"),
                        token("dev-1"),
                        token("dev-1"),
                        token("dev-1"),
                        token("gone")))
            .accounts(ACCOUNTS)
            .tokens(lookup)
            .assess();
    AssessmentFixture.People people = people(assessment, folder);

    assertThat(lookup.asked).isEqualTo(1);
    assertThat(assessment.found()).isEqualTo(1);
    assertThat(assessment.unresolved()).isEqualTo(1);
    PersonExposure ada = people.person("user-a");
    assertThat(ada.methods()).containsExactly("token");
    assertThat(ada.rows()).isEqualTo(2);
    assertThat(DataCategory.ofMask(ada.tokenized()))
        .containsExactly(DataCategory.ACCOUNT_ID, DataCategory.DEVICE_ID);
    assertThat(DataCategory.ofMask(ada.clear()))
        .containsExactly(DataCategory.COUNTRY, DataCategory.BEHAVIOR);
    assertThat(exposure(assessment, DataCategory.ACCOUNT_ID).peopleClear()).isZero();
  }

  @Test
  void keyedHashesAreRecomputedOverTheAccounts() throws Exception {
    String hashed = "fb1hab2c" + "Q".repeat(22);
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("rows.csv", "distinct_id,plan\n" + hashed + ",team\n")
            .accounts(ACCOUNTS)
            .tokens(new AssessmentFixture.CountingLookup().hashing(hashed, "user-b"))
            .assess();

    assertThat(people(assessment, folder).person("user-b").methods()).containsExactly("token");
  }

  @Test
  void aDeviceOfTwoPeopleGluesThemNotTogether() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "events.json",
                """
                {"event":"P","properties":{"distinct_id":"user-a","$device_id":"kiosk","time":1762600000}}
                {"event":"P","properties":{"distinct_id":"user-b","$device_id":"kiosk","time":1762600001}}
                {"event":"P","properties":{"distinct_id":"$device:kiosk","$device_id":"kiosk","time":1762600002}}
                """)
            .accounts(ACCOUNTS)
            .assess();
    AssessmentFixture.People people = people(assessment, folder);

    assertThat(people.person("user-a").rows()).isEqualTo(1);
    assertThat(people.person("user-b").rows()).isEqualTo(1);
    assertThat(people.person("kiosk").ambiguous()).isTrue();
    assertThat(people.person("kiosk").methods()).containsExactly("device_link");
  }

  @Test
  void identifyAliasAndMergeJoinWhatTheFileJoins() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "events.json",
                """
                {"event":"$identify","properties":{"distinct_id":"user-a","$anon_distinct_id":"anon-1","time":1762600000}}
                {"event":"P","properties":{"distinct_id":"anon-1","time":1762500000}}
                {"event":"$create_alias","properties":{"distinct_id":"old-b","alias":"user-b","time":1762600000}}
                {"event":"P","properties":{"distinct_id":"old-b","time":1762500000}}
                {"event":"$merge","properties":{"$distinct_ids":["x-1","x-2"],"time":1762600000}}
                {"event":"P","properties":{"distinct_id":"x-1","time":1762500000}}
                {"event":"P","properties":{"distinct_id":"x-2","time":1762500000}}
                """)
            .accounts(ACCOUNTS)
            .assess();
    AssessmentFixture.People people = people(assessment, folder);

    assertThat(people.names()).containsExactlyInAnyOrder("user-a", "user-b", "x-1");
    assertThat(people.person("user-a").rows()).isEqualTo(2);
    assertThat(people.person("x-1").rows()).isEqualTo(2);
  }

  @Test
  void linksOfTheLedgerCountUnlessOnlyThePublicAssertedThem() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("ids.csv", "device_id,plan\ndev-1,team\ndev-2,team\n")
            .accounts(ACCOUNTS)
            .tokens(new AssessmentFixture.CountingLookup())
            .links(
                List.of(
                    new AssessmentRequest.KnownLink("ddev-1", "auser-a", false),
                    new AssessmentRequest.KnownLink("ddev-2", "auser-b", true)))
            .assess();
    AssessmentFixture.People people = people(assessment, folder);

    assertThat(people.person("user-a").methods()).containsExactly("device_link");
    assertThat(people.names()).contains("dev-2");
    assertThat(assessment.unresolved()).isEqualTo(1);
  }

  @Test
  void hashedAddressesAndPhonesFindTheirAccounts() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "rows.csv",
                "email,phone\n" + sha256("bo@example.com") + ",\n" + ",0046 70-000 00 01\n")
            .accounts(ACCOUNTS)
            .assess();
    AssessmentFixture.People people = people(assessment, folder);

    assertThat(people.person("user-b").methods()).containsExactly("email_hash");
    assertThat(people.person("user-a").methods()).containsExactly("phone");
  }

  @Test
  void accountsWithoutIdColumnAreRefusedInWords() throws Exception {
    AssessmentFixture fixture =
        new AssessmentFixture(folder).file("e.json", DIRECT).accounts("colour,size\nred,1\n");

    assertThatThrownBy(fixture::assess)
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_WITHOUT_ID));
  }

  @Test
  void withoutAccountsEveryoneIsUnresolvedAndCounted() throws Exception {
    Assessment assessment = new AssessmentFixture(folder).file("e.json", DIRECT).assess();

    assertThat(assessment.found()).isZero();
    assertThat(assessment.unresolved()).isEqualTo(4);
  }

  @Test
  void namesWithoutAnyIdentifierArePeopleToo() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("list.csv", "Name;City\nAda Ek;Stockholm\nBo Diaz;Fresno\n")
            .assess();

    assertThat(assessment.unresolved()).isEqualTo(2);
    assertThat(assessment.risk().people()).isEqualTo(2);
    assertThat(assessment.risk().shareUnique()).isEqualTo(1);
  }

  @Test
  void riskAgainstAllAccountsUsesWhatBothSidesKnow() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder).file("e.json", DIRECT).accounts(ACCOUNTS).assess();

    assertThat(assessment.risk().quasiIdentifiers())
        .containsExactly(
            DataCategory.COUNTRY,
            DataCategory.CITY,
            DataCategory.USER_AGENT,
            DataCategory.REFERRER);
    assertThat(assessment.risk().population())
        .hasValueSatisfying(population -> {
          assertThat(population.people()).isEqualTo(2);
          assertThat(population.smallestPopulationClass()).isEqualTo(1);
          assertThat(population.marketer()).isEqualTo((1 + 0.5) / 2);
        });
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
