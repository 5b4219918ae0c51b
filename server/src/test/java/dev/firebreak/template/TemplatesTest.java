package dev.firebreak.template;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.Content;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static String page(String title, String text) {
    Content content = output -> output.writeUserContent(text);
    return new Templates().render("layout/page.jte", Map.of("title", title, "content", content));
  }

  @Test
  void hostileTitleStaysText() {
    String html = page("</title><script>alert(1)</script>", "x");

    assertThat(html).doesNotContain("<script>").contains("&lt;script&gt;");
  }

  @Test
  void pageLoadsNothingFromElsewhere() {
    String html = page("Report", "text");

    assertThat(html).contains("default-src 'none'");
    assertThat(html).doesNotContain("http://", "https://", "<link", "src=", "url(");
  }
}
