package dev.firebreak.notice;

import static dev.firebreak.notice.NoticeDocument.escape;

import dev.firebreak.notice.PublishedTexts.Published;
import dev.firebreak.notice.PublishedTexts.Text;
import dev.firebreak.template.TextResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The published texts as pages for people, in the language that they ask for: `/notices/` lists
/// the campaigns, `/notices/CAMPAIGN?language=de` shows one. Without scripts. Thread-safe.
///
/// @param texts what is published
/// @param company whose pages they are
record NoticeTextPage(PublishedTexts texts, String company) {
  static final String FOLDER = "/notices/";

  /// A page and what it is written in.
  record Shown(NoticeLanguage language, String html) {}

  /// The page at a path below [#FOLDER].
  ///
  /// @param wanted tag of a language; another language where the campaign does not have it
  /// @return empty where there is no such campaign, or it has not begun
  Optional<Shown> page(String path, String wanted) {
    String id = path.substring(FOLDER.length());
    return id.isEmpty()
        ? Optional.of(list(NoticeLanguage.of(wanted).orElse(NoticeLanguage.EN)))
        : texts.find(id).map(published -> page(published, wanted));
  }

  private Shown list(NoticeLanguage language) {
    StringBuilder items = new StringBuilder();
    for (Published each : texts.all()) {
      NoticeLanguage spoken = spoken(each, language.tag());
      Text first = in(each, spoken).getFirst();
      items
          .append("<li lang=\"" + spoken.tag() + "\"><a href=\"" + escape(each.campaign().id()))
          .append("?language=" + spoken.tag() + "\">")
          .append(escape(first.canonical().document().subject()))
          .append("</a></li>\n");
    }
    String title = NoticeWords.of(language).text("text.all");
    return new Shown(
        language,
        filled(language, title, "<h1>" + escape(title) + "</h1>\n<ul>\n" + items + "</ul>\n"));
  }

  private Shown page(Published published, String wanted) {
    NoticeLanguage language = spoken(published, wanted);
    NoticeWords words = NoticeWords.of(language);
    StringBuilder body = new StringBuilder();
    body.append("<p>").append(escape(words.text("text.intro"))).append("</p>\n");
    body.append(languages(published));
    for (Text text : in(published, language)) {
      NoticeDocument document = text.canonical().document();
      body.append("<article>\n<h1>").append(escape(document.subject())).append("</h1>\n");
      body.append(document.fragment()).append("</article>\n");
      body.append(check(text, words));
    }
    body.append("<p><a href=\"../statements/" + escape(published.campaign().id()) + ".json\">");
    body.append(escape(published.campaign().id())).append(".json</a></p>\n");
    String title = in(published, language).getFirst().canonical().document().subject();
    return new Shown(language, filled(language, title, body.toString()));
  }

  /// How the file is checked offline.
  private static String check(Text text, NoticeWords words) {
    String name = escape(text.name());
    return "<h2>"
        + escape(words.text("text.check"))
        + "</h2>\n<p><a href=\"../texts/"
        + name
        + "\">"
        + name
        + "</a>, <a href=\"../texts/"
        + name
        + ".sig\">"
        + name
        + ".sig</a></p>\n<p>SHA-256: <code>"
        + text.digest()
        + "</code></p>\n<p>"
        + escape(words.text("text.command"))
        + "</p>\n<pre>"
        + escape(StatementSigner.check(text.name()))
        + "</pre>\n<p>"
        + escape(words.text("text.key"))
        + " <a href=\""
        + NoticeStatements.KEY_PATH
        + "\">"
        + NoticeStatements.KEY_PATH
        + "</a></p>\n";
  }

  private static String languages(Published published) {
    return published.texts().stream()
        .map(text -> text.canonical().language())
        .distinct()
        .map(each ->
            "<a hreflang=\""
                + each.tag()
                + "\" href=\"?language="
                + each.tag()
                + "\">"
                + escape(each.ownName())
                + "</a>")
        .collect(Collectors.joining(" · ", "<p>", "</p>\n"));
  }

  private static NoticeLanguage spoken(Published published, String wanted) {
    List<NoticeLanguage> all =
        published.texts().stream().map(text -> text.canonical().language()).toList();
    return NoticeLanguage.of(wanted)
        .filter(all::contains)
        .orElse(published.campaign().facts().language());
  }

  private static List<Text> in(Published published, NoticeLanguage language) {
    return published.texts().stream()
        .filter(text -> text.canonical().language() == language)
        .toList();
  }

  private String filled(NoticeLanguage language, String title, String body) {
    String all = NoticeWords.of(language).text("text.all");
    return TextResource.of("/notice/page/text.html")
        .replace("{language}", language.tag())
        .replace("{title}", escape(title))
        .replace("{company}", escape(company))
        .replace("{all}", escape(all))
        .replace("{body}", body);
  }
}
