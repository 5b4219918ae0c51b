package dev.firebreak.testkit.smtp;

import java.nio.file.Path;

/// A process that sends a campaign until it is killed.
public final class NoticeSenderMain {
  private NoticeSenderMain() {}

  /// Arguments: folder, campaign, the relay's port.
  public static void main(String[] arguments) {
    try (NoticeScene scene = new NoticeScene(Path.of(arguments[0]))) {
      scene.send(arguments[1], Integer.parseInt(arguments[2]));
    }
  }
}
