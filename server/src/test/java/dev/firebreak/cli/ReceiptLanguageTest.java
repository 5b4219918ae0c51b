package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.receipt.Receipt;
import dev.firebreak.receipt.ReceiptLanguage;
import dev.firebreak.receipt.ReceiptPages;
import dev.firebreak.receipt.Receipts;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The receipt in German: all of it, and the same facts as in English.
class ReceiptLanguageTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final VendorId OTHER = new VendorId("other");
  private static final Instant TIME = Instant.parse("2025-11-03T08:00:00Z");

  /// What a page that is only half translated would show.
  private static final List<String> ENGLISH =
      List.of(" the ", " you", " were ", " and ", " gave ", "company", "message");

  @TempDir Path folder;
  private CommandRun commands;

  @BeforeEach
  void installation() throws IOException {
    commands = new CommandRun(folder);
    assertThat(commands.run("init")).isZero();
    try (Installation installation = commands.open()) {
      SubjectKey subject = installation.keys().subjectKeyring().account("a-1");
      Masks masks =
          new Masks(
              DataCategory.COUNTRY.mask() | DataCategory.IP_ADDRESS.mask(),
              DataCategory.USER_AGENT.mask(),
              DataCategory.ACCOUNT_ID.mask(),
              DataCategory.EMAIL.mask());
      Disclosure fact =
          new Disclosure(
              MIXPANEL,
              subject,
              LocalDate.of(2025, 11, 3),
              masks,
              "0123456789ab",
              AssertedBy.AUTHENTICATED,
              1200,
              TIME,
              TIME);
      installation
          .ledger()
          .append(
              new LedgerBatch(
                  new BindingId("web"),
                  2,
                  List.of(fact),
                  List.of(),
                  List.of(new VendorSubject(MIXPANEL, subject, "fb1sabcdxyz"))));
    }
  }

  @Test
  void thePageIsGermanThroughout() throws IOException {
    String page = page(ReceiptLanguage.DE);
    assertThat(page)
        .contains("<html lang=\"de\">")
        .contains("Wir haben einem anderen Unternehmen Daten über Sie gegeben: Mixpanel.")
        .contains("Ihr Land", "unverändert", "als Code, den nur wir zurückverwandeln können")
        .contains("3. November 2025, 1.200 Nachrichten")
        .contains("<b>Zurückgehalten.</b>", "Ihre E-Mail-Adresse")
        .contains("berechtigte Interessen (Art. 6 Abs. 1 Buchst. f DSGVO)")
        .contains("Das können wir nicht sagen")
        .contains("<code>fb1sabcdxyz</code>");
    String body = page.substring(page.indexOf("<main>"));
    for (String english : ENGLISH) {
      assertThat(body.replaceFirst("<th scope=\"row\">Wofür</th><td><p>.*?</p>", ""))
          .doesNotContain(english);
    }
    assertThat(page(ReceiptLanguage.EN)).contains("<html lang=\"en\">", "Your country");
  }

  @Test
  void pagesOfPaperAreNumberedInTheirLanguage() throws IOException {
    assertThat(printed(ReceiptLanguage.DE)).contains("Seite 1 von ").doesNotContain("Page ");
    assertThat(printed(ReceiptLanguage.EN)).contains("Page 1 of ").doesNotContain("Seite ");
  }

  @Test
  void jsonHasGermanSentencesAndWords() throws IOException {
    assertThat(json("--language", "de"))
        .contains("\"language\" : \"de\"")
        .contains("\"words\" : \"Ihr Land\"", "\"formWords\" : \"unverändert\"")
        .contains("Unsere Aufzeichnungen über dieses Unternehmen beginnen am 3. November 2025.");
    assertThat(json()).doesNotContain("formWords", "Ihr Land");
  }

  @Test
  void anotherLanguageIsRefused() throws IOException {
    assertThat(
            commands.run(
                "ledger", "show", "--subject", "a-1", "--because", "x", "--language", "tlh"))
        .isEqualTo(2);
    assertThat(commands.err()).contains("--language is en or de");
  }

  private String page(ReceiptLanguage language) throws IOException {
    try (Installation installation = commands.open()) {
      return new ReceiptPages().html(receipt(installation), language);
    }
  }

  private String printed(ReceiptLanguage language) throws IOException {
    try (Installation installation = commands.open();
        PDDocument document =
            Loader.loadPDF(new ReceiptPages().pdf(receipt(installation), language))) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static Receipt receipt(Installation installation) throws IOException {
    return new Receipts(installation)
        .of("a-1", List.of(MIXPANEL, OTHER), new Receipts.Asker("nadia", "request 17"));
  }

  private String json(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("ledger", "show", "--subject", "a-1", "--because", "x", "--json"));
    arguments.addAll(List.of(more));
    assertThat(commands.run(arguments.toArray(String[]::new))).isZero();
    return commands.out();
  }
}
