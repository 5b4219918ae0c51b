package dev.firebreak.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.NpmPackages;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The real mixpanel (node) against a real gateway.
@NeedsTool({"node", "npm"})
class MixpanelNodeIT {
  @Test
  void everyCallSucceedsAndEveryMessageArrives() throws Exception {
    Path packages = NpmPackages.install();
    try (TestGateway gateway = new TestGateway(AsDecoded::new)) {
      String printed =
          NpmPackages.run(
              packages,
              List.of(
                  "node", "mixpanel-node.js", "127.0.0.1:" + gateway.port(), TestGateway.TOKEN));
      assertThat(printed).endsWith("done\n");
      List<JsonNode> messages =
          gateway.journal().payloads().stream().map(RecordedRequest::parse).toList();
      assertThat(messages).hasSize(68);
      assertThat(messages.get(0).get("event").stringValue()).isEqualTo("Plan Upgraded");
      assertThat(messages.get(0).get("properties").get("name").stringValue())
          .isEqualTo("Maya Ökönjo 玛雅 🦊");
      assertThat(operations(messages))
          .contains(
              "$set", "$set_once", "$add", "$append", "$union", "$remove", "$unset", "$delete");
      assertThat(gateway.counters().received()).isEqualTo(68);
      assertThat(gateway.counters().accepted()).isEqualTo(68);
    }
  }

  private static Stream<String> operations(List<JsonNode> messages) {
    return messages.stream().flatMap(message -> message.propertyNames().stream()).distinct();
  }
}
