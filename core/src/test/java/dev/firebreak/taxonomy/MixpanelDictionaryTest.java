package dev.firebreak.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MixpanelDictionaryTest {
  @Test
  void propertiesOfACategoryAreThoseThatHaveIt() {
    assertThat(MixpanelDictionary.propertiesOf(DataCategory.NAME))
        .containsExactly("$first_name", "$last_name", "$name");
    for (DataCategory category : DataCategory.values()) {
      assertThat(MixpanelDictionary.propertiesOf(category))
          .allMatch(
              name -> MixpanelDictionary.categoryOf(name).filter(category::equals).isPresent());
    }
    assertThat(MixpanelDictionary.propertiesOf(DataCategory.HEALTH)).isEmpty();
  }
}
