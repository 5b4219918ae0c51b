package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void whatCouldSteerATerminalIsShownAsAQuestionMark() {
    assertThat(TextTable.harmless("a\u001b[2J\u009b1mb\u202ec\r\n")).isEqualTo("a?[2J?1mb?c??");
    assertThat(TextTable.harmless("Zoë 東京 id-1")).isEqualTo("Zoë 東京 id-1");
  }
}
