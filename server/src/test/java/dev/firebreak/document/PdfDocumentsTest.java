package dev.firebreak.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.template.Templates;
import gg.jte.Content;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfDocumentsTest {
  private static final Instant MADE_AT = Instant.parse("2025-11-26T09:00:00Z");

  private final PdfDocuments documents = new PdfDocuments();

  private static String page(String title, String body) {
    Content content = output -> output.writeContent(body);
    return new Templates()
        .render(
            "layout/page.jte",
            Map.of("title", title, "content", content, "paper", true, "footer", "Example Cloud"));
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void documentIsTaggedAndHasTitleLanguageAndDate() throws IOException {
    PdfDocuments.Made made =
        documents.make(
            page(
                "A report",
                "<h1>One</h1><table><tr><th scope=\"row\">x</th><td>y</td></tr></table>"),
            MADE_AT);

    assertThat(made.remarks()).isEmpty();
    try (PDDocument document = Loader.loadPDF(made.pdf())) {
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
      assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      assertThat(document.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("A report");
      assertThat(document.getDocumentInformation().getCreationDate().toInstant())
          .isEqualTo(MADE_AT);
      assertThat(new String(document.getDocumentCatalog().getMetadata().toByteArray(), UTF_8))
          .contains("<pdfuaid:part>1</pdfuaid:part>");
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  @Test
  void samePageAndTimeGiveTheSameBytes() {
    String page = page("A report", "<h1>One</h1><p>words, <b>bold</b>, <code>abc</code></p>");

    assertThat(documents.of(page, MADE_AT)).isEqualTo(documents.of(page, MADE_AT));
    assertThat(documents.of(page, MADE_AT)).isEqualTo(new PdfDocuments().of(page, MADE_AT));
  }

  @Test
  void everyPageSaysWhichOfHowManyItIs() throws IOException {
    String page = page("A report", "<p>first</p><h2 class=\"page-break\">second</h2>");

    assertThat(text(documents.of(page, MADE_AT)))
        .contains("Page 1 of 2", "Page 2 of 2", "Example Cloud");
  }

  @Test
  void textOfOtherScriptsAndControlCharactersDoesNoHarm() throws IOException {
    String page =
        page("A report", "<p>Grüße, Ελλάδα, Україна: 1 – 2 …\u0000\u0007 \uD83D\uDE00 日本</p>");

    assertThat(text(documents.of(page, MADE_AT))).contains("Grüße, Ελλάδα, Україна: 1 – 2 …");
  }

  /// The table begins at every height of a page in turn, so that at some its first row, which may
  /// not be split, has no room any more.
  @Test
  void headOfATableStandsOnThePageOfItsFirstRow() throws IOException {
    for (int above = 38; above < 48; above++) {
      String body =
          "<p>a line above</p>".repeat(above)
              + "<h3>Heading</h3><div class=\"scroll\"><table><caption>Caption</caption>"
              + "<thead><tr><th>Head</th><th>other</th></tr></thead><tbody>"
              + "<tr><td>First<br/>of<br/>four<br/>lines</td><td>x</td></tr>".repeat(6)
              + "</tbody></table></div>";
      byte[] pdf = documents.of(page("A report", body), MADE_AT);

      PdfStructure.Heads heads = PdfStructure.heads(pdf);
      assertThat(heads.tables()).isEqualTo(1);
      assertThat(heads.alone()).as(above + " lines above").isEmpty();
      assertThat(text(pdf).split("Caption", -1)).hasSize(2);
    }
  }

  /// What is marked as a head goes to the page of what it introduces, with its heading.
  @Test
  void headOfWhatMayNotBeSplitStandsOnItsPage() throws IOException {
    String body =
        "<p>a line above</p>".repeat(30)
            + "<h2>Heading</h2><p class=\"note head\">Read first</p><div class=\"two\">"
            + "<div class=\"side\">"
            + "<p>a line of the side</p>".repeat(20)
            + "</div></div>";

    try (PDDocument document = Loader.loadPDF(documents.of(page("A report", body), MADE_AT))) {
      PDFTextStripper second = new PDFTextStripper();
      second.setStartPage(2);
      assertThat(second.getText(document)).contains("Heading", "Read first", "a line of the side");
    }
  }

  @Test
  void rowThatNoPageHasRoomForDoesNotStopTheDocument() throws IOException {
    String body =
        "<h3>Heading</h3><table><thead><tr><th>Head</th></tr></thead><tbody>"
            + "<tr><td>"
            + "line<br/>".repeat(200)
            + "end of row</td></tr></tbody></table>";

    assertThat(text(documents.of(page("A report", body), MADE_AT)))
        .contains("end of row", "of 4")
        .doesNotContain("of 5");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    String page =
        page(
            "A report",
            "<p>text</p><img alt=\"x\" src=\"file:///etc/hostname\"/>"
                + "<p style=\"background-image: url(file:///etc/hostname)\">more</p>");

    try (PDDocument document = Loader.loadPDF(documents.of(page, MADE_AT))) {
      assertThat(document.getPage(0).getResources().getXObjectNames()).isEmpty();
    }
  }
}
