package dev.firebreak.notice;

import static dev.firebreak.notice.NoticeDocument.escape;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.template.TextResource;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Makes a page for the readers of notices in one language, with links to the others. What the
/// script of *Is this message from us?* says stands in that page too, so that the script is the
/// same for all.
final class PublicPage {
  private static final String LANGUAGE = "language=";
  private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)\\}");

  private PublicPage() {}

  /// The language that a reader asks for, by the query or else by their browser. What a cache keeps
  /// is for browsers that ask for the same.
  static NoticeLanguage language(Request request, Response response) {
    String query = request.getHttpURI().getQuery();
    String wanted =
        query != null && query.startsWith(LANGUAGE) ? query.substring(LANGUAGE.length()) : "";
    NoticeLanguage language =
        NoticeLanguage.of(wanted)
            .orElseGet(() ->
                AcceptedLanguages.choose(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE)));
    response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_LANGUAGE.asString());
    response.getHeaders().put(HttpHeader.CONTENT_LANGUAGE, language.tag());
    return language;
  }

  /// The page *Is this message from us?*.
  static String check(NoticeLanguage language, FirebreakConfig.Company company) {
    return html("page.html", "page", language, company);
  }

  /// The page on which readers decline follow-ups.
  static String declining(NoticeLanguage language, FirebreakConfig.Company company) {
    return html("unsubscribe.html", "declining", language, company);
  }

  /// The answer to whoever declined.
  static String declined(NoticeLanguage language, FirebreakConfig.Company company) {
    return html("unsubscribed.html", "declining", language, company);
  }

  /// @param keys what the keys of its words begin with
  private static String html(
      String template, String keys, NoticeLanguage language, FirebreakConfig.Company company) {
    NoticeWords words = NoticeWords.of(language);
    Matcher places = PLACE.matcher(TextResource.of("/notice/page/" + template));
    StringBuilder page = new StringBuilder();
    while (places.find()) {
      String text =
          switch (places.group(1)) {
            case "language" -> language.tag();
            case "languages" -> languages(language);
            default ->
                escape(
                    words
                        .text(keys + "." + places.group(1), "company", company.name())
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
