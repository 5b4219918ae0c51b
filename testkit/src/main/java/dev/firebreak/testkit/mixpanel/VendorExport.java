package dev.firebreak.testkit.mixpanel;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes what the vendor holds as its export API does: one JSON object a line.
final class VendorExport {
  private static final JsonMapper JSON = JsonMapper.shared();

  private VendorExport() {}

  /// One line of the raw export. `distinct_id` is the merged person's; the id as sent stands in
  /// `$distinct_id_before_identity` where it differs. `time` is UTC seconds.
  static byte[] line(StoredEvent event, String canonicalId) {
    var line = new ByteArrayOutputStream(event.properties().length + 320);
    try (JsonGenerator out = JSON.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringProperty("event", event.name());
      out.writeName("properties");
      out.writeStartObject();
      out.writeNumberProperty("time", Math.floorDiv(event.timeMillis(), 1000L));
      out.writeStringProperty("distinct_id", canonicalId);
      if (!canonicalId.equals(event.distinctId())) {
        out.writeStringProperty("$distinct_id_before_identity", event.distinctId());
      }
      if (event.endpoint().equals("/import")) {
        out.writeBooleanProperty("$import", true);
      }
      out.writeStringProperty("$mp_api_endpoint", "api.mixpanel.com");
      out.writeNumberProperty("$mp_api_timestamp_ms", event.receivedMillis());
      out.writeNumberProperty("mp_processing_time_ms", event.receivedMillis() + 40);
      String own = new String(event.properties(), StandardCharsets.UTF_8);
      if (own.length() > 2) {
        out.writeRaw(',');
        out.writeRaw(own, 1, own.length() - 2);
      }
      out.writeEndObject();
      out.writeEndObject();
      out.writeRaw('\n');
    }
    return line.toByteArray();
  }

  static byte[] line(Map.Entry<String, ObjectNode> profile) {
    ObjectNode line = JSON.createObjectNode();
    line.put("$distinct_id", profile.getKey());
    line.set("$properties", profile.getValue());
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Writes lines into files of at most `linesPerFile`, named `NAME-0001.json` and so on, with
  /// `.gz` where compressed.
  static List<Path> write(
      Path folder, String name, boolean gz, int linesPerFile, Iterator<byte[]> lines)
      throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    while (lines.hasNext()) {
      String number = String.format("%s-%04d.json", name, files.size() + 1);
      Path file = folder.resolve(gz ? number + ".gz" : number);
      try (OutputStream out = open(file, gz)) {
        for (int i = 0; i < linesPerFile && lines.hasNext(); i++) {
          out.write(lines.next());
        }
      }
      files.add(file);
    }
    return List.copyOf(files);
  }

  private static OutputStream open(Path file, boolean gz) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return gz ? new GZIPOutputStream(out, 64 * 1024) : new BufferedOutputStream(out, 64 * 1024);
  }
}
