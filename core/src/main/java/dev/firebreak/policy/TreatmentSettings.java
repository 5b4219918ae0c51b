package dev.firebreak.policy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// How one binding's messages are treated. Immutable; refuses tokens that anybody could find out by
/// posting guesses and looking for the token at the vendor.
///
/// @param policy what the vendor may have
/// @param observe true where everything goes out as it came but for secrets, and what the policy
///   would have done is counted
/// @param publicSender true where anybody with the project token can send
/// @param userIds what the company uses as user id
/// @param groups property names that are group keys, such as `organization_id`
/// @param guessableIds true where ids can be enumerated
/// @param acceptGuessableTokens true where the operator accepts tokens of guessable values by name
public record TreatmentSettings(
    Policy policy,
    boolean observe,
    boolean publicSender,
    UserIdKind userIds,
    Set<String> groups,
    boolean guessableIds,
    boolean acceptGuessableTokens) {
  public TreatmentSettings {
    groups = Set.copyOf(groups);
    if (publicSender && !acceptGuessableTokens && !observe) {
      refuseGuessable(policy, userIds, guessableIds);
    }
  }

  /// Settings of an authenticated sender with random account ids, under enforcement.
  public static TreatmentSettings enforcing(Policy policy, Set<String> groups) {
    return new TreatmentSettings(policy, false, false, UserIdKind.ACCOUNT_ID, groups, false, false);
  }

  /// Categories whose values could be guessed, so that anybody who may send finds their tokens.
  ///
  /// @param userIds what the company uses as user id
  /// @param guessableIds true where ids can be enumerated
  public static Set<DataCategory> guessable(UserIdKind userIds, boolean guessableIds) {
    Set<DataCategory> guessable =
        EnumSet.of(
            DataCategory.NAME, DataCategory.EMAIL, DataCategory.PHONE, DataCategory.USERNAME);
    if (guessableIds || userIds == UserIdKind.EMAIL) {
      guessable.add(DataCategory.ACCOUNT_ID);
    }
    if (guessableIds) {
      guessable.add(DataCategory.ORGANIZATION_ID);
    }
    return guessable;
  }

  private static void refuseGuessable(Policy policy, UserIdKind userIds, boolean guessableIds) {
    List<String> found =
        guessable(userIds, guessableIds).stream()
            .filter(policy::pseudonymizes)
            .map(DataCategory::key)
            .toList();
    if (!found.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.POLICY_INVALID,
          "on a binding with a public sender, tokens of guessable values ("
              + String.join(", ", found)
              + ") could be found by posting guesses; drop them, use an authenticated sender, or"
              + " set accept-guessable-tokens: true");
    }
  }
}
