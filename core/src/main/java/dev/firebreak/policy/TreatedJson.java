package dev.firebreak.policy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the treated message. A container can be opened on trial: it appears only if something is
/// written into it, so that a field whose content is withheld leaves no trace of its shape.
/// Confined, one per message.
final class TreatedJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int INITIAL_BYTES = 1024;

  private record Pending(@Nullable String name, boolean object) {}

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
  private final JsonGenerator json;
  private final List<Pending> pending = new ArrayList<>(0);
  private int written;

  TreatedJson() {
    json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
  }

  /// Opens a container that is written only with content, unless [#keep] is called.
  void open(@Nullable String name, boolean object) {
    pending.add(new Pending(name, object));
  }

  /// Writes the containers that are open on trial.
  void keep() {
    written += pending.size();
    for (Pending each : pending) {
      if (each.name() != null) {
        json.writeName(each.name());
      }
      if (each.object()) {
        json.writeStartObject();
      } else {
        json.writeStartArray();
      }
    }
    pending.clear();
  }

  void close(boolean object) {
    if (!pending.isEmpty()) {
      pending.removeLast();
    } else if (object) {
      json.writeEndObject();
    } else {
      json.writeEndArray();
    }
  }

  void text(@Nullable String name, String value) {
    begin(name);
    json.writeString(value);
  }

  /// Writes a number by its very characters.
  void number(@Nullable String name, String characters) {
    begin(name);
    json.writeNumber(characters);
  }

  void bool(@Nullable String name, boolean value) {
    begin(name);
    json.writeBoolean(value);
  }

  void nothing(@Nullable String name) {
    begin(name);
    json.writeNull();
  }

  byte[] finish() {
    json.close();
    return bytes.toByteArray();
  }

  /// Number of values and containers written so far.
  int written() {
    return written;
  }

  private void begin(@Nullable String name) {
    written++;
    if (!pending.isEmpty()) {
      keep();
    }
    if (name != null) {
      json.writeName(name);
    }
  }
}
