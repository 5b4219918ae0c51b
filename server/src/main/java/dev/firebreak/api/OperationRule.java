package dev.firebreak.api;

import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;

/// How an operation is asked for, and who may. Immutable.
///
/// @param method GET where it only reads, takes no file and nothing that identifies a person
/// @param scope that the token needs
/// @param role that its operator needs; the command itself may ask for more
/// @param list whether what it prints is a list, which comes in pages
public record OperationRule(Method method, Scope scope, Role role, boolean list) {
  /// A method of HTTP.
  public enum Method {
    GET,
    POST
  }
}
