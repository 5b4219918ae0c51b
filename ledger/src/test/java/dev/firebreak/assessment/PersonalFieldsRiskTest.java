package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.ClassSizes;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person is told by outside any vendor: birth date, gender, postcode, address, place, job.
class PersonalFieldsRiskTest {
  private static final int PEOPLE = 3_000;
  private static final int POSTCODES = 3;
  private static final int BIRTH_DAYS = 1_461;

  @TempDir Path folder;

  record Person(String postcode, String sex, LocalDate born) {}

  private static List<Person> people() {
    Random random = new Random(1990);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(
          new Person(
              "0213" + i % POSTCODES,
              random.nextBoolean() ? "F" : "M",
              LocalDate.of(1960, 1, 1).plusDays(random.nextInt(BIRTH_DAYS))));
    }
    return people;
  }

  /// L. Sweeney (Simple Demographics Often Identify People Uniquely, 2000) found 87 % of a country
  /// unique by postcode, sex and date of birth, P. Golle (Revisiting the Uniqueness of Simple
  /// Demographics in the US Population, WPES 2006) 63 %, and gave the model: of n people of a
  /// postcode who fall evenly into b dates and sexes, (1 - 1/b)^(n-1) are unique.
  @Test
  void postcodeSexAndBirthDateMakeAsManyUniqueAsCountedNaivelyAndAsTheModelSays() throws Exception {
    List<Person> people = people();
    StringBuilder csv = new StringBuilder("user_id,zip,sex,birth_date\n");
    for (int i = 0; i < people.size(); i++) {
      Person person = people.get(i);
      csv.append("u").append(i).append(',').append(person.postcode());
      csv.append(',').append(person.sex()).append(',').append(person.born()).append('\n');
    }
    Assessment.RiskFigures risk =
        new AssessmentFixture(folder).file("people.csv", csv.toString()).assess().risk();
    ClassSizes naive = ClassSizes.ofKeys(people);
    double model = Math.pow(1 - 1.0 / (2 * BIRTH_DAYS), PEOPLE / POSTCODES - 1);

    assertThat(risk.unmeasured()).isEmpty();
    assertThat(risk.quasiIdentifiers())
        .containsExactlyInAnyOrder(
            DataCategory.POSTAL_ADDRESS, DataCategory.DEMOGRAPHIC, DataCategory.DATE_OF_BIRTH);
    assertThat(risk.unique().getAsDouble()).isEqualTo(naive.shareUnique());
    assertThat(risk.unique().getAsDouble()).isCloseTo(model, within(0.03));
    assertThat(figures(risk, Set.of(QuasiIdentifier.BIRTH_YEAR, QuasiIdentifier.GENDER)))
        .isEqualTo(
            ClassFigures.of(
                ClassSizes.ofKeys(naively(people, each -> each.sex() + each.born().getYear()))));
    assertThat(figures(risk, Set.of(QuasiIdentifier.BIRTH_DATE, QuasiIdentifier.POSTCODE)))
        .isEqualTo(
            ClassFigures.of(
                ClassSizes.ofKeys(naively(people, each -> each.postcode() + each.born()))));
  }

  private static List<Object> naively(List<Person> people, Function<Person, Object> key) {
    return people.stream().map(key).toList();
  }

  private static ClassFigures figures(Assessment.RiskFigures risk, Set<QuasiIdentifier> fields) {
    return risk.detail().orElseThrow().subsets().stream()
        .filter(subset -> Set.copyOf(subset.fields()).equals(fields))
        .findFirst()
        .orElseThrow()
        .figures();
  }

  @Test
  void withManyFieldsTheSetsStayBoundedAndTheSumOfAllStillHasThem() throws Exception {
    Assessment.RiskFigures risk =
        new AssessmentFixture(folder)
            .file(
                "people.csv",
                """
                user_id,zip,gender,birthday,age,job_title,ip,latitude,longitude,country,city,browser,os,referrer,company,locale,timezone
                u1,02139,f,1960-01-01,65,Baker,192.0.2.1,59.31,18.07,SE,Lund,Chrome 1,Linux,https://a.example/x,Ek,sv,Europe/Oslo
                u2,02139,f,1960-01-02,65,Baker,192.0.2.2,59.32,18.08,SE,Lund,Chrome 2,Linux,https://a.example/y,Ek,sv,Europe/Rome
                u3,02138,m,1961-01-01,64,Smith,2001:db8::1,59.41,18.07,SE,Lund,Opera,Windows,https://b.example/x,Moe,en,Europe/Oslo
                u4,02138,m,1961-01-01,64,Smith,2001:db8::1,59.41,18.07,SE,Lund,Opera,Windows,https://b.example/x,Moe,en,Europe/Oslo
                """)
            .assess()
            .risk();
    Assessment.ClassDetail detail = risk.detail().orElseThrow();

    assertThat(risk.unmeasured()).isEmpty();
    assertThat(detail.subsets()).hasSizeLessThan(QuasiColumns.SETS_MAX);
    assertThat(detail.apart())
        .contains(QuasiIdentifier.TIME_ZONE, QuasiIdentifier.REFERRER)
        .doesNotContain(QuasiIdentifier.BIRTH_DATE, QuasiIdentifier.POSTCODE);
    assertThat(risk.classes()).isEqualTo(3);
    assertThat(detail.lowerings())
        .extracting(Assessment.Lowering::from)
        .contains(QuasiIdentifier.TIME_ZONE, QuasiIdentifier.BIRTH_DATE, QuasiIdentifier.POSITION);
  }

  @Test
  void whatNoFigureHasIsNamed() throws Exception {
    Assessment.RiskFigures risk =
        new AssessmentFixture(folder)
            .file("people.csv", "user_id,gender,nationality\nu1,f,Norwegian\nu2,m,French\n")
            .assess()
            .risk();

    assertThat(risk.unmeasured()).containsExactly(DataCategory.DEMOGRAPHIC);
    assertThat(risk.unique()).isEmpty();
    assertThat(risk.shareUnique()).isEqualTo(1);
  }

  @Test
  void severalAccountsOfOnePersonAreOnePersonOfTheClasses() throws Exception {
    String joined =
        """
        {"event":"$identify","properties":{"distinct_id":"user-a","$identified_id":"user-b","$anon_distinct_id":"d-1","time":1762600000}}
        {"event":"Key","properties":{"distinct_id":"user-a","time":1762600000,"$city":"Oslo"}}
        {"event":"Key","properties":{"distinct_id":"user-c","time":1762700000,"$city":"Fresno"}}
        """;
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("j.json", joined)
            .accounts(AssessmentFixture.ACCOUNTS)
            .assess();

    assertThat(assessment.found()).isEqualTo(3);
    assertThat(assessment.risk().people()).isEqualTo(2);
    assertThat(assessment.risk().shareUnique()).isEqualTo(1);
  }

  @Test
  void outsideKnowledgeOfTheseFieldsIsComparedWhateverItsSpelling() throws Exception {
    String data =
        """
        user_id,gender,date_of_birth,postal_code,job_title,ip
        user-a,f,1970-01-31,SW1A 1AA,Baker,2001:db8::1
        user-b,m,1970-01-31,SW1A 1AB,Baker,192.0.2.1
        user-c,f,1980-05-01,SW1A 1AA,Smith,192.0.2.2
        """;
    Path known =
        Files.writeString(
            folder.resolve("knowledge.csv"),
            """
            target_id,Gender,Date of Birth,Postal Code,Job Title,IP
            user-a,female,31.01.1970,sw1a1aa,,
            user-b,,,,baker,192.0.2.1
            user-c,Female,1980/05/01,,SMITH,
            """);
    try (AssessedDataSet assessed =
        new AssessmentFixture(folder)
            .file("people.csv", data)
            .accounts(AssessmentFixture.ACCOUNTS)
            .open()) {
      KnowledgeLinkage linkage = new LinkageAttacks(assessed).knowledge(known);

      assertThat(linkage.fields())
          .containsExactly("gender", "birth_date", "postcode", "job_title", "ip_address");
      assertThat(linkage.unusedColumns()).isEmpty();
      assertThat(linkage.result())
          .isEqualTo(new LinkageResult(3, 3, 0, 0, OptionalLong.empty(), true));
    }
  }
}
