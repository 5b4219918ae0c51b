package dev.firebreak.duty;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The duties that are evaluated, as `catalogue.yaml` states them
/// (docs/adr/0013-duty-catalogue.md). Immutable.
///
/// @param edition which catalogue it is
/// @param text the file itself, for whoever keeps what decisions were made under
/// @param questions what the company or a person must answer, in the order of the file
/// @param zones the zones of countries, for laws of several places
/// @param holidays the calendars of business days
/// @param duties in the order of the file; one that hangs on another stands after it
public record DutyCatalogue(
    Edition edition,
    String text,
    List<Question> questions,
    Map<String, ZoneId> zones,
    HolidayCalendars holidays,
    List<Duty> duties) {
  private static final int CHARACTERS_MAX = 1_000_000;

  public DutyCatalogue {
    questions = List.copyOf(questions);
    zones = Map.copyOf(zones);
    duties = List.copyOf(duties);
  }

  /// Which catalogue it is. Decisions keep it.
  ///
  /// @param version its own, as the file states it
  /// @param sha256 of the file, 64 hex digits in lower case
  /// @param compiled the day on which it was last compiled
  /// @param holidays the calendars that business days are counted with
  public record Edition(String version, String sha256, LocalDate compiled, Holidays holidays) {}

  /// Which holiday calendars they are.
  ///
  /// @param version their own, as the file states it
  /// @param sha256 of the file, 64 hex digits in lower case
  public record Holidays(String version, String sha256) {}

  /// The catalogue that comes with the program.
  public static DutyCatalogue shipped() {
    return parse(resource("catalogue.yaml"));
  }

  /// Reads a catalogue; nothing in it is ignored. Business days are counted with the shipped
  /// calendars.
  ///
  /// @throws FirebreakException CATALOGUE_INVALID with every problem and its line
  public static DutyCatalogue parse(String yaml) {
    if (yaml.length() > CHARACTERS_MAX) {
      throw new FirebreakException(
          ErrorCode.CATALOGUE_INVALID,
          "a duty catalogue has at most " + CHARACTERS_MAX + " characters; split it");
    }
    return new CatalogueReader(HolidayCalendars.shipped(), yaml).read();
  }

  /// The duty of this id.
  public Optional<Duty> duty(String id) {
    return duties.stream().filter(duty -> duty.id().equals(id)).findFirst();
  }

  /// The questions by their keys.
  public Map<String, Question> questionsByKey() {
    return questions.stream().collect(Collectors.toMap(Question::key, Function.identity()));
  }

  /// The questions that this one answers.
  public List<Question> questions(Question.Of of) {
    return questions.stream().filter(question -> question.of() == of).toList();
  }

  static String resource(String name) {
    try (InputStream in = DutyCatalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("of the distribution is unreadable: " + name, e);
    }
  }
}
