package dev.firebreak.policy;

import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import dev.firebreak.taxonomy.MixpanelDictionary;
import java.util.Locale;
import java.util.Set;

/// What is kept of a message that was not understood: its shape, with every scalar replaced by its
/// type and every key that is not the dialect's own replaced by `?`, and a keyed hash.
final class Skeleton {
  private static final int TOKENS_MAX = 400;
  private static final Set<String> OWN_KEYS =
      Set.of(
          "event",
          "properties",
          "$set",
          "$set_once",
          "$add",
          "$append",
          "$union",
          "$remove",
          "$unset",
          "$delete");

  private Skeleton() {}

  static byte[] of(
      TokenBuffer message, MessageKind kind, QuarantineReason reason, DedupeIds hashes) {
    TreatedJson json = new TreatedJson();
    json.open(null, true);
    json.text("dialect", "mixpanel");
    json.text("kind", kind.name().toLowerCase(Locale.ROOT));
    json.text("reason", reason.label());
    json.number("tokens", Integer.toString(message.size()));
    json.text("hash", hashes.hash("skeleton", content(message)));
    json.text("shape", shape(message));
    json.close(true);
    return json.finish();
  }

  private static String content(TokenBuffer message) {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < message.size(); i++) {
      Kind kind = message.kind(i);
      content.append(kind.ordinal()).append(':');
      if (kind == Kind.NAME || kind == Kind.STRING || kind == Kind.NUMBER) {
        content.append(message.text(i).length()).append(':').append(message.text(i));
      }
    }
    return content.toString();
  }

  private static String shape(TokenBuffer message) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < Math.min(message.size(), TOKENS_MAX); i++) {
      shape.append(
          switch (message.kind(i)) {
            case START_OBJECT -> "{";
            case END_OBJECT -> "} ";
            case START_ARRAY -> "[";
            case END_ARRAY -> "] ";
            case NAME -> key(message.text(i)) + ":";
            case STRING -> "string ";
            case NUMBER -> "number ";
            case TRUE, FALSE -> "boolean ";
            case NULL -> "null ";
          });
    }
    return shape.toString().strip();
  }

  private static String key(String name) {
    boolean own = OWN_KEYS.contains(name) || MixpanelDictionary.categoryOf(name).isPresent();
    return own && !name.startsWith("initial_utm_") ? name : "?";
  }
}
