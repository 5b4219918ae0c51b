package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatestTest {
  private final Latest<String> latest = new Latest<>();

  @Test
  void whatIsTakenIsTakenOnceAndByItsNameAlone() {
    latest.put("one", "a");
    assertThat(latest.take("other")).isEmpty();
    assertThat(latest.get("one")).contains("a");
    assertThat(latest.take("one")).contains("a");
    assertThat(latest.take("one")).isEmpty();
  }

  @Test
  void laterOneTakesTheEarliersPlace() {
    latest.put("one", "a");
    latest.put("one", "b");
    assertThat(latest.take("one")).contains("b");
  }

  @Test
  void whatNobodyFetchesDoesNotPileUp() {
    for (int i = 0; i <= Latest.NAMES_MAX; i++) {
      latest.put("name-" + i, "a");
    }
    assertThat(latest.get("name-0")).isEmpty();
    assertThat(latest.get("name-1")).isPresent();
    assertThat(latest.get("name-" + Latest.NAMES_MAX)).isPresent();
  }
}
