package dev.firebreak.detect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All detectors over one text: first as it stands, then in the decoded forms that it may have
/// (percent, backslash escapes, references of HTML, odd characters, numbers with an exponent,
/// hexadecimal digits, base64), each found value mapped back to the span of the text that carries
/// it. What is encoded still deeper than is looked at comes back as `UNSCANNED`. Thread-safe.
///
/// At most [#SCAN_CHARS_MAX] characters are looked at; what lies beyond comes back as one detection
/// of type `UNSCANNED`. Whole values of a known type (UUID, ISO time, hexadecimal id) are not
/// scanned at all.
public final class Detectors {
  /// Characters of a value that are scanned.
  public static final int SCAN_CHARS_MAX = 8192;

  private static final int LAYERS_MAX = 4;

  /// Shorter numbers are nobody's.
  private static final int NUMBER_DIGITS_MIN = 7;

  /// Longest value (an e-mail address, RFC 5321) that the scan limit could cut in two.
  private static final int CUT_MARGIN = 320;

  private static final Detectors STANDARD =
      new Detectors(
          List.of(
              new EmailDetector(),
              new PhoneDetector(),
              new IpDetector(),
              new CardDetector(),
              new SecretDetector(),
              new UrlDetector()));

  private static final SelfReference NOTHING_KNOWN = new SelfReference();

  private static final MeasuredRecall RECALL = new MeasuredRecall();

  private final List<Detector> detectors;

  /// @param detectors asked in this order
  public Detectors(List<Detector> detectors) {
    this.detectors = List.copyOf(detectors);
  }

  /// The detectors that ship.
  public static Detectors standard() {
    return STANDARD;
  }

  /// The share of values of this type that the detectors find in the labelled corpus
  /// (docs/reference/detectors.md); 0 for types without an entry there.
  public double recall(DetectionType type) {
    return RECALL.recall(type);
  }

  /// How many samples of this type the labelled corpus has; 0 for types without an entry there.
  public int samples(DetectionType type) {
    return RECALL.total(type);
  }

  /// `found/total` by a type's label.
  String stated(String label) {
    return RECALL.counts(label);
  }

  /// What stands in the text, by start; spans may overlap. Empty for most texts.
  public List<Detection> scan(String text) {
    return scan(text, NOTHING_KNOWN, ScanWork.ofValue());
  }

  /// As above, with the message's own values looked for in the same forms, and with the work taken
  /// from the message's. Where that is spent, the rest of the text is `UNSCANNED`.
  ///
  /// @param known read only
  public List<Detection> scan(String text, SelfReference known, ScanWork work) {
    work.beginValue();
    if (TypedValue.isTyped(text)) {
      List<Detection> own = new ArrayList<>(0);
      known.find(text, work, own);
      return own;
    }
    if (text.length() <= SCAN_CHARS_MAX) {
      return sorted(scanLayer(text, LAYERS_MAX, known, work));
    }
    int cut = cut(text);
    List<Detection> hits =
        new ArrayList<>(scanLayer(text.substring(0, SCAN_CHARS_MAX), LAYERS_MAX, known, work));
    hits.removeIf(hit -> hit.start() >= cut);
    hits.add(Detection.plain(DetectionType.UNSCANNED, cut, text.length()));
    return sorted(hits);
  }

  /// A value that crosses the limit must not survive by its first half: the unscanned part begins
  /// at the last gap, and a margin before the limit at the latest.
  private static int cut(String text) {
    int cut = SCAN_CHARS_MAX;
    while (cut > 0 && !Character.isWhitespace(text.charAt(cut - 1))) {
      cut--;
    }
    return Math.min(cut, SCAN_CHARS_MAX - CUT_MARGIN);
  }

  private static List<Detection> sorted(List<Detection> hits) {
    if (hits.size() < 2) {
      return hits;
    }
    List<Detection> sorted = new ArrayList<>(hits);
    sorted.sort(Comparator.comparingInt(Detection::start).thenComparingInt(Detection::end));
    return Collections.unmodifiableList(sorted);
  }

  private List<Detection> scanLayer(String text, int layers, SelfReference known, ScanWork work) {
    List<Detection> hits = new ArrayList<>(0);
    if (work.spend(text.length())) {
      TextShape shape = TextShape.of(text);
      for (Detector detector : detectors) {
        detector.detect(text, shape, work, hits);
      }
      known.find(text, work, hits);
      if (layers > 1) {
        decodeAndScan(text, shape, new Layer(layers - 1, known, work), hits);
      } else if (isEncoded(text, shape)) {
        hits.add(Detection.unscanned(text));
      }
    }
    if (work.exhausted() && !text.isEmpty()) {
      hits.add(Detection.unscanned(text));
    }
    return hits;
  }

  /// What the scan of a decoded form needs.
  private record Layer(int layers, SelfReference known, ScanWork work) {}

  private void decodeAndScan(String text, TextShape shape, Layer below, List<Detection> hits) {
    if (shape.odd()) {
      Decoding.plain(text).ifPresent(decoding -> scanDecoded(decoding, below, hits));
    }
    if (shape.percent() || shape.plus()) {
      Decoding.percent(text).ifPresent(decoding -> scanDecoded(decoding, below, hits));
    }
    if (shape.backslash()) {
      Decoding.backslash(text).ifPresent(decoding -> scanDecoded(decoding, below, hits));
    }
    if (shape.ampersand()) {
      Decoding.references(text).ifPresent(decoding -> scanDecoded(decoding, below, hits));
    }
    if (shape.digits() >= NUMBER_DIGITS_MIN) {
      Decoding.number(text).ifPresent(plain -> scanNumber(text, plain, below, hits));
    }
    if (shape.longestWord() >= Base64Runs.CHARS_MIN) {
      Base64Runs.forEach(text, run -> scanRun(text, run, below, hits));
    }
  }

  /// True where there is something to decode still.
  private static boolean isEncoded(String text, TextShape shape) {
    boolean percent = shape.percent() && Decoding.percent(text).isPresent();
    return percent
        || (shape.backslash() && Decoding.backslash(text).isPresent())
        || (shape.longestWord() >= Base64Runs.CHARS_MIN && Base64Runs.anyDecodes(text));
  }

  /// A number that is written out is what it says only as a whole.
  private void scanNumber(String text, String plain, Layer below, List<Detection> hits) {
    for (Detection hit : scanLayer(plain, 1, below.known(), below.work())) {
      if (hit.covers(plain.length()) && !isKnown(hits, hit, 0, text.length())) {
        hits.add(new Detection(hit.category(), 0, text.length(), hit.type(), true));
      }
    }
  }

  private void scanDecoded(Decoding decoding, Layer below, List<Detection> hits) {
    below.work().noteDecoded();
    for (Detection hit : scanLayer(decoding.text(), below.layers(), below.known(), below.work())) {
      int start = decoding.start(hit.start());
      int end = Math.max(start + 1, decoding.end(hit.end()));
      if (!isKnown(hits, hit, start, end)) {
        hits.add(new Detection(hit.category(), start, end, hit.type(), true));
      }
    }
  }

  private static boolean isKnown(List<Detection> hits, Detection found, int start, int end) {
    for (Detection hit : hits) {
      if (hit.start() <= start && hit.end() >= end && hit.category() == found.category()) {
        return true;
      }
    }
    return false;
  }

  /// The run as it decodes, and where it does not, with whatever may be glued to it.
  private void scanRun(String text, Base64Runs.Run run, Layer below, List<Detection> hits) {
    boolean decoded = false;
    for (Base64Runs.Part part : run.parts()) {
      decoded |= scanPart(text, part, below, hits);
    }
    if (decoded || !run.whole()) {
      return;
    }
    Base64Runs.Part whole = run.parts().getFirst();
    for (int glued = 0; glued < Base64Runs.GROUP; glued++) {
      int start = whole.start() + glued;
      if (whole.end() - start < Base64Runs.CHARS_MIN
          || !below.work().spend((whole.end() - start) / 2)) {
        return;
      }
      Decoding.base64Among(text, start, whole.end())
          .ifPresent(found -> scanInside(found, whole, below, hits));
    }
  }

  private boolean scanPart(String text, Base64Runs.Part part, Layer below, List<Detection> hits) {
    if (!below.work().spend((part.end() - part.start()) / 2)) {
      return false;
    }
    Optional<String> decoded =
        part.hex()
            ? Decoding.hex(text, part.start(), part.end())
            : Decoding.base64(text, part.start(), part.end());
    decoded.ifPresent(found -> scanInside(found, part, below, hits));
    return decoded.isPresent();
  }

  private void scanInside(String decoded, Base64Runs.Part part, Layer below, List<Detection> hits) {
    below.work().noteDecoded();
    for (Detection hit : scanLayer(decoded, below.layers(), below.known(), below.work())) {
      hits.add(new Detection(hit.category(), part.start(), part.end(), hit.type(), true));
    }
  }
}
