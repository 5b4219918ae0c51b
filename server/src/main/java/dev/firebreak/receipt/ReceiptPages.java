package dev.firebreak.receipt;

import dev.firebreak.document.PdfDocuments;
import dev.firebreak.template.Templates;
import java.util.Map;

/// Receipts as pages for browsers and as PDF documents. Thread-safe.
public final class ReceiptPages {
  private final Templates templates = new Templates();
  private final PdfDocuments documents = new PdfDocuments();

  /// One self-contained page, in English.
  public String html(Receipt receipt) {
    return html(receipt, ReceiptLanguage.EN);
  }

  /// One self-contained page.
  public String html(Receipt receipt, ReceiptLanguage language) {
    return page(receipt, language, false);
  }

  /// The same as a PDF document.
  public byte[] pdf(Receipt receipt, ReceiptLanguage language) {
    return documents.of(page(receipt, language, true), receipt.madeAt());
  }

  private String page(Receipt receipt, ReceiptLanguage language, boolean paper) {
    ReceiptView view = new ReceiptView(receipt, paper);
    return switch (language) {
      case EN -> templates.render("receipt/receipt.jte", Map.of("view", view));
      case DE ->
          templates.render("receipt/receiptGerman.jte", Map.of("view", new GermanReceipt(view)));
    };
  }
}
