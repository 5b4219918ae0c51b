package dev.firebreak.detect;

import java.util.List;

/// Recognises some types of values in one layer of text. Implementations are stateless and take
/// time in proportion to the text's length, whatever the text.
public interface Detector {
  /// Adds what it finds to `hits`. The shape lets it leave at once where nothing can be. What takes
  /// more than a few looks at each character is taken from `work`.
  void detect(String text, TextShape shape, ScanWork work, List<Detection> hits);
}
