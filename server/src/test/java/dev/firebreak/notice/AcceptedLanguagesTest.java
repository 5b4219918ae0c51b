package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedLanguagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de|DE",
        "de-AT,en;q=0.8|DE",
        "en;q=0.7, fr;q=0.8|FR",
        "es;q=0, fr;q=0.1|FR",
        "da, sv;q=0.9|EN",
        "*|EN",
        "fr;q=2, es;q=0.2|ES",
        "fr;q=, de;q=0.5|DE",
        "DE-de ; Q=1.0|DE",
        ";;;,,,=|EN",
      })
  void heaviestOfThoseThatThereAreIsTaken(String header, NoticeLanguage language) {
    assertThat(AcceptedLanguages.choose(header)).isEqualTo(language);
  }

  @Test
  void nothingAndEndlessListsAreEnglish() {
    assertThat(AcceptedLanguages.choose(null)).isEqualTo(NoticeLanguage.EN);
    assertThat(AcceptedLanguages.choose("da,".repeat(10_000) + "de")).isEqualTo(NoticeLanguage.EN);
  }
}
