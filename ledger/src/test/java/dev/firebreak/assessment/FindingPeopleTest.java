package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static dev.firebreak.assessment.AssessmentFixture.people;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is in a data set: whose rows they are, and whom they mention.
class FindingPeopleTest {
  private static final DataCategory EMAIL = DataCategory.EMAIL;

  @TempDir Path folder;

  private AssessmentFixture.People people = new AssessmentFixture.People(Map.of());
  private long found;
  private long ambiguous;
  private long unresolved;

  private void assess(String rows) throws Exception {
    assess(new AssessmentFixture(folder).file("rows.json", rows).accounts(ACCOUNTS));
  }

  private void assess(AssessmentFixture fixture) throws Exception {
    Assessment assessment = fixture.assess();
    people = people(assessment, folder);
    found = assessment.found();
    ambiguous = assessment.ambiguous();
    unresolved = assessment.unresolved();
  }

  @Test
  void usersOfOneCompanyAreNotOnePersonByItsAccountId() throws Exception {
    assess(
        """
        {"event":"P","properties":{"distinct_id":"user-a","account_id":"acme","time":1762600000}}
        {"event":"P","properties":{"distinct_id":"user-b","account_id":"acme","time":1762600001}}
        {"event":"P","properties":{"distinct_id":"user-c","account_id":"acme","time":1762600002}}
        """);

    assertThat(people.names()).containsExactlyInAnyOrder("user-a", "user-b", "user-c");
    assertThat(found).isEqualTo(3);
    assertThat(people.person("user-a").rows()).isEqualTo(1);
    assertThat(people.person("user-a").methods()).containsExactly("account_id");
  }

  @Test
  void customersInRowsOfStaffAreMentionedAndNothingElse() throws Exception {
    assess(
        """
        {"event":"Case","properties":{"distinct_id":"user-a","customer_id":"user-b","time":1762600000,"$city":"Oslo"}}
        {"event":"Case","properties":{"distinct_id":"user-a","member_id":"user-c","time":1762600009,"$city":"Oslo"}}
        """);

    assertThat(found).isEqualTo(3);
    assertThat(people.person("user-a").rows()).isEqualTo(2);
    assertThat(people.person("user-a").accounts()).containsExactly("user-a");
    PersonExposure bo = people.person("user-b");
    assertThat(bo.methods()).containsExactly("mentioned");
    assertThat(DataCategory.ofMask(bo.clear())).containsExactly(DataCategory.ACCOUNT_ID);
    assertThat(bo.rows()).isEqualTo(1);
    assertThat(bo.firstSeenMillis()).isEqualTo(1762600000000L);
  }

  @Test
  void tableIdOrReferenceIsThePersonsWhicheverIsAnAccount() throws Exception {
    assess(
        new AssessmentFixture(folder)
            .file("users.csv", "id,account_id,city\nuser-a,acme,Oslo\nuser-b,acme,Lyon\n")
            .file("orders.csv", "id,customer_id,total\no-1,user-c,7\no-2,user-c,8\no-3,gone,9\n")
            .file("seats.csv", "member_id,account_id,plan\nuser-d,acme,team\nm-2,acme,team\n")
            .accounts(ACCOUNTS));

    assertThat(found).isEqualTo(4);
    assertThat(people.person("user-c").rows()).isEqualTo(2);
    assertThat(people.person("user-b").methods()).containsExactly("account_id");
    assertThat(people.names()).contains("o-3", "m-2").hasSize(6);
  }

  @Test
  void referencesOfOnePersonAreJoinedUnlessOneHasSeveralCompanions() throws Exception {
    assess(
        """
        {"member_id":"m-1","account_id":"a-1"}
        {"member_id":"m-2","account_id":"a-2"}
        {"member_id":"m-3","account_id":"a-2"}
        """);

    assertThat(people.names()).containsExactlyInAnyOrder("a-1", "m-2", "m-3");
  }

  @Test
  void allAccountsOfOnePersonAreFoundAndSaidToBeJoined() throws Exception {
    assess(
        """
        {"event":"$merge","properties":{"$distinct_ids":["user-a","user-b"],"time":1762600000}}
        {"event":"P","properties":{"distinct_id":"user-a","time":1762600001,"$city":"Oslo"}}
        """);

    assertThat(found).isEqualTo(2);
    assertThat(ambiguous).isZero();
    for (String account : List.of("user-a", "user-b")) {
      PersonExposure person = people.person(account);
      assertThat(person.accounts()).containsExactly("user-a", "user-b");
      assertThat(person.hasJoinedAccounts()).isTrue();
      assertThat(person.rows()).isEqualTo(1);
      assertThat(person.methods()).containsExactly("account_id");
    }
  }

  @Test
  void accountsThatOnlyAMergeNamesAreFound() throws Exception {
    assess(
        """
        {"event":"$merge","properties":{"$distinct_ids":["user-a","user-b"],"time":1762600000}}
        """);

    assertThat(people.names()).containsExactlyInAnyOrder("user-a", "user-b");
    assertThat(people.person("user-b").methods()).containsExactly("mentioned");
  }

  @Test
  void anIdThatSeveralPeopleSignedInUnderJoinsNobody() throws Exception {
    assess(
        """
        {"event":"P","properties":{"distinct_id":"left-over","user_id":"user-a","time":1762600000}}
        {"event":"P","properties":{"distinct_id":"left-over","user_id":"user-b","time":1762600001}}
        {"event":"P","properties":{"distinct_id":"anon-c","user_id":"user-c","time":1762600002}}
        {"event":"P","properties":{"distinct_id":"anon-c","time":1762600003}}
        """);

    assertThat(found).isEqualTo(3);
    assertThat(people.person("user-a").accounts()).containsExactly("user-a");
    assertThat(people.person("user-c").rows()).isEqualTo(2);
  }

  @Test
  void idThatTheVendorGaveWhoeverUsedASharedDeviceIsListedWithIt() throws Exception {
    assess(
        """
        {"event_type":"P","amplitude_id":901,"user_id":"user-a","device_id":"d-1","event_time":"2025-11-08 11:06:40"}
        {"event_type":"P","amplitude_id":902,"user_id":"user-b","device_id":"d-1","event_time":"2025-11-08 11:06:41"}
        {"event_type":"P","amplitude_id":903,"user_id":null,"device_id":"d-1","event_time":"2025-11-08 11:06:42"}
        """);

    assertThat(found).isEqualTo(2);
    assertThat(ambiguous).isEqualTo(1);
    assertThat(unresolved).isZero();
    PersonExposure either = people.person("903");
    assertThat(either.accounts()).containsExactly("user-a", "user-b");
    assertThat(either.identifiers())
        .extracting(each -> each.kind() + " " + each.value())
        .containsExactly("device_id d-1", "user_id 903");
  }

  @Test
  void parametersKeepTheirNamesWhicheverOfKeyAndValueComesFirst() throws Exception {
    for (String parameters :
        List.of(
            """
            {"key":"page_referrer","value":{"string_value":"https://a.example/x?y=1"}},\
            {"key":"comment","value":{"string_value":"hello"}}\
            """,
            """
            {"value":{"string_value":"https://a.example/x?y=1"},"key":"page_referrer"},\
            {"value":{"string_value":"hello"},"key":"comment"}\
            """)) {
      assess(
          """
          {"event_name":"P","event_timestamp":"1762600000000000","user_pseudo_id":"1.2","user_id":"user-a","event_params":[%s]}
          """
              .formatted(parameters));

      assertThat(DataCategory.ofMask(people.person("user-a").clear()))
          .as(parameters)
          .containsExactlyInAnyOrder(
              DataCategory.ACCOUNT_ID,
              DataCategory.DEVICE_ID,
              DataCategory.BEHAVIOR,
              DataCategory.REFERRER,
              DataCategory.PRIVATE_CONTENT);
    }
  }

  @Test
  void addressesInRowsOfOthersFindTheirAccounts() throws Exception {
    for (String field :
        List.of(
            "\"recipient_email\":\"Bo@Example.com\"",
            "\"members\":[\"ada@example.com\",\"bo@example.com\"]",
            "\"comment\":\"ask bo@example.com again\"",
            "\"$current_url\":\"https://app.example.com/?to=bo%40example.com\"",
            "\"seats\":{\"bo@example.com\":1}",
            "\"sender\":{\"email\":\"bo@example.com\"}",
            "\"email\":\"bo@example.com\"")) {
      assess(
          "{\"event\":\"Invite\",\"properties\":{\"distinct_id\":\"user-a\",\"time\":1762600000,"
              + "\"$city\":\"Oslo\","
              + field
              + "}}\n");

      assertThat(people.names()).as(field).containsExactlyInAnyOrder("user-a", "user-b");
      PersonExposure bo = people.person("user-b");
      assertThat(bo.methods()).as(field).containsExactly("mentioned");
      assertThat(DataCategory.ofMask(bo.clear())).as(field).containsExactly(EMAIL);
      assertThat(bo.tokenized()).isZero();
      assertThat(people.person("user-a").methods()).containsExactly("account_id");
    }
  }

  @Test
  void mentionedAddressesWithoutAccountArePeopleToo() throws Exception {
    assess(
        """
        {"event":"Invite","properties":{"distinct_id":"user-a","recipient_email":"new@example.net","time":1762600000}}
        {"event":"Invite","properties":{"distinct_id":"user-a","recipient_email":"new@example.net","time":1762700000}}
        {"event":"Invite","properties":{"distinct_id":"user-a","recipient_email":"shared@example.org","time":1762700000}}
        """);

    PersonExposure fresh = people.person("new@example.net");
    assertThat(fresh.methods()).isEmpty();
    assertThat(fresh.rows()).isEqualTo(2);
    assertThat(fresh.lastSeenMillis()).isEqualTo(1762700000000L);
    assertThat(fresh.identifiers())
        .containsExactly(new PersonExposure.Identifier("email", "new@example.net"));
    PersonExposure shared = people.person("shared@example.org");
    assertThat(shared.ambiguous()).isTrue();
    assertThat(shared.accounts()).containsExactly("user-c", "user-d");
    assertThat(unresolved).isEqualTo(1);
  }

  @Test
  void theSoleAddressOfARowWithoutIdsIsThePersons() throws Exception {
    assess(
        new AssessmentFixture(folder)
            .file(
                "list.csv",
                "recipient_email,name,city\nbo@example.com,Bo Diaz,Fresno\n,Cy Moe,Fresno\n")
            .accounts(ACCOUNTS));

    PersonExposure bo = people.person("user-b");
    assertThat(bo.methods()).containsExactly("email");
    assertThat(DataCategory.ofMask(bo.clear()))
        .contains(DataCategory.NAME, DataCategory.CITY, EMAIL);
  }

  @Test
  void providerRulesFindWhatEqualityDoesNotAndNeverBeatIt() throws Exception {
    String accounts =
        """
        account_id,email
        g-1,ada.ek@gmail.com
        g-2,bo@gmail.com
        g-3,b.o@gmail.com
        o-1,cy@outlook.com
        x-1,di@example.com
        """;
    String rows =
        """
        {"user_id":"u1","email":"A.daEk+news@googlemail.com"}
        {"user_id":"u2","email":"b.o@gmail.com"}
        {"user_id":"u3","email":"cy+shop@outlook.com"}
        {"user_id":"u4","email":"di+x@example.com"}
        """;
    assess(
        new AssessmentFixture(folder)
            .file("rows.json", rows)
            .accounts(accounts)
            .rules(EmailRules.PROVIDER));

    assertThat(people.names()).containsExactlyInAnyOrder("g-1", "g-3", "o-1", "u4");
    assertThat(people.person("g-1").methods()).containsExactly("email_rule");
    assertThat(people.person("g-3").methods()).containsExactly("email");

    assess(new AssessmentFixture(folder).file("rows.json", rows).accounts(accounts));
    assertThat(people.names()).containsExactlyInAnyOrder("u1", "g-3", "u3", "u4");
  }

  @Test
  void hashesOfPhonesAndAddressesAreFoundInAllThreeKinds() throws Exception {
    for (String hash : List.of("MD5", "SHA-1", "SHA-256")) {
      assess(
          new AssessmentFixture(folder)
              .file(
                  "rows.csv",
                  "email,phone\n"
                      + hex(hash, "bo@example.com").toUpperCase(Locale.ROOT)
                      + ",\n,"
                      + hex(hash, "+46700000001")
                      + "\n")
              .accounts(ACCOUNTS));
      assertThat(people.person("user-b").methods()).containsExactly("email_hash");
      assertThat(people.person("user-a").methods()).containsExactly("phone_hash");

      assess("{\"distinct_id\":\"" + hex(hash, "46700000001") + "\",\"plan\":\"team\"}\n");
      assertThat(people.person("user-a").methods()).containsExactly("phone_hash");
    }
  }

  @Test
  void peopleWithoutAccountAreListedByAllTheirIdentifiers() throws Exception {
    assess(
        """
        {"user_id":"x-1","device_id":"d-1","email":"new@example.net","phone":"+46 70 123 45 67"}
        {"user_id":"x-1","device_id":"d-2","email":"old@example.net"}
        """);

    assertThat(people.person("x-1").identifiers())
        .extracting(each -> each.kind() + " " + each.value())
        .containsExactly(
            "device_id d-1",
            "device_id d-2",
            "email new@example.net",
            "email old@example.net",
            "phone 46701234567",
            "user_id x-1");
  }

  @Test
  void whatIsOnePersonsByAccountIdBesideAVendorsAnonymousIdIsAMention() throws Exception {
    assess(
        """
        {"event":"P","properties":{"distinct_id":"anon-1","account_id":"user-a","time":1762600000}}
        """);

    assertThat(people.person("user-a").methods()).containsExactly("mentioned");
    assertThat(people.names()).contains("anon-1");
  }

  @Test
  void moreAccountsAndTokensThanABatchHolds() throws Exception {
    StringBuilder accounts = new StringBuilder("account_id,email\n");
    StringBuilder rows = new StringBuilder("user_id,email\n");
    AssessmentFixture.CountingLookup lookup = new AssessmentFixture.CountingLookup();
    for (int i = 0; i < 10_500; i++) {
      accounts.append("user-").append(i).append(",p").append(i).append("@example.com\n");
      rows.append(AssessmentFixture.token("user-" + i)).append(",\n");
      lookup.knowing("user-" + i);
    }
    assess(
        new AssessmentFixture(folder)
            .file("rows.csv", rows.toString())
            .accounts(accounts.toString())
            .tokens(lookup));

    assertThat(found).isEqualTo(10_500);
    assertThat(lookup.asked).isEqualTo(1);
  }

  @Test
  void twoReadingsGiveTheSameToTheLetter() throws Exception {
    String rows =
        """
        {"user_id":"user-a","device_id":"d-1","email":"new@example.net","org_id":"org-1"}
        {"user_id":"user-b","device_id":"d-1","recipient_email":"bo@example.com"}
        {"device_id":"d-1","email":"shared@example.org"}
        {"email":"shared@example.org","phone":"+46 70 000 00 01"}
        {"name":"Somebody Else","city":"Oslo"}
        """;
    assess(rows);
    Map<String, PersonExposure> first = people.byName();
    assess(rows);

    assertThat(people.byName()).isEqualTo(first);
  }

  private static String hex(String algorithm, String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
