package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.console.SourceText.Piece;
import dev.firebreak.template.TextResource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SourceTextTest {
  @Test
  void keysWordsTextsAndCommentsAreTold() {
    assertThat(pieces("  user.name: drop  # never"))
        .containsExactly(
            new Piece("", "  "),
            new Piece("key", "user.name"),
            new Piece("", ": "),
            new Piece("word", "drop"),
            new Piece("", "  "),
            new Piece("comment", "# never"));
    assertThat(pieces("\"Password #1: *\": drop"))
        .containsExactly(
            new Piece("key", "\"Password #1: *\""), new Piece("", ": "), new Piece("word", "drop"));
    assertThat(pieces("a: {generalize: 'drop'}"))
        .containsExactly(
            new Piece("key", "a"),
            new Piece("", ": {"),
            new Piece("key", "generalize"),
            new Piece("", ": "),
            new Piece("text", "'drop'"),
            new Piece("", "}"));
  }

  @Test
  void piecesTogetherAreTheText() {
    String text = TextResource.of("/policies/mixpanel.yaml");
    String again =
        SourceText.of(text).lines().stream()
            .map(line -> line.pieces().stream().map(Piece::text).collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    assertThat(again).isEqualTo(text.stripTrailing());
    assertThat(SourceText.of("").lines()).hasSize(1);
  }

  private static List<Piece> pieces(String line) {
    return SourceText.of(line).lines().getFirst().pieces();
  }
}
