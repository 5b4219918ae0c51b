package dev.firebreak.policy;

/// The operations of Mixpanel's profile and group updates.
final class ProfileOperations {
  private ProfileOperations() {}

  /// True for the names of operations, whose operands are property containers.
  static boolean isOperation(String name) {
    return switch (name) {
      case "$set", "$set_once", "$add", "$append", "$union", "$remove", "$unset", "$delete" -> true;
      default -> false;
    };
  }
}
