package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

  private static final Pattern ORIGIN =
      Pattern.compile("(?:[a-z][a-z0-9+.-]{0,20}://)?[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?/?");

  /// The pattern is what the documents say; the code looks at each character once.
  @Property(tries = 2000)
  void originsAreWhatThePatternSays(@ForAll("nearlyOrigins") String value) {
    assertThat(ValueForm.of(DataCategory.REFERRER, value) == Form.GENERALIZED)
        .isEqualTo(ORIGIN.matcher(value).matches() || value.equals("$direct"));
  }

  @Provide
  Arbitrary<String> nearlyOrigins() {
    return Arbitraries.of(
            "https",
            "http",
            "android-app",
            "://",
            ":",
            "/",
            "www.",
            "example",
            ".com",
            "8080",
            "123456",
            "A",
            "-",
            "?",
            "$direct",
            "\u00e9",
            "x".repeat(130))
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }
}
