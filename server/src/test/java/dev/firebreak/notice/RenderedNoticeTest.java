package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/// What the digest of a notice's text sees.
class RenderedNoticeTest {
  @Property
  void whiteSpaceOfAnyLengthIsOneSpace(
      @ForAll
          @StringLength(max = 12)
          @Chars({'a', '.', ' ', '\t', '\n', '\u000b', '\f', '\r', '\u00a0', '\u2003', '\u0085'})
          String text) {
    String single = text.replaceAll("[\\s\\u00a0]+", " ").strip();

    assertThat(RenderedNotice.digest("s", text, "h"))
        .isEqualTo(RenderedNotice.digest("s", single, "h"));
    if (!text.equals(single + ".")) {
      assertThat(RenderedNotice.digest("s", text, "h"))
          .isNotEqualTo(RenderedNotice.digest("s", single + ".", "h"));
    }
  }
}
