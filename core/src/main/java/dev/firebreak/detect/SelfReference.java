package dev.firebreak.detect;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds an event's own known values (names, e-mail addresses, phone numbers, ids) inside its other
/// strings: page titles, URLs, notes. Case and the separators between words do not matter; a name
/// is found in either order, a UUID and a phone number with any separators or none. Confined to one
/// event; [#clear] forgets the values.
///
/// More values than are kept, and values that are too long, never mean that less is found: of a
/// long one the beginning counts, and [#overflowed] tells that there were too many.
public final class SelfReference {
  private static final int VALUES_MAX = 512;

  /// Places that only ids may take, so that a list of others can't push them out.
  private static final int IDS_MAX = 64;

  private static final int CHARS_MIN = 4;
  private static final int ID_CHARS_MIN = 6;
  private static final int CHARS_MAX = 120;
  private static final int COMPACT_NAME_MIN = 6;
  private static final int PHONE_DIGITS_MIN = 7;
  private static final int BUCKETS = 128;
  private static final char[] ASCII_FOLDED = folded();

  /// @param loose true where separators may stand anywhere in it
  /// @param cut true where it is only the beginning of the value
  private record Known(DataCategory category, String text, boolean loose, boolean cut) {}

  private final List<Known> values = new ArrayList<>();
  private final Set<Known> distinct = new HashSet<>();
  private final Set<String> words = new HashSet<>();

  /// The values by their first character: the index of the last one, then of the one before it.
  private final int[] lastOf = new int[BUCKETS];

  private final List<Integer> before = new ArrayList<>();
  private boolean overflowed;

  /// One that knows nothing yet.
  public SelfReference() {
    Arrays.fill(lastOf, -1);
  }

  /// Forgets all values.
  public void clear() {
    overflowed = false;
    if (words.isEmpty()) {
      return;
    }
    values.clear();
    distinct.clear();
    words.clear();
    before.clear();
    Arrays.fill(lastOf, -1);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// True where the event states more values than are kept: any text may then hold one.
  public boolean overflowed() {
    return overflowed;
  }

  /// Remembers a value of a category that names somebody; others, and values too short to be
  /// telling, are ignored.
  public void add(DataCategory category, String value) {
    switch (category) {
      case NAME -> addName(value);
      case EMAIL -> addEmail(value);
      case PHONE -> addPhone(value);
      case ACCOUNT_ID, DEVICE_ID, USERNAME, ORGANIZATION_ID, SESSION_ID, ADVERTISING_ID ->
          addId(category, value);
      default -> {}
    }
  }

  /// True where the text as a whole, in any case, is an own value or a word of a name, however
  /// short.
  public boolean isOwn(String text) {
    return !words.isEmpty() && words.contains(normalize(text));
  }

  private void addName(String value) {
    String name = normalize(value);
    remember(DataCategory.NAME, name, false);
    int gap = name.indexOf(' ');
    if (gap < 0) {
      return;
    }
    for (String word : name.split(" ", -1)) {
      words.add(word);
    }
    String compact = name.replace(" ", "");
    if (compact.length() >= COMPACT_NAME_MIN) {
      remember(DataCategory.NAME, compact, false);
    }
    if (gap == name.lastIndexOf(' ')) {
      remember(DataCategory.NAME, name.substring(gap + 1) + " " + name.substring(0, gap), false);
    }
  }

  /// The whole address, and its local part where that looks like a person's.
  private void addEmail(String value) {
    remember(DataCategory.EMAIL, normalize(value), false);
    int at = value.indexOf('@');
    String local = at > 0 ? value.substring(0, at) : "";
    words.add(normalize(local));
    boolean personal =
        local
            .chars()
            .anyMatch(c -> c == '.' || c == '_' || c == '-' || TextShape.isDigit((char) c));
    if (personal) {
      remember(DataCategory.EMAIL, normalize(local), false);
    }
  }

  private void addPhone(String value) {
    StringBuilder digits = new StringBuilder();
    value.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
    if (digits.length() >= PHONE_DIGITS_MIN) {
      remember(DataCategory.PHONE, digits.toString(), true);
    }
  }

  private void addId(DataCategory category, String value) {
    String id = normalize(value);
    words.add(id);
    if (id.length() < ID_CHARS_MIN) {
      return;
    }
    boolean uuid = TypedValue.isUuid(value);
    remember(category, uuid ? id.replace(" ", "") : id, uuid);
  }

  private void remember(DataCategory category, String text, boolean loose) {
    if (text.length() < CHARS_MIN) {
      words.add(text);
      return;
    }
    boolean cut = text.length() > CHARS_MAX;
    String kept = cut ? text.substring(0, CHARS_MAX).strip() : text;
    words.add(kept);
    Known known = new Known(category, kept, loose, cut);
    boolean id = category == DataCategory.ACCOUNT_ID || category == DataCategory.DEVICE_ID;
    if (distinct.contains(known)) {
      return;
    }
    if (values.size() >= (id ? VALUES_MAX + IDS_MAX : VALUES_MAX)) {
      overflowed = true;
      return;
    }
    int bucket = kept.charAt(0) % BUCKETS;
    before.add(lastOf[bucket]);
    lastOf[bucket] = values.size();
    values.add(known);
    distinct.add(known);
  }

  /// Adds where the known values stand in one form of a text, as it stands.
  void find(String text, ScanWork work, List<Detection> hits) {
    if (values.isEmpty()) {
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      int candidate = lastOf[fold(text.charAt(i)) % BUCKETS];
      if (candidate >= 0 && !isInsideWord(text, i)) {
        matchAt(text, i, candidate, work, hits);
      }
    }
  }

  /// Where the known values stand in a text that has no other form, in no order.
  public List<Detection> findFlat(String text, ScanWork work) {
    if (values.isEmpty() || text.length() < CHARS_MIN) {
      return List.of();
    }
    List<Detection> hits = new ArrayList<>(0);
    find(text, work, hits);
    if (work.exhausted()) {
      hits.add(Detection.unscanned(text));
    }
    return hits;
  }

  private void matchAt(String text, int start, int last, ScanWork work, List<Detection> hits) {
    for (int i = last; i >= 0; i = before.get(i)) {
      Known known = values.get(i);
      int end = matchEnd(text, start, known, work);
      if (end > start) {
        hits.add(Detection.plain(DetectionType.SELF_REFERENCE, known.category(), start, end));
      }
      if (work.exhausted()) {
        return;
      }
    }
  }

  /// True where the character goes on with the word before it.
  private static boolean isInsideWord(String text, int index) {
    return index > 0
        && isLetterOrDigit(text.charAt(index - 1))
        && isLetterOrDigit(text.charAt(index));
  }

  private static int matchEnd(String text, int start, Known known, ScanWork work) {
    String wanted = known.text();
    int i = start;
    int j = 0;
    while (j < wanted.length() && i < text.length()) {
      char c = text.charAt(i);
      char next = wanted.charAt(j);
      if (next == ' ') {
        int gap = i;
        while (i < text.length() && isSeparator(text.charAt(i))) {
          i++;
        }
        if (i == gap) {
          break;
        }
        j++;
      } else if (fold(c) == next) {
        i++;
        j++;
      } else if (known.loose() && j > 0 && isSeparator(c)) {
        i++;
      } else {
        break;
      }
    }
    work.spend((i - start) / 4 + 1);
    if (j < wanted.length()) {
      return -1;
    }
    if (known.cut()) {
      return text.length();
    }
    boolean inWord = i < text.length() && isInsideWord(text, i);
    return inWord ? -1 : i;
  }

  private static boolean isSeparator(char c) {
    return !isLetterOrDigit(c) && c != '@' && c != '%';
  }

  private static boolean isLetterOrDigit(char c) {
    return c < 128 ? TextShape.isAlphanumeric(c) : Character.isLetterOrDigit(c);
  }

  private static char fold(char c) {
    return c < 128 ? ASCII_FOLDED[c] : Character.toLowerCase(Character.toUpperCase(c));
  }

  private static char[] folded() {
    char[] folded = new char[128];
    for (char c = 0; c < folded.length; c++) {
      folded[c] = Character.toLowerCase(c);
    }
    return folded;
  }

  /// Folded, with every run of separators as one space.
  private static String normalize(String value) {
    StringBuilder normal = new StringBuilder(Math.min(value.length(), 2 * CHARS_MAX));
    for (int i = 0; i < value.length() && normal.length() <= CHARS_MAX + 1; i++) {
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
