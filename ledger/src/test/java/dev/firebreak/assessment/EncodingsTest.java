package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Texts in encodings that no mark tells: read as they are where somebody names the encoding, and
/// in doubt where nobody does.
class EncodingsTest {
  private static final String HEADER = "user_id,name,city,plan\n";

  @TempDir Path folder;

  private static String rows(String name, String city) {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 20; i++) {
      rows.append("u-%d,%s,%s,pro\n".formatted(i, name, city));
    }
    return rows.toString();
  }

  private static SniffedText sniffed(String text, String charset, Optional<Charset> named)
      throws IOException {
    SniffedText sniffed =
        SniffedText.of(new ByteArrayInputStream(text.getBytes(Charset.forName(charset))), named);
    assertThat(sniffed.whole().readAllBytes()).isNotEmpty();
    return sniffed;
  }

  @ParameterizedTest
  @CsvSource({
    "Shift_JIS, \u5c71\u7530\u592a\u90ce, \u6771\u4eac\u90fd\u306e\u304b\u3089",
    "EUC-KR, \uae40\ubbfc\uc218, \uc11c\uc6b8\ud2b9\ubcc4\uc2dc",
    "GB18030, \u738b\u5c0f\u660e, \u4e0a\u6d77\u5e02\u5e7f\u5dde\u4e2d\u56fd",
    "windows-1251, \u0410\u043d\u043d\u0430, \u041c\u043e\u0441\u043a\u0432\u0430",
    "windows-1250, \u0141ukasz \u015awierk, \u017b\u00f3\u0142ta \u0141\u0105ka",
  })
  void unnamedEncodingIsInDoubtAndNamedOneIsRead(String charset, String name, String city)
      throws IOException {
    String text = rows(name, city);

    SniffedText unnamed = sniffed(text, charset, Optional.empty());
    assertThat(unnamed.encoding()).contains("as Windows-1252").endsWith("; it may be " + charset);
    SniffedText named = sniffed(text, charset, Optional.of(Charset.forName(charset)));
    assertThat(named.start()).isEqualTo(text);
    assertThat(named.encoding()).isEqualTo(Charset.forName(charset).name());
  }

  @ParameterizedTest
  @CsvSource({
    "Ren\u00e9 M\u00fcller, K\u00f8benhavn",
    "Jos\u00e9 Nu\u00f1ez, S\u00e3o Paulo",
    "\u00c5sa Bj\u00f6rk, Malm\u00f6",
    "\u00c9lo\u00efse, Besan\u00e7on",
  })
  void westernTextIsInNoDoubt(String name, String city) throws IOException {
    assertThat(sniffed(rows(name, city), "windows-1252", Optional.empty()).encoding())
        .contains("as Windows-1252")
        .doesNotContain("may be");
  }

  @Test
  void markBeatsWhatSomebodyNamed() throws IOException {
    byte[] marked = ("\ufeff" + rows("Bj\u00f6rk", "Oslo")).getBytes(StandardCharsets.UTF_8);
    SniffedText text =
        SniffedText.of(new ByteArrayInputStream(marked), Optional.of(Charset.forName("Shift_JIS")));

    assertThat(text.start()).contains("Bj\u00f6rk");
    assertThat(text.encoding()).isEqualTo("UTF-8");
  }

  @Test
  void assessmentReadsInTheEncodingThatIsNamed() throws IOException {
    AssessmentFixture fixture =
        new AssessmentFixture(folder)
            .file(
                "rows.csv",
                "user_id,city\n\u5c71\u7530,x\n".getBytes(Charset.forName("Shift_JIS")));

    Assessment unnamed = new DataSetAssessor(256L << 20).assess(fixture.request());
    Assessment.Part part = unnamed.originals().getFirst().parts().getFirst();
    assertThat(part.doubtedEncoding()).isPresent();
  }
}
