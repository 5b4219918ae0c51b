package dev.firebreak.access;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.List;

/// The rule that what cannot be taken back needs two people: privacy officers or administrators,
/// each with a second factor, and not the same one.
public final class TwoOperators {
  private TwoOperators() {}

  /// Checks it.
  ///
  /// @param deed what they decide, as `destroying`
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED or NOT_ALLOWED
  public static void require(String deed, ConfirmedOperator first, ConfirmedOperator second) {
    if (first.name().equals(second.name())) {
      throw new FirebreakException(
          ErrorCode.SECOND_OPERATOR_NEEDED, deed + " needs a second operator, somebody else");
    }
    for (ConfirmedOperator operator : List.of(first, second)) {
      if (!operator.role().includes(Role.PRIVACY_OFFICER)) {
        throw new FirebreakException(
            ErrorCode.NOT_ALLOWED, deed + " needs two privacy officers or administrators");
      }
    }
  }
}
