package dev.firebreak.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void pagesTogetherAreTheList() {
    List<Integer> seen = new ArrayList<>();
    Page.Wanted wanted = Page.Wanted.FIRST.limit("7");
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      Page page = Page.of(list(0, 23), wanted.cursor(next.get())).orElseThrow();
      items(page).forEach(item -> seen.add(item.get("n").asInt()));
      next = page.next();
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 23).boxed().toList());
  }

  @Test
  void lastPageSaysThatNothingFollows() {
    assertThat(Page.of(list(0, 100), Page.Wanted.FIRST).orElseThrow().next()).isEmpty();
    assertThat(Page.of(list(0, 101), Page.Wanted.FIRST).orElseThrow().next()).isPresent();
    assertThat(Page.of("[]", Page.Wanted.FIRST).orElseThrow().next()).isEmpty();
  }

  /// The newest comes first: an item that joins meanwhile moves all others.
  @Test
  void whatJoinsMeanwhileRepeatsAndHidesNothing() {
    Page first = Page.of(list(0, 20), Page.Wanted.FIRST.limit("5")).orElseThrow();
    Page.Wanted then = Page.Wanted.FIRST.limit("5").cursor(first.next().orElseThrow());
    assertThat(numbers(Page.of(list(-2, 20), then).orElseThrow())).containsExactly(5, 6, 7, 8, 9);
  }

  @Test
  void cursorOfAnItemThatIsGoneIsToldSo() {
    Page first = Page.of(list(0, 20), Page.Wanted.FIRST.limit("5")).orElseThrow();
    Page.Wanted then = Page.Wanted.FIRST.cursor(first.next().orElseThrow());
    assertKind("cursor-gone", () -> Page.of(list(10, 20), then));
  }

  @Test
  void whatIsNoLimitOrCursorIsRefused() {
    for (String limit : new String[] {"0", "-1", "1001", "x", "", "01"}) {
      assertKind("wrong-use", () -> Page.Wanted.FIRST.limit(limit));
    }
    for (String cursor : new String[] {"x", "!", "NTpub3RoaW5n"}) {
      assertKind("wrong-use", () -> Page.of(list(0, 3), Page.Wanted.FIRST.cursor(cursor)));
    }
  }

  @Test
  void whatIsNoListIsLeftAlone() {
    assertThat(Page.of("{\"a\": 1}", Page.Wanted.FIRST)).isEmpty();
  }

  private static void assertKind(String kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.problem().kind()).isEqualTo(kind));
  }

  private static String list(int from, int to) {
    return IntStream.range(from, to).mapToObj("{\"n\": %d}"::formatted).toList().toString();
  }

  private static JsonNode items(Page page) {
    return JSON.readTree(new String(page.items(), StandardCharsets.UTF_8));
  }

  private static List<Integer> numbers(Page page) {
    List<Integer> numbers = new ArrayList<>();
    items(page).forEach(item -> numbers.add(item.get("n").asInt()));
    return numbers;
  }
}
