package dev.firebreak.notice;

import static dev.firebreak.notice.NoticeDocument.escape;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.template.TextResource;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes the page *Is this message from us?* in one language, with links to the others. What the
/// script says stands in it too, so that the script is the same for all.
final class CheckPage {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)\\}");

  private CheckPage() {}

  static String html(NoticeLanguage language, FirebreakConfig.Company company) {
    NoticeWords words = NoticeWords.of(language);
    Matcher places = PLACE.matcher(TextResource.of("/notice/page/page.html"));
    StringBuilder page = new StringBuilder();
    while (places.find()) {
      String text =
          switch (places.group(1)) {
            case "language" -> language.tag();
            case "languages" -> languages(language);
            default ->
                escape(
                    words
                        .text("page." + places.group(1), "company", company.name())
                        .replace("{contact}", company.contact()));
          };
      places.appendReplacement(page, Matcher.quoteReplacement(text));
    }
    return places.appendTail(page).toString();
  }

  private static String languages(NoticeLanguage shown) {
    return Arrays.stream(NoticeLanguage.values())
        .map(each -> each == shown ? "<b>" + escape(each.ownName()) + "</b>" : link(each))
        .collect(Collectors.joining(" · "));
  }

  private static String link(NoticeLanguage language) {
    return "<a lang=\"%1$s\" hreflang=\"%1$s\" href=\"?language=%1$s\">%2$s</a>"
        .formatted(language.tag(), escape(language.ownName()));
  }
}
