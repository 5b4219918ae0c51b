package dev.firebreak.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.Diagnostic;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.logging.Level;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// PDF documents of well-formed pages. They are tagged for screen readers (PDF/UA-1: title,
/// language, headings, tables, reading order), have their fonts in them, and their text can be
/// copied. The same page and time give the same bytes. Nothing is loaded from anywhere: what a page
/// refers to is left out. A heading, and the head of a table, stand on the page of what they are
/// the head of. Thread-safe.
///
/// Styles are those of CSS 2.1 with paged media; the page has to be well-formed XML, with a title,
/// a language and a description.
public final class PdfDocuments {
  private static final String FONTS = "fonts/";
  private static final String PRODUCER = "Firebreak";

  /// How many heads are brought to their rows; each costs a further layout.
  private static final int MOVED_MAX = 24;

  static {
    // the library logs by itself, to java.util.logging; what matters comes as diagnostics
    XRLog.setLoggingEnabled(false);
  }

  /// A document and what was odd about its page.
  ///
  /// @param remarks what the page asked for and the document lacks; empty where all is well
  record Made(byte[] pdf, List<String> remarks) {
    Made {
      remarks = List.copyOf(remarks);
    }
  }

  /// A PDF document.
  ///
  /// @param page the whole page, as a template with `paper` set renders it
  /// @param madeAt the document's date, to the second
  public byte[] of(String page, Instant madeAt) {
    return make(page, madeAt).pdf();
  }

  Made make(String page, Instant madeAt) {
    List<String> remarks = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PdfBoxRenderer renderer = laidOut(page, remarks, out)) {
      renderer.createPDFWithoutClosing();
      PDDocument document = renderer.getPdfDocument();
      stamp(document, madeAt);
      document.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a document in memory could not be made", e);
    }
    return new Made(out.toByteArray(), remarks);
  }

  /// Lays out until no head is alone: each time, the first one that is begins a page.
  private static PdfBoxRenderer laidOut(String page, List<String> remarks, OutputStream out) {
    PdfBoxRenderer renderer =
        layout(builder(remarks).withHtmlContent(withoutForbidden(page), null), out);
    for (int moved = 0; moved < MOVED_MAX; moved++) {
      Optional<Element> alone = LoneHeads.first(renderer.getRootBox());
      if (alone.isEmpty()) {
        return renderer;
      }
      LoneHeads.beginPage(alone.get());
      Document document = renderer.getDocument();
      renderer.close();
      remarks.clear();
      renderer = layout(builder(remarks).withW3cDocument(document, null), out);
    }
    return renderer;
  }

  private static PdfBoxRenderer layout(PdfRendererBuilder builder, OutputStream out) {
    PdfBoxRenderer renderer = builder.toStream(out).buildPdfRenderer();
    renderer.layout();
    return renderer;
  }

  private static PdfRendererBuilder builder(List<String> remarks) {
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.usePdfUaAccessibility(true);
    builder.usePdfVersion(1.7f);
    builder.withProducer(PRODUCER);
    font(builder, "DejaVuSansCondensed.ttf", "Firebreak Sans", 400);
    font(builder, "DejaVuSansCondensed-Bold.ttf", "Firebreak Sans", 700);
    font(builder, "DejaVuSansMono.ttf", "Firebreak Mono", 400);
    for (ExternalResourceControlPriority when : ExternalResourceControlPriority.values()) {
      builder.useExternalResourceAccessControl((_, _) -> false, when);
    }
    builder.withDiagnosticConsumer(diagnostic -> remark(diagnostic, remarks));
    return builder;
  }

  private static void font(PdfRendererBuilder builder, String file, String family, int weight) {
    builder.useFont(() -> resource(file), family, weight, FontStyle.NORMAL, true);
  }

  private static InputStream resource(String file) {
    InputStream in = PdfDocuments.class.getResourceAsStream(FONTS + file);
    if (in == null) {
      throw new IllegalStateException("the font " + file + " is not in this program");
    }
    return in;
  }

  private static void remark(Diagnostic diagnostic, List<String> remarks) {
    if (diagnostic.getLevel().intValue() >= Level.WARNING.intValue()) {
      remarks.add(diagnostic.getFormattedMessage());
    }
  }

  /// The time and the id of the document are the page's, never those of this run.
  private static void stamp(PDDocument document, Instant madeAt) {
    Calendar time = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    time.setTimeInMillis(madeAt.getEpochSecond() * 1_000);
    PDDocumentInformation information = document.getDocumentInformation();
    information.setCreationDate(time);
    information.setModificationDate(time);
    document.setDocumentId(madeAt.getEpochSecond());
  }

  /// XML 1.0 has no place for control characters, which evidence may hold.
  private static String withoutForbidden(String page) {
    StringBuilder text = new StringBuilder(page.length());
    page.codePoints().map(c -> isAllowed(c) ? c : 0xFFFD).forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
