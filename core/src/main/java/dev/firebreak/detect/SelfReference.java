package dev.firebreak.detect;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;

/// Finds an event's own known values (name, e-mail address, phone number) inside its other strings:
/// page titles, URLs, notes. Case, the separators between words and percent-encoding do not matter;
/// a name is found in either order. Confined to one event; [#clear] forgets the values.
public final class SelfReference {
  private static final int VALUES_MAX = 24;
  private static final int CHARS_MIN = 4;
  private static final int CHARS_MAX = 120;
  private static final int PHONE_DIGITS_MIN = 7;
  private static final int LAYERS = 3;

  private record Known(DataCategory category, String text) {}

  private final List<Known> values = new ArrayList<>();

  /// Forgets all values.
  public void clear() {
    values.clear();
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// Remembers a value of the categories name, e-mail and phone; others, and values too short to be
  /// telling, are ignored.
  public void add(DataCategory category, String value) {
    switch (category) {
      case NAME -> addName(value);
      case EMAIL -> addEmail(value);
      case PHONE -> addPhone(value);
      default -> {}
    }
  }

  private void addName(String value) {
    String name = normalize(value);
    remember(DataCategory.NAME, name);
    int gap = name.indexOf(' ');
    if (gap > 0 && gap == name.lastIndexOf(' ')) {
      remember(DataCategory.NAME, name.substring(gap + 1) + " " + name.substring(0, gap));
    }
  }

  /// The whole address, and its local part where that looks like a person's.
  private void addEmail(String value) {
    remember(DataCategory.EMAIL, normalize(value));
    int at = value.indexOf('@');
    String local = at > 0 ? value.substring(0, at) : "";
    boolean personal =
        local
            .chars()
            .anyMatch(c -> c == '.' || c == '_' || c == '-' || TextShape.isDigit((char) c));
    if (personal) {
      remember(DataCategory.EMAIL, normalize(local));
    }
  }

  private void addPhone(String value) {
    StringBuilder digits = new StringBuilder();
    value.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
    if (digits.length() >= PHONE_DIGITS_MIN) {
      remember(DataCategory.PHONE, digits.toString());
    }
  }

  private void remember(DataCategory category, String text) {
    boolean fits = text.length() >= CHARS_MIN && text.length() <= CHARS_MAX;
    Known known = new Known(category, text);
    if (fits && values.size() < VALUES_MAX && !values.contains(known)) {
      values.add(known);
    }
  }

  /// Where the known values stand in a text, in no order.
  public List<Detection> find(String value) {
    if (values.isEmpty() || value.length() < CHARS_MIN) {
      return List.of();
    }
    String text =
        value.length() > Detectors.SCAN_CHARS_MAX
            ? value.substring(0, Detectors.SCAN_CHARS_MAX)
            : value;
    List<Detection> hits = new ArrayList<>(0);
    findInLayer(text, hits);
    String layer = text;
    int[] origins = {};
    for (int i = 0; i < LAYERS && layer.indexOf('%') >= 0; i++) {
      Decoding decoding = Decoding.percent(layer).orElse(null);
      if (decoding == null) {
        break;
      }
      origins = compose(origins, decoding.origins());
      layer = decoding.text();
      addMapped(layer, origins, hits);
    }
    if (text.indexOf('\\') >= 0) {
      Decoding.backslash(text).ifPresent(d -> addMapped(d.text(), d.origins(), hits));
    }
    return hits;
  }

  private static int[] compose(int[] outer, int[] inner) {
    if (outer.length == 0) {
      return inner;
    }
    int[] composed = new int[inner.length];
    for (int i = 0; i < inner.length && inner[i] < outer.length; i++) {
      composed[i] = outer[inner[i]];
    }
    return composed;
  }

  private void addMapped(String layer, int[] origins, List<Detection> hits) {
    List<Detection> found = new ArrayList<>(0);
    findInLayer(layer, found);
    for (Detection hit : found) {
      int start = origins[hit.start()];
      int end = Math.max(start + 1, origins[hit.end()]);
      hits.add(new Detection(hit.category(), start, end, hit.type(), true));
    }
  }

  private void findInLayer(String text, List<Detection> hits) {
    for (Known known : values) {
      int from = 0;
      while (from < text.length()) {
        int start = nextStart(text, from, known.text().charAt(0));
        if (start < 0) {
          break;
        }
        int end = matchEnd(text, start, known);
        if (end > 0) {
          hits.add(Detection.plain(DetectionType.SELF_REFERENCE, known.category(), start, end));
        }
        from = Math.max(end, start + 1);
      }
    }
  }

  private static int nextStart(String text, int from, char first) {
    for (int i = from; i < text.length(); i++) {
      if (fold(text.charAt(i)) == first && !isInsideWord(text, i)) {
        return i;
      }
    }
    return -1;
  }

  /// True where the character goes on with the word before it.
  private static boolean isInsideWord(String text, int index) {
    return index > 0
        && Character.isLetterOrDigit(text.charAt(index))
        && Character.isLetterOrDigit(text.charAt(index - 1));
  }

  private static int matchEnd(String text, int start, Known known) {
    String wanted = known.text();
    boolean phone = known.category() == DataCategory.PHONE;
    int i = start;
    int j = 0;
    while (j < wanted.length()) {
      if (i == text.length()) {
        return -1;
      }
      char c = text.charAt(i);
      if (wanted.charAt(j) == ' ') {
        int gap = i;
        while (i < text.length() && isSeparator(text.charAt(i))) {
          i++;
        }
        if (i == gap) {
          return -1;
        }
        j++;
      } else if (fold(c) == wanted.charAt(j)) {
        i++;
        j++;
      } else if (phone && j > 0 && isSeparator(c)) {
        i++;
      } else {
        return -1;
      }
    }
    boolean inWord = i < text.length() && isInsideWord(text, i);
    return inWord ? -1 : i;
  }

  private static boolean isSeparator(char c) {
    return !Character.isLetterOrDigit(c) && c != '@' && c != '%';
  }

  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /// Folded, with every run of separators as one space.
  private static String normalize(String value) {
    StringBuilder normal = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isSeparator(c)) {
        normal.append(fold(c));
      } else if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != ' ') {
        normal.append(' ');
      }
    }
    return normal.toString().strip();
  }
}
