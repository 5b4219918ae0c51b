package dev.firebreak.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AnswerFormTest {
  @Test
  void jsonIsTheFormOfWhoeverDoesNotSay() {
    for (String accept :
        new String[] {"", "*/*", "application/json", "text/html, */*;q=0.5", "image/png", ";;,,"}) {
      assertThat(AnswerForm.of(accept)).as(accept).isEqualTo(new AnswerForm(false, false));
    }
  }

  @Test
  void theBestOfSeveralCounts() {
    assertThat(AnswerForm.of("text/plain")).isEqualTo(new AnswerForm(true, false));
    assertThat(AnswerForm.of("text/plain;q=0.3, application/json"))
        .isEqualTo(new AnswerForm(false, false));
    assertThat(AnswerForm.of("application/json;q=0.3, Text/Plain;q=0.8"))
        .isEqualTo(new AnswerForm(true, false));
    assertThat(AnswerForm.of("text/plain;q=0")).isEqualTo(new AnswerForm(false, false));
  }

  @Test
  void archiveHoldsEitherForm() {
    assertThat(AnswerForm.of("application/zip")).isEqualTo(new AnswerForm(false, true));
    assertThat(AnswerForm.of("application/zip, text/plain")).isEqualTo(new AnswerForm(true, true));
    assertThat(AnswerForm.of("text/plain, application/zip;q=0"))
        .isEqualTo(new AnswerForm(true, false));
  }
}
