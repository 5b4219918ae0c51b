package dev.firebreak.assessment;

import dev.firebreak.detect.Detection;
import dev.firebreak.detect.DetectionType;
import dev.firebreak.detect.Detectors;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The value detectors, over texts of any length: a longer one than they take at once is looked at
/// in pieces that overlap. Thread-safe.
final class DetectorScan implements TextScan {
  static final TextScan STANDARD = new DetectorScan(Detectors.standard());

  private static final int OVERLAP = 512;
  private static final int PIECE = Detectors.SCAN_CHARS_MAX;

  private final Detectors detectors;

  DetectorScan(Detectors detectors) {
    this.detectors = detectors;
  }

  @Override
  public List<Hit> scan(String text) {
    if (text.length() <= PIECE) {
      List<Detection> detections = detectors.scan(text);
      return detections.isEmpty() ? List.of() : hits(detections, 0);
    }
    List<Hit> hits = new ArrayList<>();
    for (int start = 0; start < text.length(); start += PIECE - OVERLAP) {
      int end = Math.min(text.length(), start + PIECE);
      hits.addAll(hits(detectors.scan(text.substring(start, end)), start));
    }
    return hits;
  }

  private static List<Hit> hits(List<Detection> detections, int offset) {
    List<Hit> hits = new ArrayList<>(detections.size());
    for (Detection found : detections) {
      if (found.type() != DetectionType.UNSCANNED) {
        hits.add(new Hit(found.category(), offset + found.start(), offset + found.end()));
      }
    }
    return hits;
  }

  @Override
  public Map<DataCategory, Recall> recall() {
    Map<DataCategory, Recall> recall = new EnumMap<>(DataCategory.class);
    for (DetectionType type : DetectionType.values()) {
      if (isSearched(type)) {
        recall.merge(
            type.category(),
            new Recall(detectors.recall(type), detectors.samples(type)),
            Recall::weaker);
      }
    }
    return recall;
  }

  /// The types that a value alone can have, whatever stands around it.
  private static boolean isSearched(DetectionType type) {
    return switch (type) {
      case EMAIL,
          PHONE,
          IPV4,
          IPV6,
          CARD,
          JWT,
          VENDOR_KEY,
          PRIVATE_KEY,
          AUTHORIZATION,
          URL_CREDENTIALS,
          URL_TOKEN ->
          true;
      case KEYED_VALUE, SELF_REFERENCE, UNSCANNED -> false;
    };
  }
}
