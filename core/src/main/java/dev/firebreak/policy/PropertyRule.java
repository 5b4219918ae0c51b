package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.KeyLexicon;
import dev.firebreak.taxonomy.MixpanelDictionary;
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

  /// The category whose values the rule is about: the declared one, else what the last name of an
  /// exact path says. Empty for a glob without one and for names that say nothing.
  Optional<DataCategory> governed() {
    return category().or(() -> Glob.isGlob(path) ? Optional.empty() : byName(path));
  }

  private static Optional<DataCategory> byName(String path) {
    StringBuilder last = new StringBuilder();
    int start = path.startsWith("/") ? 1 : 0;
    for (int i = start; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\' && i + 1 < path.length()) {
        last.append(path.charAt(++i));
      } else if (c == '.') {
        last.setLength(0);
      } else if (c != '[' && c != ']') {
        last.append(c);
      }
    }
    String name = last.toString();
    return MixpanelDictionary.categoryOf(name).or(() -> KeyLexicon.categoryOf(name));
  }
}
