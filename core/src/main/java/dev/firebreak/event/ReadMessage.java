package dev.firebreak.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One step of a [MessageReader].
public sealed interface ReadMessage {
  /// A message; its tokens are in the buffer.
  ///
  /// @param credential what the SDK sent as its project token, for comparison with the binding's;
  ///   null where it sent none
  record Message(@Nullable String credential) implements ReadMessage {
    /// What the SDK sent as its project token.
    public Optional<String> sentCredential() {
      return Optional.ofNullable(credential);
    }

    @Override
    public String toString() {
      return "Message";
    }
  }

  /// A part that is accepted and kept as a skeleton only.
  record NotUnderstood(TreatedMessage.Quarantined quarantined) implements ReadMessage {}

  /// There are no more.
  record End() implements ReadMessage {}
}
