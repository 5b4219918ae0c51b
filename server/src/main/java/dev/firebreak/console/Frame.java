package dev.firebreak.console;

import dev.firebreak.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What every page has around it: language, navigation, and who is signed in. Public for the
/// templates alone.
///
/// @param words in the language of the page
/// @param company whose installation it is
/// @param path of the page
/// @param now when it was made
/// @param signed who is signed in; empty on the sign-in page
/// @param demonstration whether all that the page shows is invented
/// @param note what was done just before; empty for nothing
public record Frame(
    Words words,
    String company,
    String path,
    Instant now,
    Optional<Signed> signed,
    boolean demonstration,
    Optional<Note> note) {
  /// Who is signed in.
  ///
  /// @param formWord what the session's forms carry
  public record Signed(String operator, Role role, String formWord) {
    @Override
    public String toString() {
      return "Signed[" + operator + "]";
    }
  }

  /// An entry of the navigation.
  ///
  /// @param here whether the page belongs to it
  public record Entry(String path, String title, boolean here) {}

  /// The pages that the operator may open.
  public List<Entry> navigation() {
    return List.of(
            Route.OVERVIEW,
            Route.INCIDENTS,
            Route.NOTICES,
            Route.VENDORS,
            Route.FLOWS,
            Route.POLICIES,
            Route.AUDIT,
            Route.OPERATORS,
            Route.SETTINGS)
        .stream()
        .filter(route -> signed.isPresent() && signed.get().role().includes(route.role().get()))
        .map(route ->
            new Entry(
                route.path(), say("nav." + route.name().toLowerCase(Locale.ROOT)), isHere(route)))
        .toList();
  }

  private boolean isHere(Route route) {
    return path.equals(route.path())
        || (route != Route.OVERVIEW && path.startsWith(route.path() + "/"));
  }

  /// The languages to choose from.
  public List<ConsoleLanguage> languages() {
    return List.of(ConsoleLanguage.values());
  }

  public String say(String key, Object... values) {
    return words.say(key, values);
  }

  /// A text of a closed set, as `role.admin` of a role.
  public String say(String prefix, Enum<?> value) {
    return words.say(prefix + "." + value.name().toLowerCase(Locale.ROOT));
  }

  /// A sentence about what was done, or is wrong.
  public String say(Note note) {
    return words.say(note.key(), note.values().toArray());
  }

  /// Whether the operator may do what needs this role.
  public boolean may(Role role) {
    return signed.isPresent() && signed.get().role().includes(role);
  }

  public String number(long number) {
    return words.number(number);
  }

  /// A share of 0 to 1 as a percentage with one digit after the point.
  public String percent(double share) {
    return words.percent(share);
  }

  public String time(Instant at) {
    return words.time(at);
  }

  public String left(Instant due) {
    return words.left(now, due);
  }

  /// How long ago a moment was.
  public String ago(Instant at) {
    return words.ago(at, now);
  }

  /// The form word; empty text where nobody is signed in.
  public String formWord() {
    return signed.map(Signed::formWord).orElse("");
  }
}
