package dev.firebreak.detect;

import java.util.List;

/// Recognises some types of values in one layer of text. Implementations are stateless and take
/// time in proportion to the text's length, whatever the text.
public interface Detector {
  /// Adds what it finds to `hits`. The shape lets it leave at once where nothing can be.
  void detect(String text, TextShape shape, List<Detection> hits);
}
