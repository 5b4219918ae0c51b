package dev.firebreak.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Measures the detectors on the labelled corpus: the recall that assessments state comes from
/// here.
class CorpusTest {
  private record Line(String type, String text, int start, int end) {
    static Line parse(String line) {
      int tab = line.indexOf('\t');
      String marked = line.substring(tab + 1).replace("\\n", "\n");
      int start = marked.indexOf('«');
      String text = marked.replace("«", "").replace("»", "");
      int end = start < 0 ? -1 : marked.indexOf('»') - 1;
      return new Line(line.substring(0, tab), text, start, end);
    }

    /// Found where one detection covers the value and is of its category.
    boolean isFound() {
      return Detectors.standard().scan(text).stream()
          .anyMatch(hit ->
              hit.start() <= start
                  && hit.end() >= end
                  && (hit.type().label().equals(type)
                      || hit.category().key().startsWith(category())));
    }

    private String category() {
      for (DetectionType each : DetectionType.values()) {
        if (each.label().equals(type)) {
          return each.category().key();
        }
      }
      throw new AssertionError("unknown type " + type);
    }
  }

  private static List<Line> corpus() throws IOException {
    try (InputStream stream = CorpusTest.class.getResourceAsStream("/detect/corpus.tsv")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Line::parse).toList();
    }
  }

  @Test
  void statedRecallIsTheMeasuredOne() throws IOException {
    Map<String, int[]> counts = new TreeMap<>();
    List<String> missed = new ArrayList<>();
    for (Line line : corpus()) {
      if (line.start() < 0) {
        continue;
      }
      int[] count = counts.computeIfAbsent(line.type(), _ -> new int[2]);
      count[1]++;
      if (line.isFound()) {
        count[0]++;
      } else {
        missed.add(line.toString());
      }
    }
    StringBuilder measured = new StringBuilder();
    counts.forEach((type, count) ->
        measured
            .append(type)
            .append('=')
            .append(count[0])
            .append('/')
            .append(count[1])
            .append('\n'));
    StringBuilder stated = new StringBuilder();
    for (String type : counts.keySet()) {
      stated.append(type).append('=').append(Detectors.standard().stated(type)).append('\n');
    }
    assertThat(stated.toString()).as("missed: %s", missed).isEqualTo(measured.toString());
  }

  @Test
  void nothingIsFoundInOrdinaryAnalyticsStrings() throws IOException {
    List<String> wrong = new ArrayList<>();
    int clean = 0;
    for (Line line : corpus()) {
      if (line.start() < 0) {
        clean++;
        List<Detection> hits = Detectors.standard().scan(line.text());
        if (!hits.isEmpty()) {
          wrong.add(line.text() + " " + hits);
        }
      }
    }
    assertThat(clean).isGreaterThan(250);
    assertThat(wrong).isEmpty();
  }

  @Test
  void recallIsZeroWhereNoneWasMeasured() {
    assertThat(Detectors.standard().recall(DetectionType.UNSCANNED)).isZero();
    assertThat(Detectors.standard().recall(DetectionType.EMAIL)).isBetween(0.9, 1.0);
  }
}
