package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.PseudonymResolver.Resolved;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Messages as real SDKs sent them (`NAME.json`) and what the vendor gets of them under the shipped
/// policy (`NAME.treated.json`): reviewed as differences. Tokens are written as `<domain:id>`.
class GoldenMessagesTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Pattern TOKEN = Pattern.compile("fb1s[a-z2-7]{4}[A-Za-z0-9_-]+");
  private static final Path FOLDER =
      Path.of(System.getProperty("firebreak.root"), "core/src/test/resources/vendor/mixpanel");

  static Stream<String> messages() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json") && !name.endsWith(".treated.json"))
              .map(name -> name.replace(".json", ""))
              .sorted()
              .toList();
      assertThat(names).hasSizeGreaterThan(8);
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void vendorGetsWhatWasReviewed(String name) throws IOException {
    String treated = treat(Files.readString(FOLDER.resolve(name + ".json")));
    Path seen = Path.of("target", "golden", name + ".treated.json");
    Files.createDirectories(seen.getParent());
    Files.writeString(seen, treated);
    assertThat(treated).isEqualTo(Files.readString(FOLDER.resolve(name + ".treated.json")));
  }

  private static String treat(String golden) {
    JsonNode input = MAPPER.readTree(golden);
    TreatedMessage.Forward forward =
        Fixture.forward(
            Fixture.treat(
                Fixture.shipped(),
                MessageKind.valueOf(input.get("kind").asString()),
                input.get("message").toString()));
    String payload = new String(forward.payload(), StandardCharsets.UTF_8);
    String readable = TOKEN.matcher(payload).replaceAll(GoldenMessagesTest::readable);
    ObjectNode document = MAPPER.createObjectNode();
    document.set("message", MAPPER.readTree(readable));
    document.put("clear", keys(forward.header().masks().clear()));
    document.put("generalized", keys(forward.header().masks().generalized()));
    document.put("tokenized", keys(forward.header().masks().tokenized()));
    document.put("withheld", keys(forward.header().masks().withheld()));
    return MAPPER.writeValueAsString(document) + "\n";
  }

  private static String readable(MatchResult token) {
    Resolved resolved = Fixture.RESOLVER.resolve(token.group()).orElseThrow();
    return "<" + resolved.domain().label() + ":" + resolved.id() + ">";
  }

  private static String keys(long mask) {
    return String.join(" ", DataCategory.ofMask(mask).stream().map(DataCategory::key).toList());
  }
}
