package dev.firebreak.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileTextTest {
  private static final List<String> MARKS =
      List.of(
          "@",
          "a@",
          "a@a",
          ".a@a.",
          "1.",
          "1.1.1.1.",
          ":",
          "a:",
          "::",
          "1:",
          "+1",
          "+1 ",
          "1 ",
          "1-",
          "(1",
          "4111 ",
          "eyJ",
          "eyJ-",
          "eyJ.",
          "sk-",
          "sk-a-",
          "xox",
          "SG.a",
          "-----BEGIN ",
          "-----BEGIN PRIVATE KEY-----",
          "bearer ",
          "://",
          "://a:b",
          "=",
          "a=",
          "code=",
          "code=a",
          "&q=",
          "\"",
          "\"a\":",
          "\"name\":",
          "\"name\":x",
          "\\",
          "\\u0040",
          "%",
          "%40",
          "%25",
          "%2540",
          "a%40b.com",
          "Ab",
          "Ab/",
          "Aa1_",
          "\u200b",
          "\0a",
          "tel 1",
          "call 06 12 ",
          "tel 15550123,",
          "4111.",
          "4111  ",
          "x4111",
          "password:",
          "QUFB_");

  /// Made of what the detectors themselves look for, repeated to the scan limit, with an end that
  /// opens every decoder: a detector that takes more than linear time shows here. Whole messages:
  /// `HostileMessageTest`.
  @Test
  void noRepeatedMarkTakesMoreThanItsBudget() {
    for (String mark : MARKS) {
      String text = mark.repeat(Detectors.SCAN_CHARS_MAX / mark.length() + 1) + "%41\\u0041\u200b";
      long before = processorNanos();
      for (int i = 0; i < 3; i++) {
        Detectors.standard().scan(text);
      }
      assertThat(Duration.ofNanos(processorNanos() - before))
          .as(mark)
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  /// What this thread has used, however busy the machine is with others.
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// A name inside what another name stands before is no reason to walk the rest again: the work
  /// grows with the text, not with its square.
  @Test
  void namesInARunAreWalkedOnce() {
    for (String mark : List.of("password:", "secret:", "token:x", "pwd: ")) {
      int half = workOf(mark.repeat(200));
      int whole = workOf(mark.repeat(400));
      assertThat(whole).as(mark).isPositive().isLessThan(half * 5 / 2);
    }
  }

  private static int workOf(String text) {
    ScanWork work = ScanWork.ofMessage();
    new UrlDetector().detect(text, TextShape.of(text), work, new ArrayList<>());
    return work.spent();
  }

  @Test
  void ofNamesInARunThatEndsInASecretTheFirstTakesItAll() {
    String text = "note password:password:hunter22 end";
    assertThat(Detectors.standard().scan(text))
        .anySatisfy(hit ->
            assertThat(text.substring(hit.start(), hit.end())).isEqualTo("password:hunter22"));
    assertThat(Detectors.standard().scan("password:password:hunter end")).isEmpty();
  }

  @Test
  void valueThatCrossesTheScanLimitIsRedactedAsAWhole() {
    String text = "a".repeat(8150) + " " + "maya.okonjo.with.a.long.name.that.crosses@example.com";
    List<Detection> hits = Detectors.standard().scan(text);
    assertThat(hits).last().extracting(Detection::type).isEqualTo(DetectionType.UNSCANNED);
    assertThat(hits.getLast().start()).isLessThanOrEqualTo(8151);
    assertThat(hits.getLast().end()).isEqualTo(text.length());
  }

  @Test
  void encodedHitNamesTheEncodedSpan() {
    String text = "u=maya%40example.com&x";
    assertThat(Detectors.standard().scan(text))
        .anySatisfy(hit -> {
          assertThat(text.substring(hit.start(), hit.end())).isEqualTo("maya%40example.com");
          assertThat(hit.encoded()).isTrue();
        });
  }
}
