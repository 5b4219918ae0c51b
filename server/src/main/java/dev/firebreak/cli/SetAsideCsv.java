package dev.firebreak.cli;

import dev.firebreak.disk.PrivateFile;
import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// People whom mail cannot reach, as CSV (RFC 4180): `reason,person`. It is for a person's eyes and
/// spreadsheets, so no cell begins as a formula does.
final class SetAsideCsv {
  private SetAsideCsv() {}

  static String of(Map<String, List<String>> people) {
    StringBuilder csv = new StringBuilder("reason,person\r\n");
    people.forEach((reason, persons) ->
        persons.forEach(person ->
            csv.append(key(reason)).append(',').append(CsvText.cell(person)).append("\r\n")));
    return csv.toString();
  }

  /// A reason as files have it: `domain-takes-no-mail`.
  static String key(String reason) {
    return reason.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Writes a new file that only its owner may read.
  ///
  /// @throws FirebreakException DISK where it exists or cannot be written
  static void write(Path file, String csv) {
    try (Writer writer = PrivateFile.createText(file)) {
      writer.write(csv);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the list could not be written to " + file + "; name a new file", e);
    }
  }
}
