package dev.firebreak.incident;

import dev.firebreak.event.MessageKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages as Mixpanel's export would hold them: one JSON object a line, events as they
/// are, a person's profile with the operands of each update as its properties. Groups are no people
/// and are left out. Confined to one thread.
final class ExportShape {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> VALUES =
      Set.of("$set", "$set_once", "$add", "$append", "$union", "$remove");
  private static final Set<String> NO_VALUES = Set.of("$unset", "$delete", "$distinct_id");

  private final OutputStream out;
  private long rows;

  ExportShape(OutputStream out) {
    this.out = out;
  }

  long rows() {
    return rows;
  }

  void write(MessageKind kind, byte[] payload) throws IOException {
    switch (kind) {
      case EVENT -> line(oneLine(payload));
      case PROFILE -> line(profile(payload));
      case GROUP -> {}
    }
  }

  private void line(byte[] json) throws IOException {
    out.write(json);
    out.write('\n');
    rows++;
  }

  /// Line ends in JSON stand between tokens only.
  private static byte[] oneLine(byte[] json) {
    byte[] line = json.clone();
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }

  private static byte[] profile(byte[] update) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode properties = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : parsed(update).properties()) {
      String name = member.getKey();
      if (name.equals("$distinct_id")) {
        line.set(name, member.getValue());
      }
      if (VALUES.contains(name) && member.getValue() instanceof ObjectNode operand) {
        properties.setAll(operand);
      } else if (!VALUES.contains(name) && !NO_VALUES.contains(name)) {
        properties.set(name, member.getValue());
      }
    }
    line.set("$properties", properties);
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parsed(byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IOException("a treated message is no JSON", e);
    }
  }
}
