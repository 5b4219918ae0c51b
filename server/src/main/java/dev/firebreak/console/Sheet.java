package dev.firebreak.console;

import dev.firebreak.access.StatedReason;
import java.util.List;

/// The page of an action before it is made: what will happen, and what is asked for. Public for the
/// template alone.
///
/// @param title what is done
/// @param back where to go instead
/// @param backTitle what that page is called
/// @param passages what is to be known before
/// @param fields what is asked for, beside the code
/// @param button what the button says
public record Sheet(
    String title,
    String back,
    String backTitle,
    List<Passage> passages,
    List<Field> fields,
    String button) {
  public Sheet {
    passages = List.copyOf(passages);
    fields = List.copyOf(fields);
  }

  /// What is to be known before, a sentence each.
  ///
  /// @param english whether they are in English, whatever the page is in
  public record Passage(String title, List<String> sentences, boolean english) {
    public Passage {
      sentences = List.copyOf(sentences);
    }

    /// What will happen.
    static Passage effects(Frame frame, List<String> sentences) {
      return new Passage(frame.say("action.effects"), sentences, false);
    }
  }

  /// How a field is filled in.
  public enum Kind {
    LINE,
    TEXT,
    DATE,
    CHOICE
  }

  /// A field of the form.
  ///
  /// @param name as the form sends it
  /// @param label in the page's language
  /// @param hint what to write; empty text for none
  /// @param charsMax the longest that is taken
  /// @param choices of a choice, in their order; else empty
  public record Field(
      String name, String label, String hint, Kind kind, int charsMax, List<Choice> choices) {
    public Field {
      choices = List.copyOf(choices);
    }

    /// A field for a few words.
    static Field line(String name, String label, String hint, int charsMax) {
      return new Field(name, label, hint, Kind.LINE, charsMax, List.of());
    }

    /// The reason of a decision, which the audit log keeps.
    static Field reason(Frame frame) {
      return line(
          "reason",
          frame.say("action.reason"),
          frame.say("action.reason.hint"),
          StatedReason.CHARS_MAX);
    }
  }

  /// What can be chosen.
  public record Choice(String value, String label) {}
}
