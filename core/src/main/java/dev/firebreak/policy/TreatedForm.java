package dev.firebreak.policy;

import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.taxonomy.Taxonomy;

/// In which form a value stands in a message that was treated once, as a treatment: pass where it
/// is as it came.
final class TreatedForm {
  private TreatedForm() {}

  /// @param first the rule under which it was treated
  static Treatment ofText(FieldRule first, String value) {
    if (Pseudonymizer.looksLikeToken(DevicePrefix.strip(value))) {
      return Treatment.pseudonymize();
    }
    return isCategory(value) ? Treatment.redact() : ofNumber(first);
  }

  /// The same of a number, which is no token.
  static Treatment ofNumber(FieldRule first) {
    return first.treatment() instanceof Treatment.Generalize coarser ? coarser : Treatment.pass();
  }

  /// True for `[user.contact.email]` and its like, and for `[unclassified]`.
  private static boolean isCategory(String value) {
    if (!value.startsWith("[") || !value.endsWith("]")) {
      return false;
    }
    String key = value.substring(1, value.length() - 1);
    return key.equals("unclassified") || Taxonomy.categoryOf(key).isPresent();
  }
}
