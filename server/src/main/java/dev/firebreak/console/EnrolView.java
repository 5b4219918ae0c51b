package dev.firebreak.console;

import dev.firebreak.access.Invitations;

/// What an opened invitation shows. Public for the template alone.
///
/// @param typedName what was typed as the name; empty text at first
/// @param picture of what the authenticator reads
/// @param refusal key of what was wrong with the form that was sent; empty text for nothing
public record EnrolView(
    Invitations.Opened opened, String typedName, QrPicture picture, String refusal) {
  @Override
  public String toString() {
    return "EnrolView[" + opened + "]";
  }
}
