package dev.firebreak.event;

import java.util.Optional;

/// Where Mixpanel's SDKs call; each path is taken with and without a slash at its end.
enum MixpanelEndpoint {
  TRACK("/track", MessageKind.EVENT),
  IMPORT("/import", MessageKind.EVENT),
  ENGAGE("/engage", MessageKind.PROFILE),
  GROUPS("/groups", MessageKind.GROUP);

  private final String path;
  private final MessageKind kind;

  MixpanelEndpoint(String path, MessageKind kind) {
    this.path = path;
    this.kind = kind;
  }

  String path() {
    return path;
  }

  /// What it takes.
  MessageKind kind() {
    return kind;
  }

  /// The endpoint of a path without a slash at its end.
  static Optional<MixpanelEndpoint> of(String path) {
    return switch (path) {
      case "/track" -> Optional.of(TRACK);
      case "/import" -> Optional.of(IMPORT);
      case "/engage" -> Optional.of(ENGAGE);
      case "/groups" -> Optional.of(GROUPS);
      case String _ -> Optional.empty();
    };
  }
}
