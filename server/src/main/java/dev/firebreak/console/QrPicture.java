package dev.firebreak.console;

import io.nayuki.qrcodegen.QrCode;

/// A text as a QR code (ISO/IEC 18004), drawn as one path of unit squares, to stand within a page.
/// Public for the template alone; its text shows nothing.
///
/// @param size of the picture in squares, with the quiet zone of four on every side
/// @param path of the dark squares, as an SVG has it
public record QrPicture(int size, String path) {
  private static final int QUIET = 4;

  /// Draws a text.
  static QrPicture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrPicture(code.size + 2 * QUIET, path.toString());
  }

  @Override
  public String toString() {
    return "QrPicture[" + size + "]";
  }
}
