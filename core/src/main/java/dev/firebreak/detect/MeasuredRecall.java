package dev.firebreak.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// How many values of each type the detectors find in the labelled corpus, as `found/total`. The
/// file is checked against a fresh measurement by a test, so that it can't drift from the code.
final class MeasuredRecall {
  private static final String RESOURCE = "recall.properties";

  private final Properties counts = new Properties();

  MeasuredRecall() {
    try (InputStream stream = MeasuredRecall.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      counts.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " can't be read", e);
    }
  }

  /// `found/total` of a type's label; `0/0` where the corpus has none.
  String counts(String label) {
    return counts.getProperty(label, "0/0");
  }

  double recall(DetectionType type) {
    int total = total(type);
    return total == 0 ? 0 : (double) part(type, 0) / total;
  }

  /// How many samples of a type the corpus has.
  int total(DetectionType type) {
    return part(type, 1);
  }

  private int part(DetectionType type, int at) {
    return Integer.parseInt(counts(type.label()).split("/", 2)[at]);
  }
}
