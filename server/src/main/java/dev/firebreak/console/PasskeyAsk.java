package dev.firebreak.console;

import dev.firebreak.access.PasskeyAnswer;

/// What a page asks a passkey for. Public for the templates alone.
///
/// @param challenge to be signed
/// @param site the name that passkeys of the console belong to
public record PasskeyAsk(String challenge, String site) {
  /// What a form has of a browser's answer.
  ///
  /// @param into what the names of its fields begin with
  static PasskeyAnswer answer(FormFields fields, String into) {
    return new PasskeyAnswer(
        fields.get(into + "id"),
        fields.get(into + "data"),
        fields.get(into + "object"),
        fields.get(into + "signature"),
        fields.get(into + "user"));
  }

  @Override
  public String toString() {
    return "PasskeyAsk[" + site + "]";
  }
}
