package dev.firebreak.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells whether tokens are a message of Mixpanel's, and finds the project token in it: an event is
/// an object with `event` and an object `properties`, which holds `token`; a profile or group
/// update is an object, which holds `$token`. Reused from message to message.
final class MixpanelShape {
  private @Nullable String token;
  private boolean contradictory;

  /// The token of the message checked last.
  Optional<String> token() {
    return Optional.ofNullable(token);
  }

  /// Null where the tokens are one message; else why not.
  @Nullable QuarantineReason check(MixpanelEndpoint endpoint, TokenBuffer tokens) {
    token = null;
    contradictory = false;
    boolean one =
        tokens.size() > 0
            && tokens.kind(0) == TokenBuffer.Kind.START_OBJECT
            && tokens.end(0) == tokens.size() - 1;
    if (!one) {
      return QuarantineReason.WRONG_SHAPE;
    }
    boolean known =
        switch (endpoint.kind()) {
          case EVENT -> checkEvent(tokens);
          case PROFILE, GROUP -> {
            takeTokens(tokens, 0, "$token");
            yield true;
          }
        };
    if (!known) {
      return QuarantineReason.WRONG_SHAPE;
    }
    return contradictory ? QuarantineReason.DUPLICATE_KEY : null;
  }

  private boolean checkEvent(TokenBuffer tokens) {
    boolean named = false;
    boolean described = false;
    for (int name = 1; name < tokens.end(0); name = tokens.end(name + 1) + 1) {
      int value = name + 1;
      if (tokens.text(name).equals("event")) {
        named |= tokens.kind(value) == TokenBuffer.Kind.STRING;
      } else if (tokens.text(name).equals("properties")
          && tokens.kind(value) == TokenBuffer.Kind.START_OBJECT) {
        described = true;
        takeTokens(tokens, value, "token");
      }
    }
    return named && described;
  }

  /// Takes the text of each field of this name in the object at `start`; two that differ contradict
  /// each other.
  private void takeTokens(TokenBuffer tokens, int start, String wanted) {
    for (int name = start + 1; name < tokens.end(start); name = tokens.end(name + 1) + 1) {
      int value = name + 1;
      boolean text =
          tokens.kind(value) == TokenBuffer.Kind.STRING
              || tokens.kind(value) == TokenBuffer.Kind.NUMBER;
      if (text && tokens.text(name).equals(wanted)) {
        contradictory |= token != null && !token.equals(tokens.text(value));
        token = tokens.text(value);
      }
    }
  }
}
