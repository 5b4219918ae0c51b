package dev.firebreak.receipt;

import dev.firebreak.document.PdfDocuments;
import dev.firebreak.template.Templates;
import java.util.Map;

/// Receipts as pages for browsers and as PDF documents. Thread-safe.
public final class ReceiptPages {
  private final Templates templates = new Templates();
  private final PdfDocuments documents = new PdfDocuments();

  /// One self-contained page.
  public String html(Receipt receipt) {
    return page(receipt, false);
  }

  /// The same as a PDF document.
  public byte[] pdf(Receipt receipt) {
    return documents.of(page(receipt, true), receipt.madeAt());
  }

  private String page(Receipt receipt, boolean paper) {
    return templates.render("receipt/receipt.jte", Map.of("view", new ReceiptView(receipt, paper)));
  }
}
