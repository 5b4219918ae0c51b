package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Separated text as people and programs really write it.
class SeparatedTextTest {
  @TempDir Path folder;

  private Assessment assess(String content) throws Exception {
    return assess(content.getBytes(StandardCharsets.UTF_8));
  }

  private Assessment assess(byte[] content) throws Exception {
    return new AssessmentFixture(folder).file("people.csv", content).assess();
  }

  private static List<Long> rejectedLines(Assessment assessment) {
    return assessment.rejected().stream().map(Assessment.RejectedRow::line).toList();
  }

  private static List<String> paths(Assessment assessment) {
    return assessment.fields().stream().map(Assessment.Field::path).toList();
  }

  private static String people(int from, int to, String separator) {
    return IntStream.range(from, to)
        .mapToObj(i -> "u%d%sp%d@example.com\n".formatted(i, separator, i))
        .collect(Collectors.joining());
  }

  @Test
  @Timeout(60)
  void openQuoteCostsItsOwnLineAndNoOther() throws Exception {
    String file = "user_id,email\nu-x,\"never ends\n" + people(0, 20_000, ",");
    Assessment assessment = assess(file);

    assertThat(assessment.unresolved()).isEqualTo(20_000);
    assertThat(rejectedLines(assessment)).containsExactly(2L);
    assertThat(assessment.rowsRead()).isEqualTo(20_001);
  }

  @Test
  @Timeout(60)
  void quotesThatNeverCloseOnAnyLineAreReadInLinearTime() throws Exception {
    String lines = "x\",\"\n".repeat(200_000);
    Assessment assessment = assess("user_id,email\n" + people(0, 200, ",") + lines);

    assertThat(assessment.unresolved()).isEqualTo(200);
    assertThat(assessment.rowsRejected()).isEqualTo(200_000);
  }

  @Test
  void openQuoteBeforeAQuotedRowCostsOneRow() throws Exception {
    Assessment assessment =
        assess("user_id,email\nu1,\"broken\nu2,\"b@example.com\"\nu3,c@example.com\n");

    assertThat(assessment.unresolved()).isEqualTo(2);
    assertThat(rejectedLines(assessment)).containsExactly(2L);
  }

  @Test
  void carriageReturnsAloneEndLines() throws Exception {
    Assessment assessment = assess("user_id,email\ru1,a@example.com\ru2,b@example.com\r");

    assertThat(assessment.rowsRead()).isEqualTo(2);
    assertThat(assessment.unresolved()).isEqualTo(2);
  }

  @Test
  void linesOfTitleAboveTheHeaderAreRejectedAndTheRestIsRead() throws Exception {
    Assessment assessment =
        assess("Export of Customers\n\nuser_id,email,plan\n" + "u1,a@example.com,x\n".repeat(3));

    assertThat(paths(assessment)).containsExactly("email", "plan", "user_id");
    assertThat(rejectedLines(assessment)).containsExactly(1L);
    assertThat(assessment.rowsRead()).isEqualTo(4);
  }

  @Test
  void utf16WithoutMarkIsRead() throws Exception {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Assessment assessment = assess("user_id;city\nu1;Malm\u00f6\nu2;Oslo\n".getBytes(charset));

      assertThat(paths(assessment)).containsExactly("city", "user_id");
      assertThat(assessment.unresolved()).isEqualTo(2);
    }
  }

  @Test
  void windows1252IsReadWhereItIsNotUtf8() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write("user_id,name\nu1,Ren\u00e9 \u0160\n".getBytes(Charset.forName("windows-1252")));
    file.write("u2,J\u00fcrgen\n".getBytes(StandardCharsets.UTF_8));
    Assessment assessment = assess(file.toByteArray());

    assertThat(assessment.rowsRejected()).isZero();
    AssessmentFixture.People people = AssessmentFixture.people(assessment, folder);
    assertThat(people.names()).containsExactlyInAnyOrder("u1", "u2");
  }

  @Test
  void anySeparatorIsRecognized() throws Exception {
    for (String separator : List.of(",", ";", "\t", "|", "^", "~", "\u0001", "#", ":")) {
      Assessment assessment = assess("user_id" + separator + "email\n" + people(0, 20, separator));

      assertThat(paths(assessment)).as(separator).containsExactly("email", "user_id");
      assertThat(assessment.unresolved()).isEqualTo(20);
    }
  }

  @Test
  void decimalCommasDoNotHideTheSemicolons() throws Exception {
    Assessment assessment = assess("user_id;price;share\nu1;1,5;0,2\nu2;2,5;0,25\nu3;3,75;0,5\n");

    assertThat(paths(assessment)).containsExactly("price", "share", "user_id");
  }

  @Test
  void quotingStylesAreRecognized() throws Exception {
    String backslash = "user_id,note\nu1,\"a \\\"b\\\", c\"\nu2,\"d, \\\"e\\\"\"\n";
    String single = "user_id,note\n'u1','a, b'\n'u2','c'\n";
    String stray = "user_id,note\nu1,\"she said \"hi\" to me\"\nu2,it's 5\" long\n";
    for (String file : List.of(backslash, single, stray)) {
      Assessment assessment = assess(file);

      assertThat(assessment.rowsRejected()).as(file).isZero();
      assertThat(assessment.unresolved()).as(file).isEqualTo(2);
      assertThat(paths(assessment)).as(file).containsExactly("note", "user_id");
    }
  }

  @Test
  void oneColumnIsATable() throws Exception {
    Assessment assessment = assess("email\na@example.com\nb@example.com\n");

    assertThat(paths(assessment)).containsExactly("email");
    assertThat(assessment.unresolved()).isEqualTo(2);
  }

  @Test
  void emptyCellsAtTheEndAreNoFault() throws Exception {
    Assessment assessment = assess("user_id,email\nu1,a@example.com,,\nu2,b@example.com\n");

    assertThat(assessment.rowsRejected()).isZero();
  }

  @Test
  void columnWithoutNameDoesNotMakeTheHeaderARow() throws Exception {
    Assessment assessment = assess(",user_id,email\n0,u1,a@example.com\n1,u2,b@example.com\n");

    assertThat(paths(assessment)).containsExactly("column_1", "email", "user_id");
    assertThat(assessment.unresolved()).isEqualTo(2);
  }

  @Test
  void bytesThatAreNoTextAreOneRejectedRow() throws Exception {
    byte[] bytes = new byte[50_000];
    new java.util.Random(7).nextBytes(bytes);
    bytes[0] = 'x';
    Assessment assessment = assess(bytes);

    assertThat(assessment.rowsRead()).isEqualTo(1);
    assertThat(assessment.rejected().getFirst().reason()).contains("neither text nor");
    assertThat(assessment.fields()).isEmpty();
  }
}
