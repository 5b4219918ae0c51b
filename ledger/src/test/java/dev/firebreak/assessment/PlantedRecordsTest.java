package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static dev.firebreak.assessment.AssessmentFixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.assessment.PlantedRecords.Planted;
import dev.firebreak.error.FirebreakException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantedRecordsTest {
  @TempDir Path folder;

  private List<Planted> found(String data, String canaries) throws Exception {
    Path csv = Files.writeString(folder.resolve("canaries.csv"), canaries);
    AssessmentFixture fixture =
        new AssessmentFixture(folder)
            .file("e.json", data)
            .accounts(ACCOUNTS)
            .tokens(new AssessmentFixture.CountingLookup().knowing("user-a"));
    try (AssessedDataSet assessed = fixture.open()) {
      assertThat(EventHours.of(assessed).rows().values()).allMatch(rows -> rows > 0);
      return PlantedRecords.find(assessed, csv);
    }
  }

  @Test
  void recordIsFoundByItsPersonAndTimeAlsoBehindATokenAndByAddress() throws Exception {
    String data =
        """
        {"event":"Key","properties":{"distinct_id":"%s","time":1762600000}}
        {"event":"Key","properties":{"distinct_id":"canary-7","time":1762600130,"$email":"Pia@example.net"}}
        """
            .formatted(token("user-a"));

    assertThat(
            found(
                data,
                """
                identifier,sent_at
                user-a,2025-11-08T11:06:40Z
                user-a,1762600061
                user-a,
                pia@example.net,1762600130
                canary-8,1762600130
                """))
        .containsExactly(
            new Planted(1_762_600_000_000L, true),
            new Planted(1_762_600_061_000L, false),
            new Planted(0, true),
            new Planted(1_762_600_130_000L, true),
            new Planted(1_762_600_130_000L, false));
  }

  @Test
  void whereAllTimesAreHoursTheHourDecides() throws Exception {
    assertThat(
            found(
                "{\"event\":\"Key\",\"properties\":"
                    + "{\"distinct_id\":\"canary-7\",\"time\":1762599600}}\n",
                "identifier,sent_at\ncanary-7,1762600500\ncanary-7,1762603201\n"))
        .extracting(Planted::found)
        .containsExactly(true, false);
  }

  @Test
  void whereTheDataHasNoTimesItsPersonDecides() throws Exception {
    assertThat(
            found(
                "{\"$distinct_id\":\"canary-7\",\"$properties\":{\"plan\":\"pro\"}}\n",
                "identifier,sent_at\ncanary-7,1762600500\ncanary-9,1762600500\n"))
        .extracting(Planted::found)
        .containsExactly(true, false);
  }

  @Test
  void listWithoutItsColumnsIsRefused() {
    assertThatThrownBy(() -> found("{\"user_id\":\"user-a\"}\n", "who,when\na,b\n"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("identifier, sent_at");
  }

  @Test
  void hoursCountWhatLiesWhollyBeforeOrAfter() {
    EventHours hours = new EventHours(Map.of(10L, 3L, 11L, 5L, 12L, 7L));

    assertThat(hours.after(11L * 3_600_000)).isEqualTo(7);
    assertThat(hours.after(11L * 3_600_000 - 1)).isEqualTo(12);
    assertThat(hours.before(11L * 3_600_000)).isEqualTo(3);
    assertThat(hours.before(12L * 3_600_000 + 1)).isEqualTo(8);
    assertThat(EventHours.NONE.after(0)).isZero();
  }
}
