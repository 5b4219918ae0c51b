package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import java.time.Clock;

/// What an installation has for the question who may do what. Thread-safe, as its parts are.
public record AccessServices(
    Operators operators,
    SignIn signIn,
    Sessions sessions,
    RecoveryCodes recovery,
    Invitations invitations,
    Administration administration,
    Passkeys passkeys) {

  public static AccessServices of(
      ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    Operators operators = new Operators(control, keys, audit, clock);
    SignIn signIn = new SignIn(control, operators, audit, clock);
    return new AccessServices(
        operators,
        signIn,
        new Sessions(control, audit, clock),
        new RecoveryCodes(control, audit, clock),
        new Invitations(control, operators, signIn, audit, clock),
        new Administration(control, audit, clock),
        new Passkeys(control, operators, audit, clock));
  }
}
