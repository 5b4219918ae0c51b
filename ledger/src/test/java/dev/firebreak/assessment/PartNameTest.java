package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartNameTest {
  private static String shown(String name) {
    return PartName.shown(name, DetectorScan.STANDARD, 7);
  }

  @Test
  void whatANameHoldsOfPersonsIsNotShown() {
    assertThat(shown("export.zip!/users/ada@example.com.json.gz"))
        .isEqualTo("export.zip!/users/[user.contact.email].json.gz#7");
    assertThat(shown("ada@example.com/events.csv")).isEqualTo("[user.contact.email]/events.csv#7");
    assertThat(shown("mail of bo@example.org")).isEqualTo("mail of [user.contact.email]#7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export.ndjson",
        "export-2025-11-09.json.gz",
        "20251109121314.json",
        "1762600000.csv",
        "2025/11/09/part-00017-9c1f2e.c000.snappy.parquet",
        "123456_2025-11-09_12#0.json.gz",
        "people.xlsx!/Sheet 1",
        "events_intraday_20251109",
        "v1.2.3/rows.csv"
      })
  void otherNamesAreShownAsTheyAre(String name) {
    assertThat(shown(name)).isEqualTo(name);
  }

  @Test
  void namesOfArchivesAreFitToBePrinted() {
    assertThat(PartName.of(Archives.utf8("a\u202eb\n\u0007.json")))
        .isEqualTo("a\ufffdb\ufffd\ufffd.json");
    assertThat(PartName.of(Archives.utf8("n".repeat(400)))).hasSize(300);
  }
}
