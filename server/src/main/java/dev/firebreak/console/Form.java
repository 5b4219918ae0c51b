package dev.firebreak.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an operator entered in a form, and what was wrong with it. Public for the template alone.
/// Confined to one request.
public final class Form {
  /// The field for the authenticator's code.
  static final String CODE = "code";

  static final int CODE_CHARS_MAX = 32;

  private final FormFields entered;
  private final Map<String, Note> faults = new LinkedHashMap<>();
  private Optional<String> refusal = Optional.empty();

  Form(FormFields entered) {
    this.entered = entered;
  }

  /// One that nobody has filled in yet.
  static Form empty() {
    return new Form(FormFields.of(""));
  }

  /// What was entered, without the spaces around it; never the code.
  public String value(String field) {
    return field.equals(CODE) ? "" : entered.get(field).strip();
  }

  /// What is wrong with a field; empty where nothing is.
  public Optional<Note> fault(String field) {
    return Optional.ofNullable(faults.get(field));
  }

  /// Why all of it was refused, in English; empty where it was not.
  public Optional<String> refusal() {
    return refusal;
  }

  String code() {
    return entered.get(CODE);
  }

  /// A field that has to be filled in, with this many characters at most.
  String require(String field, int charsMax) {
    String value = entered.get(field).strip();
    if (value.isEmpty()) {
      wrong(field, "action.missing");
    } else if (value.length() > charsMax) {
      wrong(field, "action.toolong", Integer.toString(charsMax));
    }
    return value;
  }

  /// Says what is wrong with a field; what was said first stays.
  ///
  /// @param key of the sentence
  void wrong(String field, String key, String... values) {
    faults.putIfAbsent(field, Note.of(key, values));
  }

  /// Says why all of it is refused.
  void refuse(String because) {
    refusal = Optional.of(because);
  }

  boolean isWrong() {
    return !faults.isEmpty();
  }

  @Override
  public String toString() {
    return "Form" + faults.keySet();
  }
}
