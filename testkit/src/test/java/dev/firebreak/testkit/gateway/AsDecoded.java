package dev.firebreak.testkit.gateway;

import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.taxonomy.Masks;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A treatment that leaves each message as the dialect read it.
final class AsDecoded implements MessageTreatment {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public TreatedMessage treat(TokenBuffer message, MessageKind kind, Instant receivedAt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      for (int i = 0; i < message.size(); i++) {
        write(json, message, i);
      }
    }
    EventHeader header =
        new EventHeader(kind, "d1", receivedAt.toEpochMilli(), true, null, null, null, Masks.NONE);
    return new TreatedMessage.Forward(header, out.toByteArray());
  }

  private static void write(JsonGenerator json, TokenBuffer message, int i) {
    switch (message.kind(i)) {
      case START_OBJECT -> json.writeStartObject();
      case END_OBJECT -> json.writeEndObject();
      case START_ARRAY -> json.writeStartArray();
      case END_ARRAY -> json.writeEndArray();
      case NAME -> json.writeName(message.text(i));
      case STRING -> json.writeString(message.text(i));
      case NUMBER -> json.writeNumber(message.text(i));
      case TRUE -> json.writeBoolean(true);
      case FALSE -> json.writeBoolean(false);
      case NULL -> json.writeNull();
    }
  }
}
