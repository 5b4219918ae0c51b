package dev.firebreak.event;

import java.util.function.IntFunction;

/// What one request turned out to be.
public sealed interface Decoded {
  /// It carries messages, some or all of which may be not understood.
  ///
  /// @param kind what its endpoint takes
  /// @param reader yields them one by one
  /// @param accepted the answer when that many of them are kept, whatever policy did to them
  record Messages(MessageKind kind, MessageReader reader, IntFunction<Answer> accepted)
      implements Decoded {}

  /// It carries none: a call beside the events that is answered here and goes no further.
  record Auxiliary(Answer answer) implements Decoded {}

  /// It is over a limit and comes from an SDK that sends smaller requests when told so. Nothing of
  /// it is kept.
  record TooLarge(Answer answer) implements Decoded {}

  /// Its decoded form needs more memory than there is at present. Nothing of it is kept.
  record NoRoom() implements Decoded {}
}
