package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.template.Templates;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LureTest {
  private static final Map<DataCategory, String> STOLEN =
      Map.of(
          DataCategory.NAME, "Ines Okafor",
          DataCategory.EMAIL, "ines.okafor@example.org",
          DataCategory.CITY, "Porto",
          DataCategory.USER_AGENT, "Firefox 144 on Linux",
          DataCategory.WORKPLACE, "Example Mills",
          DataCategory.BEHAVIOR, "Invited a colleague");
  private static final Map<DataCategory, String> TREATED =
      Map.of(
          DataCategory.ACCOUNT_ID, "fb1sab2cQUJDREVGR0hJSktMTU5PUFFSU1RVVg",
          DataCategory.COUNTRY, "PT",
          DataCategory.USER_AGENT, "Firefox",
          DataCategory.BEHAVIOR, "Invited a colleague");

  @Test
  void stolenRowMakesAPersonalLure() {
    Lure lure = Lure.of("Example Cloud", STOLEN);

    assertThat(lure.text())
        .contains("Hello Ines Okafor", "Porto", "Firefox 144", "Example Mills", "Invited");
    assertThat(lure.used()).contains(DataCategory.NAME, DataCategory.CITY, DataCategory.WORKPLACE);
  }

  @Test
  void treatedRowAllowsTheMassMailOnly() {
    Lure lure = Lure.of("Example Cloud", TREATED);

    assertThat(lure.used()).isEmpty();
    assertThat(lure.text()).doesNotContain("fb1s", "Firefox", "Invited", "PT");
  }

  @Test
  void tokensAreOfNoUseToAThief() {
    Lure lure =
        Lure.of(
            "Example Cloud",
            Map.of(
                DataCategory.NAME, "Ines Okafor",
                DataCategory.ACCOUNT_ID, "$device:fb1hab2cQUJDREVGR0hJSktMTU5P"));

    assertThat(lure.used()).containsExactly(DataCategory.NAME);
  }

  @Test
  void everyLureIsMarkedAndNothingCanBePressed() {
    Lure lure = Lure.of("Example Cloud", STOLEN);
    String html =
        Lure.html(
            new Templates(),
            new Lure.Side("Straight", STOLEN, lure),
            new Lure.Side("Treated", TREATED, Lure.of("Example Cloud", TREATED)));

    assertThat(lure.text()).startsWith("[TRAINING MATERIAL").contains("example.invalid");
    assertThat(html)
        .contains(Lure.MARK)
        .doesNotContain("href", "<a ", "<script", "http:", "https:");
  }

  @Test
  void hostileValuesStayText() {
    Map<DataCategory, String> hostile =
        Map.of(
            DataCategory.NAME,
            "<img src=x onerror=alert(1)>\r\nBcc: all@example.com",
            DataCategory.EMAIL,
            "x".repeat(10_000));
    Lure lure = Lure.of("Example Cloud", hostile);
    String html =
        Lure.html(
            new Templates(), new Lure.Side("a", hostile, lure), new Lure.Side("b", Map.of(), lure));

    assertThat(html).doesNotContain("<img");
    assertThat(lure.subject()).doesNotContain("\r", "\n");
  }
}
