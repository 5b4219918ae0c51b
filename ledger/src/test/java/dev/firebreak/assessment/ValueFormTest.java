package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/projects/:id",
        "https://app.example.com/projects/:id/files/:id",
        "/projects/{id}/settings",
        "/:id",
        "/reports/*",
        "https://app.example.com/settings/team/",
        "https://app.example.com"
      })
  void pagesWithoutWhatVariesAreCoarser(String page) {
    assertThat(ValueForm.of(DataCategory.BROWSING_HISTORY, page)).isEqualTo(Form.GENERALIZED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/projects/31",
        "https://app.example.com/projects/:idea7",
        "https://app.example.com/projects?tab=all",
        "/projects/Meyer"
      })
  void pagesWithWhatVariesAreClear(String page) {
    assertThat(ValueForm.of(DataCategory.BROWSING_HISTORY, page)).isEqualTo(Form.CLEAR);
  }
}
