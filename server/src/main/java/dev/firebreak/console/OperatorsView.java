package dev.firebreak.console;

import dev.firebreak.access.AccessServices;
import dev.firebreak.access.Invitations;
import dev.firebreak.access.Operator;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import java.util.List;
import java.util.Optional;

/// What the page of the operators shows. Public for the template alone.
///
/// @param refusal key of what was wrong with the form that was sent; empty text for nothing
/// @param link of the invitation that was made just now; empty text for none
/// @param ask for a passkey in the place of a code; empty where the console does not know its name
public record OperatorsView(
    List<Operator> operators,
    List<Sessions.Session> sessions,
    List<Invitations.Invitation> invitations,
    String refusal,
    String link,
    Optional<PasskeyAsk> ask) {
  public OperatorsView {
    operators = List.copyOf(operators);
    sessions = List.copyOf(sessions);
    invitations = List.copyOf(invitations);
  }

  static OperatorsView of(
      AccessServices access, String refusal, String link, Optional<PasskeyAsk> ask) {
    return new OperatorsView(
        access.operators().list(),
        access.sessions().list(),
        access.invitations().list(),
        refusal,
        link,
        ask);
  }

  /// The roles to choose from.
  public List<Role> roles() {
    return List.of(Role.values());
  }

  @Override
  public String toString() {
    return "OperatorsView" + operators;
  }
}
