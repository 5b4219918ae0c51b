package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static dev.firebreak.assessment.AssessmentFixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkageAttacksTest {
  private static final String DIRECT =
      """
      {"event":"Key","properties":{"distinct_id":"user-a","time":1762600000,"$city":"Stockholm","organization_id":"org-1"}}
      {"event":"Page","properties":{"distinct_id":"user-a","time":1762603700,"$city":"Oslo"}}
      {"event":"Key","properties":{"distinct_id":"user-b","time":1762600130,"$city":"Fresno","organization_id":"org-1"}}
      {"event":"Page","properties":{"distinct_id":"user-b","time":1762603730}}
      {"event":"Page","properties":{"distinct_id":"user-c","time":1762603000,"$city":"Fresno","$current_url":"https://app.example/?email=cy%40example.org"}}
      {"event":"Page","properties":{"distinct_id":"nobody","time":1762609000,"$email":"old@example.com"}}
      """;

  @TempDir Path folder;

  private Path knowledge(String csv) throws Exception {
    return Files.writeString(folder.resolve("knowledge.csv"), csv);
  }

  private AssessedDataSet direct() throws Exception {
    return new AssessmentFixture(folder).file("e.json", DIRECT).accounts(ACCOUNTS).open();
  }

  @Test
  void publicProfileFindsWhoFitsBestAlone() throws Exception {
    Path known =
        knowledge(
            """
            target_id,name,employer,city
            user-a,Ada Ek,Ek Works,oslo
            user-b,Bo Diaz,Ek Works,Fresno
            user-d,Di Moe,Moe Ltd,Fresno
            user-x,Xi Lo,Lo Inc,Quito
            """);
    try (AssessedDataSet assessed = direct()) {
      assertThat(new LinkageAttacks(assessed).publicProfile(known))
          .isEqualTo(new LinkageResult(4, 2, 1, 0, OptionalLong.empty(), true));
    }
  }

  @Test
  void whoOnlySharesACityIsAmbiguous() throws Exception {
    Path known = knowledge("target_id,name,employer,city\nuser-b,Bo Diaz,,Fresno\n");
    try (AssessedDataSet assessed = direct()) {
      assertThat(new LinkageAttacks(assessed).publicProfile(known).ambiguous()).isEqualTo(1);
    }
  }

  @Test
  void knownActionsFindByMinuteAndLessByHour() throws Exception {
    Path known =
        knowledge(
            """
            target_id,event,time_millis
            user-a,Key,1762600010000
            user-a,Page,1762603690000
            user-b,Key,1762600130999
            user-b,Page,1762603730999
            user-c,Page,1762603059000
            user-c,Key,1762603059000
            """);
    try (AssessedDataSet assessed = direct()) {
      assertThat(new LinkageAttacks(assessed).knownActions(known, Duration.ofSeconds(60)))
          .isEqualTo(new LinkageResult(3, 2, 0, 0, OptionalLong.of(0), true));
    }
  }

  @Test
  void timesThatAreHoursAlreadyAreComparedByHour() throws Exception {
    String hourly =
        """
        {"event":"Key","properties":{"distinct_id":"user-a","time":1762599600}}
        {"event":"Key","properties":{"distinct_id":"user-b","time":1762606800}}
        """;
    Path known = knowledge("target_id,event,time_millis\nuser-a,Key,1762600010000\n");
    try (AssessedDataSet assessed =
        new AssessmentFixture(folder).file("h.json", hourly).accounts(ACCOUNTS).open()) {
      assertThat(
              new LinkageAttacks(assessed)
                  .knownActions(known, LinkageAttacks.TOLERANCE_DEFAULT)
                  .reidentified())
          .isEqualTo(1);
    }
  }

  @Test
  void anAttackerWithoutAnyFieldInCommonWithTheDataWasNotTried() throws Exception {
    String bare =
        """
        {"event":"Key","properties":{"distinct_id":"user-a","$browser":"Firefox"}}
        {"event":"Key","properties":{"distinct_id":"user-b","$browser":"Chrome"}}
        """;
    try (AssessedDataSet assessed =
        new AssessmentFixture(folder).file("b.json", bare).accounts(ACCOUNTS).open()) {
      LinkageAttacks attacks = new LinkageAttacks(assessed);
      String target = "user-a,Ada Ek,Ek Works,Stockholm\n";

      assertThat(attacks.publicProfile(knowledge("target_id,name,employer,city\n" + target)))
          .isEqualTo(new LinkageResult(1, 0, 0, 0, OptionalLong.empty(), false));
      assertThat(attacks.olderLeak(knowledge("target_id,email\nuser-a,ada@example.com\n")))
          .isEqualTo(new LinkageResult(1, 0, 0, 0, OptionalLong.empty(), false));
      assertThat(
              attacks
                  .knownActions(
                      knowledge("target_id,event,time_millis\nuser-a,Key,1762600010000\n"),
                      LinkageAttacks.TOLERANCE_DEFAULT)
                  .compared())
          .isFalse();
      assertThat(attacks.knowledge(knowledge("target_id,city\nuser-a,Stockholm\n")).result())
          .isEqualTo(new LinkageResult(1, 0, 0, 0, OptionalLong.empty(), false));
      assertThat(attacks.knowledge(knowledge("target_id,browser\nuser-a,Opera\n")).result())
          .isEqualTo(new LinkageResult(1, 0, 0, 0, OptionalLong.empty(), true));
    }
  }

  @Test
  void olderLeakCreditsAMentionToWhoeverHasTheAddressAndNeverToTheRowsPerson() throws Exception {
    Path known =
        knowledge(
            """
            target_id,email
            user-a,ADA@example.com
            user-b,bo@example.com
            user-c,CY@example.org
            user-d,old@example.com
            """);
    String mentions =
        """
        {"event":"Note","properties":{"distinct_id":"user-b","time":1762600140,"text":"ask ada@example.com"}}
        {"event":"Note","properties":{"distinct_id":"user-c","time":1762600150,"$email":"bo@example.com"}}
        {"event":"Note","properties":{"distinct_id":"user-d","time":1762600160,"text":"ask bo@example.com"}}
        """;
    try (AssessedDataSet assessed =
        new AssessmentFixture(folder).file("e.json", DIRECT + mentions).accounts(ACCOUNTS).open()) {
      assertThat(new LinkageAttacks(assessed).olderLeak(known))
          .isEqualTo(new LinkageResult(4, 1, 2, 0, OptionalLong.empty(), true));
    }
  }

  @Test
  void severalAccountsOfOnePersonAreOnePersonToEveryAttacker() throws Exception {
    String joined =
        """
        {"event":"$identify","properties":{"distinct_id":"user-a","$identified_id":"user-b","$anon_distinct_id":"d-1","time":1762600000}}
        {"event":"Key","properties":{"distinct_id":"user-a","time":1762600000,"$city":"Oslo","$email":"old@example.com"}}
        {"event":"Key","properties":{"distinct_id":"user-c","time":1762700000,"$city":"Fresno"}}
        """;
    try (AssessedDataSet assessed =
        new AssessmentFixture(folder).file("j.json", joined).accounts(ACCOUNTS).open()) {
      LinkageAttacks attacks = new LinkageAttacks(assessed);
      LinkageResult one = new LinkageResult(1, 1, 0, 0, OptionalLong.empty(), true);

      assertThat(assessed.assessment().found()).isEqualTo(3);
      assertThat(attacks.publicProfile(knowledge("target_id,name,employer,city\nuser-b,,,Oslo\n")))
          .isEqualTo(one);
      assertThat(attacks.olderLeak(knowledge("target_id,email\nuser-a,old@example.com\n")))
          .isEqualTo(one);
      assertThat(attacks.knowledge(knowledge("target_id,city\nuser-b,Oslo\n")).result())
          .isEqualTo(one);
      assertThat(
              attacks
                  .knownActions(
                      knowledge("target_id,event,time_millis\nuser-b,Key,1762600000000\n"),
                      LinkageAttacks.TOLERANCE_DEFAULT)
                  .reidentified())
          .isEqualTo(1);
      assertThat(attacks.ownActions(1, 1))
          .allSatisfy(trace -> assertThat(trace.singledOut()).isEqualTo(2))
          .allSatisfy(trace -> assertThat(trace.tried()).isEqualTo(2));
    }
  }

  @Test
  void tokensGiveTheProfileAndTheLeakNothing() throws Exception {
    String treated =
        """
        {"event":"Key","properties":{"distinct_id":"%s","time":1762600000,"organization_id":"%s","mp_country_code":"SE"}}
        """
            .formatted(token("user-a"), token("org-1"));
    AssessmentFixture fixture =
        new AssessmentFixture(folder)
            .file("t.json", treated)
            .accounts(ACCOUNTS)
            .tokens(new AssessmentFixture.CountingLookup().knowing("user-a"));
    try (AssessedDataSet assessed = fixture.open()) {
      LinkageAttacks attacks = new LinkageAttacks(assessed);
      assertThat(
              attacks.publicProfile(
                  knowledge("target_id,name,employer,city\nuser-a,Ada Ek,Ek Works,Stockholm\n")))
          .isEqualTo(new LinkageResult(1, 0, 0, 0, OptionalLong.empty(), false));
      assertThat(
              attacks
                  .olderLeak(knowledge("target_id,email\nuser-a,ada@example.com\n"))
                  .reidentified())
          .isZero();
    }
  }

  @Test
  void knowledgeWithoutItsColumnsIsRefused() throws Exception {
    Path known = knowledge("who,mail\na,b\n");
    try (AssessedDataSet assessed = direct()) {
      LinkageAttacks attacks = new LinkageAttacks(assessed);
      assertThatThrownBy(() -> attacks.olderLeak(known))
          .isInstanceOf(FirebreakException.class)
          .hasMessageContaining("target_id, email");
    }
  }
}
