package dev.firebreak.console;

import dev.firebreak.access.Passkey;
import dev.firebreak.access.Passkeys;
import java.util.List;
import java.util.Optional;

/// What an operator's own page shows. Public for the template alone.
///
/// @param recoveryLeft recovery codes that still count
/// @param creation what a new passkey needs
/// @param ask for a passkey in the place of a code; empty where the console does not know its name
/// @param newCodes recovery codes that were made just now, to be shown this once
/// @param refusal key of what was wrong with the form that was sent; empty text for nothing
public record AccountView(
    List<Passkey> passkeys,
    int recoveryLeft,
    Passkeys.Creation creation,
    Optional<PasskeyAsk> ask,
    List<String> newCodes,
    String refusal) {
  public AccountView {
    passkeys = List.copyOf(passkeys);
    newCodes = List.copyOf(newCodes);
  }

  @Override
  public String toString() {
    return "AccountView" + passkeys;
  }
}
