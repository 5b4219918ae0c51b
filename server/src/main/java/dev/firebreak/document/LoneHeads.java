package dev.firebreak.document;

import com.openhtmltopdf.newtable.TableBox;
import com.openhtmltopdf.newtable.TableSectionBox;
import com.openhtmltopdf.render.BlockBox;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.LineBox;
import com.openhtmltopdf.render.PageBox;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Heads that a layout left alone at the foot of a page: headings, captions, what is marked to
/// stand with what follows it, and heads of tables whose first row stands on the next one.
/// openhtmltopdf 1.1.65 moves a row that it may not split to the next page without the head above
/// it, and a table without its caption, and no style keeps them together. Confined to one layout.
final class LoneHeads {
  /// The class of what begins a page, in the styles for paper.
  private static final String BEGINS_PAGE = "page-break";

  /// The class of what is read before what follows it, and so stands on the same page.
  private static final String HEAD = "head";

  private static final Set<String> HEADINGS = Set.of("h2", "h3", "h4");
  private static final String CAPTION = "caption";

  private final List<PageBox> pages;

  private LoneHeads(List<PageBox> pages) {
    this.pages = pages;
  }

  /// The first such head's element that can begin a page, with the headings right above it: what
  /// begins one already is left as it is, since nothing more can be done.
  ///
  /// @param root a page that was laid out and not painted yet
  static Optional<Element> first(BlockBox root) {
    return new LoneHeads(root.getLayer().getPages()).in(root);
  }

  /// Makes an element begin a page in the next layout of its document.
  static void beginPage(Element element) {
    element.setAttribute("class", (element.getAttribute("class") + " " + BEGINS_PAGE).strip());
  }

  private Optional<Element> in(Box box) {
    if (isAlone(box)) {
      Element first = withHeadings(head(box));
      if (!beginsPage(first)) {
        return Optional.of(first);
      }
    }
    for (Box child : box.getChildren()) {
      Optional<Element> found = in(child);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean isAlone(Box box) {
    if (box instanceof TableBox table) {
      Box row = table.getFirstBodyRow();
      return row != null
          && table.getChild(0) instanceof TableSectionBox head
          && head.isHeader()
          && page(head) < page(row);
    }
    Element element = box.getElement();
    if (element == null
        || !(box instanceof BlockBox)
        || !(isHeading(element) || element.getNodeName().equals(CAPTION))) {
      return false;
    }
    Box next = box.getNextSibling();
    return next != null && page(box) < page(next);
  }

  /// What begins a page together with a head; a caption does so as its table.
  private static Element head(Box box) {
    Element element = box.getElement();
    return element.getNodeName().equals(CAPTION) ? (Element) element.getParentNode() : element;
  }

  /// The page on which a box has its first line, where that ends: what stands on a page's edge is
  /// painted on the next.
  private int page(Box box) {
    Box first = box;
    while (!(first instanceof LineBox) && first.getChildCount() > 0) {
      first = first.getChild(0);
    }
    int y = first.getAbsY() + first.getHeight() - 1;
    int page = 0;
    while (page < pages.size() - 1 && y >= pages.get(page).getBottom()) {
      page++;
    }
    return page;
  }

  private static Element withHeadings(Element head) {
    Element first = head;
    while (true) {
      Element before = elementBefore(first);
      if (before != null && isHeading(before)) {
        first = before;
      } else if (before == null
          && first.getParentNode() instanceof Element parent
          && parent.getNodeName().equals("div")) {
        first = parent;
      } else {
        return first;
      }
    }
  }

  private static @Nullable Element elementBefore(Element element) {
    Node before = element.getPreviousSibling();
    while (before != null && !(before instanceof Element)) {
      before = before.getPreviousSibling();
    }
    return (Element) before;
  }

  private static boolean isHeading(Element element) {
    return HEADINGS.contains(element.getNodeName()) || has(element, HEAD);
  }

  private static boolean beginsPage(Element element) {
    return has(element, BEGINS_PAGE);
  }

  private static boolean has(Element element, String name) {
    return List.of(element.getAttribute("class").split(" ", -1)).contains(name);
  }
}
