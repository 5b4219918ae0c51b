package dev.firebreak.event;

import static dev.firebreak.event.SdkRequests.post;
import static dev.firebreak.event.SdkRequests.read;
import static dev.firebreak.event.SdkRequests.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A message that is not understood costs itself: those before it and those after it are kept.
class NeighboursTest {
  private static final String BEFORE = "{\"event\":\"A\",\"properties\":{\"token\":\"T1\"}}";
  private static final String AFTER = "{\"event\":\"B\",\"properties\":{\"token\":\"T1\"}}";

  private final Dialect dialect = new MixpanelDialect(SecretBytes.copyOf(new byte[32]));

  static List<String> broken() {
    return List.of(
        "{\"event\":\"a\nb\",\"properties\":{}}",
        "{\"event\":\"a\r\nb\",\"properties\":{}}",
        "{\"event\":\"a\tb\",\"properties\":{}}",
        "{\"event\":tru}",
        "{\"event\":\"\\q\",\"properties\":{}}",
        "{\"event\":\"x\",\"properties\":{\"n\":NaN}}",
        "{\"event\":\"x\",\"properties\":{\"n\":1,}}",
        "{\"event\":\"x\",\"properties\":{\"n\":" + "1".repeat(1001) + "}}",
        "{\"event\":\"x\",\"properties\":{\"n\":" + "[".repeat(80) + "]".repeat(80) + "}}",
        "{\"event\":\"x\",\"properties\":{\"n\":\"" + "x".repeat(1 << 20) + "\"}}",
        "{\"event\":\"x\"]",
        "{'event':'x'}",
        "null",
        "7",
        "\"text\"",
        "[]",
        "{\"event\":\"x\",\"properties\":{\"token\":\"T1\",\"token\":\"T2\"}}");
  }

  @ParameterizedTest
  @MethodSource("broken")
  void inAnArray(String broken) {
    List<String> read =
        read(dialect.decode(post("/import", "[" + BEFORE + "," + broken + "," + AFTER + "]")));
    assertThat(read).startsWith(BEFORE).endsWith(AFTER);
    assertThat(read.subList(1, read.size() - 1)).isNotEmpty().noneMatch(each -> each.contains("{"));
    assertThat(read(dialect.decode(post("/import", "[" + broken + "," + AFTER + "]"))))
        .endsWith(AFTER);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void inLines(String broken) {
    String line = broken.replaceAll("[\r\n]+", " ").replace("a b", "a\tb");
    for (String end : new String[] {"\n", "\r\n"}) {
      assertThat(read(dialect.decode(post("/import", BEFORE + end + line + end + AFTER + end))))
          .startsWith(BEFORE)
          .endsWith(AFTER);
      if (!line.equals("[]")) {
        assertThat(read(dialect.decode(post("/import", line + end + AFTER + end + BEFORE))))
            .endsWith(AFTER, BEFORE)
            .hasSize(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"a",
        "{\"event\":\"a\",\"properties\":{\"x\":",
        "{\"event\":\"a\"}}",
        "{\"event\":\"a\"},",
        "nul",
        "garbage",
        "17",
      })
  void aFirstLineThatBreaksOffIsALine(String first) {
    assertThat(read(dialect.decode(post("/import", first + "\n" + AFTER + "\n" + BEFORE + "\n"))))
        .hasSize(3)
        .endsWith(AFTER, BEFORE);
  }

  @Test
  void oneMessageOverSeveralLinesIsOne() {
    String pretty = "{\n\"event\":\"A\",\n\"properties\":\n{\"token\":\"T1\"}\n}\n";
    assertThat(read(dialect.decode(post("/track", pretty)))).containsExactly(BEFORE);
  }

  @Test
  void numberOfTooManyDigitsIsTooLarge() {
    String json = "[{\"event\":\"x\",\"properties\":{\"n\":" + "1".repeat(1001) + "}}]";
    assertThat(read(dialect.decode(post("/import", json)))).containsExactly("too_large");
  }

  @Test
  void loneSurrogatesAreMadeWritableAndStayApart() {
    Set<String> read = new HashSet<>();
    for (String half : new String[] {"\\ud83d", "\\udd8a", "\\ud83e", "\uFFFD"}) {
      String json = "[{\"event\":\"a" + half + "\",\"properties\":{\"b\":\"" + half + "\"}}]";
      String text = read(dialect.decode(post("/track", json))).getFirst();
      assertThat(text).contains("a\uFFFD").matches(NeighboursTest::isWritable);
      read.add(text);
    }
    assertThat(read).hasSize(4);
  }

  private static boolean isWritable(String text) {
    return text.equals(new String(utf8(text), StandardCharsets.UTF_8));
  }

  @Test
  void rawHalfIsWhatItsEscapeIs() {
    byte[] raw = utf8("[{\"event\":\"a???b\",\"properties\":{}}]");
    byte[] half = {(byte) 0xED, (byte) 0xA0, (byte) 0xBD};
    System.arraycopy(half, 0, raw, 12, 3);
    String escaped = "[{\"event\":\"a\\ud83db\",\"properties\":{}}]";
    assertThat(read(dialect.decode(post("/track", "", raw))))
        .isEqualTo(read(dialect.decode(post("/track", escaped))));
  }

  @Test
  void brokenByteIsTheReplacementCharacter() {
    byte[] raw = utf8("[{\"event\":\"a?\",\"properties\":{}}]");
    raw[12] = (byte) 0xFF;
    assertThat(read(dialect.decode(post("/track", "", raw))))
        .containsExactly("{\"event\":\"a\uFFFD\",\"properties\":{}}");
    assertThat(new String(raw, StandardCharsets.ISO_8859_1)).contains("event");
  }
}
