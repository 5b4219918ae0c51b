package dev.firebreak.cli;

import dev.firebreak.access.Invitations;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.net.URI;

/// Links to the page on which somebody sets up their own access.
final class EnrolLinks {
  private EnrolLinks() {}

  /// Where operators open the console.
  ///
  /// @throws FirebreakException CONFIG_INVALID where there is none, or nobody said where
  static URI console(FirebreakConfig config) {
    ConsoleConfig console =
        config
            .console()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.CONFIG_INVALID,
                    "a link needs a console to open: set `console.listen` in the settings"));
    return console
        .addressAt(console.listen().getPort())
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.CONFIG_INVALID,
                "the link must name the console as browsers reach it: set `console.address`, as"
                    + " https://console.example.com"));
  }

  /// The link for the first operator.
  static String first(Installation installation, URI console) {
    return link(console, installation.access().invitations().first());
  }

  /// The link that ends in a word.
  static String link(URI console, String word) {
    return console + "/enrol/" + word;
  }

  /// How long it counts, in words.
  static String lasts() {
    return "It counts once, within " + Invitations.LASTS.toMinutes() + " minutes.";
  }
}
