package dev.firebreak.duty;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/// The duties that are evaluated, as `catalogue.yaml` states them
/// (docs/adr/0013-duty-catalogue.md).
///
/// @param compiled the day on which the catalogue was last compiled
/// @param duties in the order of the file; one that hangs on another stands after it
public record DutyCatalogue(LocalDate compiled, List<Duty> duties) {
  private static final int CHARACTERS_MAX = 1_000_000;

  public DutyCatalogue {
    duties = List.copyOf(duties);
  }

  /// The catalogue that comes with the program.
  public static DutyCatalogue shipped() {
    try (InputStream in = DutyCatalogue.class.getResourceAsStream("catalogue.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks the duty catalogue");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the duty catalogue of the distribution is unreadable", e);
    }
  }

  /// Reads a catalogue; nothing in it is ignored.
  ///
  /// @throws FirebreakException CATALOGUE_INVALID with every problem and its line
  public static DutyCatalogue parse(String yaml) {
    if (yaml.length() > CHARACTERS_MAX) {
      throw new FirebreakException(
          ErrorCode.CATALOGUE_INVALID,
          "a duty catalogue has at most " + CHARACTERS_MAX + " characters; split it");
    }
    return new CatalogueReader().read(yaml);
  }
}
