package dev.firebreak.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;

/// The documents of a replay as the documentation shows them: what is random or measured is put out
/// of them, so that two replays give the same files and a change of wording shows as a difference.
final class Sample {
  /// The documents, by the names that a replay gives them.
  static final List<String> DOCUMENTS =
      List.of(
          "report-direct.html",
          "decision-record-firebreak.html",
          "organization.html",
          "letter.txt",
          "notice.eml",
          "notice-firebreak.eml",
          "lures.html",
          "receipt.html",
          "drill.html");

  private static final int DOTS_PER_INCH = 110;

  private static final Map<Pattern, String> CHANGING = changing();

  private final Path replay;

  /// @param replay the folder of a finished replay
  Sample(Path replay) {
    this.replay = replay;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String document : DOCUMENTS) {
      String text = Files.readString(replay.resolve(document), StandardCharsets.UTF_8);
      for (Map.Entry<Pattern, String> pattern : CHANGING.entrySet()) {
        text = pattern.getKey().matcher(text).replaceAll(pattern.getValue());
      }
      Files.writeString(folder.resolve(document), text.replace("\r\n", "\n"));
    }
    picture(replay.resolve("report-direct.pdf"), folder.resolve("report-page-1.png"));
  }

  /// The first page of a PDF document as it prints.
  private static void picture(Path pdf, Path png) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf.toFile());
        OutputStream out = Files.newOutputStream(png)) {
      ImageIO.write(new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH), "png", out);
    }
  }

  private static Map<Pattern, String> changing() {
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    patterns.put(
        Pattern.compile("fb1([sh])[a-z2-7]{4}[A-Za-z0-9_-]{21,}"),
        "fb1$1k3y2AES-SIV-token-that-nobody-reverses-without-the-key");
    patterns.put(Pattern.compile("\\b[0-9]+:[0-9a-f]{64}\\b"), "123:(SHA-256)");
    patterns.put(Pattern.compile("\\b[0-9a-f]{64}\\b"), "(SHA-256)");
    patterns.put(Pattern.compile("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"), "ABCDE-FGHJK");
    patterns.put(Pattern.compile("Word: [a-z-]+"), "Word: bodi-kifa-lozo-meta");
    patterns.put(Pattern.compile("<[0-9a-f]{40}@"), "<0123456789abcdef@");
    patterns.put(Pattern.compile("----=_Part_[0-9._]+"), "----=_Part_1");
    patterns.put(Pattern.compile("\\b[0-9]+\\.[0-9]+ s\\b"), "(measured)");
    patterns.put(
        Pattern.compile("(\\.gz</td><td class=\"number\">[0-9]+</td><td class=\"number\">)[0-9,]+"),
        "$1(bytes)");
    patterns.put(Pattern.compile("(<td class=\"number entry\">)[0-9]+"), "$1123");
    return patterns;
  }
}
