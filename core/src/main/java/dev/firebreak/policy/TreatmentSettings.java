package dev.firebreak.policy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
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

  private static void refuseGuessable(Policy policy, UserIdKind userIds, boolean guessableIds) {
    List<String> guessable = new ArrayList<>();
    addIf(policy, DataCategory.NAME, true, guessable);
    addIf(policy, DataCategory.EMAIL, true, guessable);
    addIf(policy, DataCategory.PHONE, true, guessable);
    addIf(policy, DataCategory.USERNAME, true, guessable);
    addIf(policy, DataCategory.ACCOUNT_ID, guessableIds || userIds == UserIdKind.EMAIL, guessable);
    addIf(policy, DataCategory.ORGANIZATION_ID, guessableIds, guessable);
    if (!guessable.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.POLICY_INVALID,
          "on a binding with a public sender, tokens of guessable values ("
              + String.join(", ", guessable)
              + ") could be found by posting guesses; drop them, use an authenticated sender, or"
              + " set accept-guessable-tokens: true");
    }
  }

  private static void addIf(
      Policy policy, DataCategory category, boolean guessable, List<String> found) {
    if (guessable && policy.pseudonymizes(category)) {
      found.add(category.key());
    }
  }
}
