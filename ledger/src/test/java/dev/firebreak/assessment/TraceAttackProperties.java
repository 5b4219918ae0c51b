package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.TemporaryFolder;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The people whom actions of their own single out, against what holds whatever is drawn and
/// against a naive count where the draw does not matter.
class TraceAttackProperties {
  private static final long START = 1_762_560_000L;

  private record Point(String event, long bucket) {}

  @Property(tries = 8)
  void allActionsOfAPersonSingleOutAsTheNaiveCountSays(@ForAll @IntRange(max = 10_000) int seed)
      throws Exception {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("user_id,event,time\n");
    Map<String, Set<Point>> traces = new HashMap<>();
    for (int person = 0; person < 30; person++) {
      for (int action = 0; action < 3; action++) {
        String event = random.nextBoolean() ? "Page" : "Key";
        long minute = action * 2_000L + random.nextInt(4);
        csv.append("u%d,%s,%d%n".formatted(person, event, START + minute * 60));
        traces
            .computeIfAbsent("u" + person, name -> new HashSet<>())
            .add(new Point(event, START / 60 + minute));
      }
    }

    List<TraceUnicity> found = unicity(csv.toString(), 3);

    assertThat(found).hasSize(9);
    TraceUnicity all = at(found, Duration.ofMinutes(1), 3);
    assertThat(all.tried()).isEqualTo(30);
    assertThat(all.singledOut())
        .isEqualTo(
            traces.values().stream()
                .filter(trace ->
                    traces.values().stream().filter(other -> other.containsAll(trace)).count() == 1)
                .count());
    for (Duration resolution : List.of(Duration.ofMinutes(1), Duration.ofHours(1))) {
      assertThat(at(found, resolution, 2).singledOut())
          .isGreaterThanOrEqualTo(at(found, resolution, 1).singledOut());
    }
  }

  @Example
  void coarserTimesSingleOutFewer() throws Exception {
    String csv =
        """
        user_id,event,time
        u1,Page,1762560000
        u2,Page,1762560120
        u3,Page,1762563720
        u4,Key,1762646400
        """;
    List<TraceUnicity> found = unicity(csv, 1);

    assertThat(found)
        .containsExactly(
            new TraceUnicity(Duration.ofMinutes(1), 1, 4, 4),
            new TraceUnicity(Duration.ofHours(1), 1, 4, 2),
            new TraceUnicity(Duration.ofDays(1), 1, 4, 1));
  }

  /// Where the lists would be too long, fewer people are tried, and of those the same is said.
  @Example
  void listsHaveABound() throws Exception {
    StringBuilder csv = new StringBuilder("user_id,event,time\n");
    for (int person = 0; person < 40; person++) {
      csv.append("u%d,Page,%d%n".formatted(person, START + person / 2 * 60L));
    }
    try (TemporaryFolder folder = TemporaryFolder.of("traces");
        AssessedDataSet assessed =
            new AssessmentFixture(folder.path()).file("e.csv", csv.toString()).open();
        Connection connection = assessed.database().connection()) {
      Sql sql = new Sql(connection, assessed.cancellation());
      SeenPeople.make(sql);

      List<TraceUnicity> found = new TraceAttack(sql, 1, 10).run(SeenPeople.ROWS, 1);

      TraceUnicity byMinute = at(found, Duration.ofMinutes(1), 1);
      assertThat(byMinute.tried()).isBetween(5L, 10L);
      assertThat(byMinute.singledOut()).isZero();
      assertThat(at(found, Duration.ofDays(1), 1).tried()).isZero();
    }
  }

  @Example
  void dataWithoutTimesHasNoTraces() throws Exception {
    assertThat(unicity("user_id,city\nu1,Lima\n", 4)).isEmpty();
  }

  private static TraceUnicity at(List<TraceUnicity> found, Duration resolution, int actions) {
    return found.stream()
        .filter(each -> each.resolution().equals(resolution) && each.actions() == actions)
        .findFirst()
        .orElseThrow();
  }

  private static List<TraceUnicity> unicity(String csv, int most) throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.of("traces");
        AssessedDataSet assessed = new AssessmentFixture(folder.path()).file("e.csv", csv).open()) {
      LinkageAttacks attacks = new LinkageAttacks(assessed);
      List<TraceUnicity> found = attacks.ownActions(most, 1);
      assertThat(attacks.ownActions(most, 1)).isEqualTo(found);
      return found;
    }
  }
}
