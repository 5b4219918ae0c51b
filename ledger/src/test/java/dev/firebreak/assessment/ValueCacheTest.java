package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueCacheTest {
  private final PathNode field =
      new PathNode(1, "plan", List.of("plan"), new SlotBudget(Long.MAX_VALUE));

  @Test
  void aValueThatComesAgainIsTheSame() {
    ValueCache cache = new ValueCache();
    char[] line = "xxteam and free".toCharArray();
    RowValue first = cache.of(field, line, 2, 4, true);

    assertThat(first.text()).isEqualTo("team");
    assertThat(cache.of(field, line, 2, 4, true)).isSameAs(first);
    assertThat(cache.of(field, "team", true)).isSameAs(first);
    assertThat(cache.of(field, line, 11, 4, true).text()).isEqualTo("free");
  }

  @Test
  void aNumberIsNoTextOfTheSameDigits() {
    ValueCache cache = new ValueCache();
    RowValue text = cache.of(field, "4111", true);

    assertThat(cache.of(field, "4111", false)).isNotSameAs(text);
    assertThat(cache.of(field, "4111", false).isString()).isFalse();
  }

  @Test
  void whateverIsRememberedTheTextIsRight() {
    ValueCache cache = new ValueCache();
    Random random = new Random(7);
    for (int i = 0; i < 300_000; i++) {
      String text = "v\u00e4lue-" + random.nextInt(i % 3 == 0 ? 50 : 1_000_000);
      char[] chars = text.toCharArray();
      RowValue value =
          random.nextBoolean()
              ? cache.of(field, text, true)
              : cache.of(field, chars, 0, chars.length, true);
      assertThat(value.text()).isEqualTo(text);
    }
  }

  @Test
  void aFieldOfValuesThatDoNotComeAgainIsPassedByForAWhile() {
    CacheUse use = new CacheUse();
    int asked = 0;
    for (int i = 0; i < 200_000; i++) {
      asked += use.asks() ? 1 : 0;
    }
    assertThat(asked).isBetween(8_000, 20_000);

    CacheUse often = new CacheUse();
    for (int i = 0; i < 200_000; i++) {
      assertThat(often.asks()).isTrue();
      often.found();
    }
  }
}
