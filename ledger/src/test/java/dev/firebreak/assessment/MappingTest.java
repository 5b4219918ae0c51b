package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  @TempDir Path folder;

  private Assessment assess(String csv, Map<String, Correction> corrections) throws Exception {
    return new AssessmentFixture(folder)
        .file("t.csv", csv)
        .accounts(ACCOUNTS)
        .mapping(new MappingInput(corrections, Optional.empty(), Optional.empty()))
        .assess();
  }

  private static Assessment.Field field(Assessment assessment, String path) {
    return assessment.fields().stream()
        .filter(field -> field.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void valuesOfUnnamedColumnsFindTheirPeople() throws Exception {
    Assessment assessment =
        assess(
            """
            spalte1,spalte2,spalte3,spalte4,spalte5
            user-a,Ada Ek,org-1,blau,1
            user-b,Bo Diaz,org-1,rot,2
            user-x,Xu Yo,org-9,rot,3
            """,
            Map.of());

    assertThat(field(assessment, "spalte1").meaning())
        .isEqualTo(
            new FieldMeaning(
                Optional.of(DataCategory.ACCOUNT_ID), Slot.USER_ID, "values", 0.6, false));
    assertThat(field(assessment, "spalte2").meaning().slot()).isEqualTo(Slot.NAME);
    assertThat(field(assessment, "spalte3").meaning().slot()).isEqualTo(Slot.ORGANIZATION);
    assertThat(field(assessment, "spalte4").category()).isEmpty();
    assertThat(field(assessment, "spalte5").category()).isEmpty();
    assertThat(assessment.found()).isEqualTo(2);
    assertThat(assessment.unresolved()).isEqualTo(1);
  }

  @Test
  void hashesOfKnownAddressesAreAddresses() throws Exception {
    Assessment assessment =
        assess("h1,h2\n" + sha256("ada@example.com") + "," + sha256("what") + "\n", Map.of());

    assertThat(field(assessment, "h1").category()).contains(DataCategory.EMAIL);
    assertThat(field(assessment, "h1").form()).isEqualTo(Form.TOKEN);
    assertThat(field(assessment, "h2").category()).isEmpty();
    assertThat(assessment.found()).isEqualTo(1);
  }

  @Test
  void correctionChangesItsFieldAndNothingElse() throws Exception {
    String csv =
        """
        user_id,farbe,note
        user-a,Stockholm,x
        user-b,Fresno,y
        """;
    Assessment before = assess(csv, Map.of());
    Assessment after = assess(csv, Map.of("farbe", Correction.of(DataCategory.CITY)));

    assertThat(field(after, "farbe").meaning())
        .isEqualTo(
            new FieldMeaning(Optional.of(DataCategory.CITY), Slot.CITY, "operator", 1, false));
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("people", "fields", "categories", "risk")
        .isEqualTo(before);
    assertThat(after.risk().quasiIdentifiers()).containsExactly(DataCategory.CITY);
    assertThat(before.risk().quasiIdentifiers()).isEmpty();
    assertThat(after.categories().get(DataCategory.CITY))
        .isEqualTo(new Assessment.CategoryExposure(2, 0, 0, 2));
    assertThat(before.categories()).containsKey(DataCategory.UNCLASSIFIED);
    assertThat(after.categories()).doesNotContainKey(DataCategory.UNCLASSIFIED);
    assertThat(after.fields().stream().filter(f -> !f.path().equals("farbe")).toList())
        .isEqualTo(before.fields().stream().filter(f -> !f.path().equals("farbe")).toList());
  }

  @Test
  void smallNumbersAreNobodysIds() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file("t.csv", "menge,farbe\n1,rot\n2,rot\n3,blau\n")
            .accounts("account_id,email\n1,ada@example.com\n2,bo@example.com\n3,c@example.com\n")
            .assess();

    assertThat(field(assessment, "menge").category()).isEmpty();
    assertThat(assessment.found()).isZero();
  }

  @Test
  void nameThatItsValuesDoNotBearOutIsDoubted() throws Exception {
    StringBuilder csv = new StringBuilder("email,work_email\n");
    for (int i = 0; i < 30; i++) {
      csv.append("yes,p").append(i).append("@example.com\n");
    }
    Assessment assessment = assess(csv.toString(), Map.of());

    assertThat(field(assessment, "email").meaning().confidence()).isEqualTo(0.3);
    assertThat(field(assessment, "work_email").meaning().confidence()).isGreaterThan(0.8);
  }

  @Test
  void shapesOfValuesAreTold() {
    assertThat(
            List.of(
                    "a@example.com",
                    "https://example.com/x",
                    "203.0.113.9",
                    "0193aaaa-0000-7000-8000-000000000001",
                    "d41d8cd98f00b204e9800998ecf8427e",
                    "+4930901820",
                    "FR",
                    "2025-11-08T11:06:40Z",
                    "true",
                    "17",
                    "-1.5",
                    "word",
                    "two words")
                .stream()
                .map(ValueShape::of))
        .containsExactly(
            ValueShape.EMAIL,
            ValueShape.URL,
            ValueShape.IP_ADDRESS,
            ValueShape.UUID,
            ValueShape.HASH,
            ValueShape.PHONE,
            ValueShape.COUNTRY_CODE,
            ValueShape.TIME,
            ValueShape.TRUTH,
            ValueShape.WHOLE_NUMBER,
            ValueShape.NUMBER,
            ValueShape.WORD,
            ValueShape.TEXT);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
