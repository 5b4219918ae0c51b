package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.io.JsonStringEncoder;

/// Messages of the greatest size, full of what detectors look for, with an end that opens every
/// decoder. What would cost more than a message may is redacted unseen.
class HostileMessageTest {
  private static final int STRINGS = 120;
  private static final int STRING_CHARS = 8_180;
  private static final String OPENS_ALL = "%41\\u0041\u200b";
  private static final Duration NEVER = Duration.ofSeconds(20);

  private final PolicyTreatment treatment = Fixture.treatment(Fixture.passing());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tel 15550123,",
        "+1",
        "0612345678 ",
        "a@a",
        "1.1.1.1.",
        "a/1.1.1.1 ",
        "a:",
        "1 ",
        "4111.",
        "eyJ-",
        "sk-",
        "://a:b",
        "code=a",
        "password:",
        "\"name\":x",
        "%2540",
        "Aa1_",
        "QUFB_",
        "\0a"
      })
  void aMessageFullOfOneMarkIsTreated(String mark) {
    String text = mark.repeat(STRING_CHARS / mark.length()) + OPENS_ALL;
    treats(Fixture.event(strings(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ", "a", "1", "%61 "})
  void aMessageFullOfItsOwnValuesIsTreated(String mark) {
    StringBuilder names = new StringBuilder("\"$name\":[");
    for (int i = 0; i < 24; i++) {
      names.append(i == 0 ? "\"" : ",\"").append("a ".repeat(40 + i)).append("b\"");
    }
    names.append("],\"user_id\":\"").append("1".repeat(110)).append("b\",");
    String text = mark.repeat(STRING_CHARS / mark.length()) + OPENS_ALL;
    treats(Fixture.event(names + strings(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tel 15550123,", "%41\\\\u0041", "a@a"})
  void aMessageFullOfNamesIsTreated(String mark) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      fields.append(i == 0 ? "\"" : ",\"").append(i).append(mark.repeat(64 / mark.length()));
      fields.append("\":1");
    }
    treats(Fixture.event(fields.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {55})
  void deepPathsOfLongNamesAreTreated(int depth) {
    String name = "\"" + "n".repeat(8_000) + "\":";
    String leaves = "\"a\":1,".repeat(25_000) + "\"b\":2";
    String open = ("{" + name).repeat(depth) + "{";
    String body = open.substring(1) + leaves + "}".repeat(depth);
    treats(Fixture.event(body));
  }

  private static String strings(String text) {
    StringBuilder fields = new StringBuilder();
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    for (int i = 0; i < STRINGS; i++) {
      fields.append(i == 0 ? "\"f" : ",\"f").append(i).append("\":\"").append(i);
      fields.append(quoted).append('"');
    }
    return fields.toString();
  }

  private void treats(String json) {
    var tokens = Fixture.tokens(json);
    TreatedMessage treated =
        Assertions.assertTimeout(
            NEVER, () -> treatment.treat(tokens, MessageKind.EVENT, Fixture.RECEIVED));
    assertThat(new String(Fixture.forward(treated).payload(), StandardCharsets.UTF_8))
        .contains("Opened");
  }
}
