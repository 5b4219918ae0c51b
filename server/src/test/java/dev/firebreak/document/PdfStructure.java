package dev.firebreak.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;

/// The tags of a PDF document, as a screen reader has them, with the pages where they stand.
public final class PdfStructure {
  private final PDDocument document;
  private final List<String> alone = new ArrayList<>();
  private int tables;

  private PdfStructure(PDDocument document) {
    this.document = document;
  }

  /// What a document has of heads.
  ///
  /// @param tables how many tables have a head
  /// @param alone what stands on an earlier page than that of which it is the head
  public record Heads(int tables, List<String> alone) {
    public Heads {
      alone = List.copyOf(alone);
    }
  }

  public static Heads heads(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PdfStructure structure = new PdfStructure(document);
      structure.look(document.getDocumentCatalog().getStructureTreeRoot());
      return new Heads(structure.tables, structure.alone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look(PDStructureNode node) {
    List<PDStructureElement> children = children(node);
    for (int i = 0; i < children.size(); i++) {
      PDStructureElement child = children.get(i);
      if (child.getStructureType().equals("Table")) {
        table(child);
      }
      if (child.getStructureType().matches("H[2-4]") && i + 1 < children.size()) {
        compare(child.getStructureType(), child, children.get(i + 1));
      }
      look(child);
    }
  }

  private void table(PDStructureElement table) {
    Optional<PDStructureElement> head = child(table, "THead");
    Optional<PDStructureElement> body = child(table, "TBody");
    Optional<PDStructureElement> caption = child(table, "Caption");
    if (head.isPresent() && body.isPresent()) {
      tables++;
      compare("table " + tables, head.get(), body.get());
      caption.ifPresent(above -> compare("caption of table " + tables, above, head.get()));
    }
  }

  private void compare(String what, PDStructureElement head, PDStructureElement rest) {
    OptionalInt above = page(head);
    OptionalInt below = page(rest);
    if (above.isPresent() && below.isPresent() && above.getAsInt() != below.getAsInt()) {
      alone.add(what + " on page " + (above.getAsInt() + 1));
    }
  }

  private static Optional<PDStructureElement> child(PDStructureElement parent, String type) {
    return children(parent).stream()
        .filter(child -> child.getStructureType().equals(type))
        .findFirst();
  }

  private static List<PDStructureElement> children(PDStructureNode node) {
    return node.getKids().stream()
        .filter(PDStructureElement.class::isInstance)
        .map(PDStructureElement.class::cast)
        .toList();
  }

  /// The page on which the first text of an element stands; empty for one without any.
  private OptionalInt page(PDStructureElement element) {
    for (Object kid : element.getKids()) {
      OptionalInt page =
          switch (kid) {
            case PDStructureElement child -> page(child);
            case PDMarkedContentReference text -> number(text.getPage());
            default -> number(element.getPage());
          };
      if (page.isPresent()) {
        return page;
      }
    }
    return OptionalInt.empty();
  }

  private OptionalInt number(PDPage page) {
    return page == null ? OptionalInt.empty() : OptionalInt.of(document.getPages().indexOf(page));
  }
}
