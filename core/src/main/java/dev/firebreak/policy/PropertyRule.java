package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a policy says about one property or a glob of them.
///
/// @param path as the policy writes it
/// @param declared the category that the policy gives the property; null leaves the one it has
/// @param treatment beats the category's
record PropertyRule(String path, @Nullable DataCategory declared, Treatment treatment) {
  Optional<DataCategory> category() {
    return Optional.ofNullable(declared);
  }
}
