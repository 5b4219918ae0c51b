package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--encoding NAME`: what texts without a mark are written in.
final class EncodingMixin {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "of texts without a mark, as Shift_JIS (default: UTF-8, else Windows-1252)")
  private @Nullable String encoding;

  /// @param files false where rows that were decoded before are read
  /// @return empty where none was named
  /// @throws FirebreakException WRONG_USE for an encoding that this Java does not know
  Optional<Charset> of(boolean files) {
    String name = encoding;
    if (name == null) {
      return Optional.empty();
    }
    if (!files) {
      throw wrong("--encoding is about files; --again reads rows that were decoded before");
    }
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw wrong("--encoding takes a name as Shift_JIS, GB18030, EUC-KR, windows-1251");
    }
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
