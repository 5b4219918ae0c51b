package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NoticePictureTest {
  private static final String HTML =
      "<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<title>Sie</title>\n</head>\n<body>\n"
          + "<p>Sie sind betroffen.</p>\n</body>\n</html>\n";

  @TempDir Path folder;

  @Test
  void pageIsWrittenOnceAndIsNoWiderThanATelephone() throws IOException {
    Path file = folder.resolve("notice.html");
    assertThat(new NoticePicture(HTML, false).write(file)).isEqualTo(file);
    assertThat(Files.readString(file))
        .contains("Sie sind betroffen.", "max-width:358px", "background:#ffffff");
    assertThatThrownBy(() -> new NoticePicture(HTML, true).write(file))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("exists");
    assertThat(new NoticePicture(HTML, true).styled()).contains("background:#1c1c1e");
  }

  @Test
  void pictureIsMadeByChromium() throws IOException {
    Assumptions.assumeTrue(NoticePicture.browser().isPresent(), "Chromium is not installed");
    Path light = new NoticePicture(HTML, false).write(folder.resolve("light.png"));
    Path dark = new NoticePicture(HTML, true).write(folder.resolve("dark.png"));
    int lightCorner = ImageIO.read(light.toFile()).getRGB(5, 5) & 0xff;
    int darkCorner = ImageIO.read(dark.toFile()).getRGB(5, 5) & 0xff;
    assertThat(lightCorner).isGreaterThan(0xf0);
    assertThat(darkCorner).isLessThan(0x40);
  }
}
