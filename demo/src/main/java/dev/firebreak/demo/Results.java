package dev.firebreak.demo;

import dev.firebreak.testkit.smtp.ReceivedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that a replay leaves for people to look at.
final class Results {
  private Results() {}

  static void mail(Path file, ReceivedMail mail) {
    try {
      Files.write(file, mail.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
