package dev.firebreak.cli;

import dev.firebreak.ledger.PolicyUse;
import dev.firebreak.ledger.SubjectDisclosures;
import dev.firebreak.receipt.GermanReceipt;
import dev.firebreak.receipt.Receipt;
import dev.firebreak.receipt.ReceiptLanguage;
import dev.firebreak.receipt.ReceiptLine;
import dev.firebreak.receipt.ReceiptView;
import dev.firebreak.receipt.VendorReceipt;
import dev.firebreak.register.VendorFile;
import dev.firebreak.taxonomy.DataCategory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Says in tables and JSON what a [Receipt] says, for whoever works with it.
final class ReceiptPrinter {
  private ReceiptPrinter() {}

  static void print(PrintWriter out, Receipt receipt) {
    for (VendorReceipt vendor : receipt.vendors()) {
      SubjectDisclosures found = vendor.disclosures();
      out.println(vendor.vendor() + ":");
      if (vendor.disclosed()) {
        facts(out, vendor);
      } else {
        out.println("  " + found.basis().negativeSentence());
      }
      erased(out, vendor.erasedSubjects(), "  ");
    }
  }

  private static void facts(PrintWriter out, VendorReceipt vendor) {
    SubjectDisclosures found = vendor.disclosures();
    out.println("  " + found.basis().sentence());
    TextTable table =
        new TextTable("day", "events", "clear", "generalized", "token", "withheld", "policy");
    found
        .facts()
        .forEach(fact ->
            table.row(
                fact.day(),
                fact.events(),
                words(fact.masks().clear()),
                words(fact.masks().generalized()),
                words(fact.masks().tokenized()),
                words(fact.masks().withheld()),
                fact.policyVersion()));
    table.print(out);
    if (!vendor.derivable().isEmpty()) {
      out.println(
          "  From the IP address the vendor may have worked out: "
              + String.join(" ", keys(vendor.derivable())));
    }
    ImportPrinter.sources(out, vendor.imports());
    out.println("  Linked devices: " + PeoplePrinter.number(found.linkedDevices()));
    out.println(
        "  Ids at the vendor: " + TextTable.harmless(String.join(", ", found.idsAtVendor())));
  }

  /// What an answer lacks because people were erased, nobody knows any more: only that it may lack
  /// something can be said.
  static void erased(PrintWriter out, long subjects, String indent) {
    if (subjects > 0) {
      out.println(
          indent
              + "Erased from the ledger for this vendor, and in no answer since: "
              + PeoplePrinter.number(subjects)
              + (subjects == 1 ? " subject." : " subjects."));
    }
  }

  private static String words(long mask) {
    return mask == 0 ? "-" : String.join(" ", PeoplePrinter.keys(mask));
  }

  private static List<String> keys(List<DataCategory> categories) {
    return categories.stream().map(DataCategory::key).toList();
  }

  /// docs/reference/commands.md lists the keys.
  ///
  /// @param language of the sentences; in another than English each disclosure has words, too
  static List<Map<String, Object>> document(Receipt receipt, ReceiptLanguage language) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (VendorReceipt vendor : receipt.vendors()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("vendor", vendor.vendor().value());
      document.put("name", vendor.name());
      document.put("company", receipt.company().name());
      document.put("madeAt", receipt.madeAt().toString());
      facts(document, vendor);
      if (language == ReceiptLanguage.DE) {
        translate(document, new GermanReceipt(new ReceiptView(receipt, false)), vendor);
      }
      vendor.file().ifPresent(file -> document.put("register", register(file)));
      document.put("erasedSubjects", vendor.erasedSubjects());
      documents.add(document);
    }
    return documents;
  }

  private static void facts(Map<String, Object> document, VendorReceipt vendor) {
    SubjectDisclosures found = vendor.disclosures();
    document.put("disclosed", vendor.disclosed());
    document.put(
        "statement",
        vendor.disclosed() ? found.basis().sentence() : found.basis().negativeSentence());
    document.put("events", found.events());
    document.put("categories", PeoplePrinter.document(found.masks()));
    document.put("disclosures", vendor.lines().stream().map(ReceiptPrinter::line).toList());
    document.put("policies", vendor.policies().stream().map(ReceiptPrinter::policy).toList());
    document.put("imports", ImportPrinter.documents(vendor.imports()));
    document.put("derivableByVendor", keys(vendor.derivable()));
    document.put(
        "days",
        found.facts().stream().map(fact -> fact.day().toString()).distinct().sorted().toList());
    document.put("idsAtVendor", found.idsAtVendor());
    document.put("linkedDevices", found.linkedDevices());
  }

  private static void translate(
      Map<String, Object> document, GermanReceipt german, VendorReceipt vendor) {
    document.put("language", "de");
    document.put("statement", german.statement(vendor));
    List<Map<String, Object>> lines = new ArrayList<>();
    for (ReceiptLine line : vendor.lines()) {
      Map<String, Object> translated = line(line);
      translated.put("words", german.words(line.category()));
      translated.put("formWords", german.words(line.form()));
      lines.add(translated);
    }
    document.put("disclosures", lines);
  }

  private static Map<String, Object> line(ReceiptLine line) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("category", line.category().key());
    document.put("form", line.form().key());
    document.put("events", line.events());
    document.put("firstDay", line.firstDay().toString());
    document.put("lastDay", line.lastDay().toString());
    return document;
  }

  private static Map<String, Object> policy(PolicyUse span) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", span.version());
    document.put("events", span.events());
    document.put("firstDay", span.firstDay().toString());
    document.put("lastDay", span.lastDay().toString());
    return document;
  }

  private static Map<String, Object> register(VendorFile file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("purpose", file.purpose());
    document.put("legalBasis", file.legalBasis());
    document.put("regions", file.regions());
    file.retentionDays().ifPresent(days -> document.put("retentionDays", days));
    return document;
  }
}
